using System.CommandLine;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun completion bash|zsh|fish</c>: the shell asks drrun itself, by the <c>[suggest:POSITION]</c> directive, so nothing goes stale.</summary>
internal sealed class CompletionCommand
{
    // The directive wants the line and the cursor's place without the program's name. A colon splits words in bash, and gates' ids hold some.
    private const string Bash =
        """
        _drrun() {
            local line="${COMP_LINE:0:COMP_POINT}"
            line="${line#* }"
            local word="${line##* }"
            local split="${word%"${word##*:}"}"
            local IFS=$'\n' candidate
            COMPREPLY=()
            while read -r candidate; do
                [[ "$candidate" == "$word"* ]] && COMPREPLY+=("${candidate#"$split"}")
            done < <(drrun "[suggest:${#line}]" "$line" 2>/dev/null)
        }
        complete -o default -F _drrun drrun
        """;

    private const string Zsh =
        """
        #compdef drrun
        _drrun() {
            local line="${LBUFFER#* }"
            local -a candidates
            candidates=("${(@f)$(drrun "[suggest:${#line}]" "$line" 2>/dev/null)}")
            compadd -- $candidates
            _files
        }
        compdef _drrun drrun
        """;

    private const string Fish =
        """
        function __drrun_complete
            set -l line (commandline -cp | string replace -r '^\S+\s' '')
            drrun "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c drrun -a '(__drrun_complete)'
        """;

    public static Command Create(CliContext context)
    {
        var shell = new Argument<string>("SHELL") { HelpName = "SHELL", Description = "bash, zsh or fish." };
        shell.OneOf("bash", "zsh", "fish");
        var command = new CliCommand(
            "completion",
            "Prints the script that teaches a shell to complete drrun's commands, options, runs and gates.",
            "source <(drrun completion bash)",
            "drrun completion zsh > ~/.zfunc/_drrun",
            "drrun completion fish > ~/.config/fish/completions/drrun.fish");
        command.Add(shell);
        command.Does(context, invocation =>
        {
            invocation.Out.WriteLine(invocation.Value(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
            return ExitCodes.Good;
        });
        return command;
    }
}
