using System.CommandLine;
using System.Text;
using DrRunbook.Cli.Face;
using DrRunbook.Cli.Formats;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Yaml.Formatting;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun fmt FILE…</c>: one way to write a runbook; no comment is lost.</summary>
internal sealed class FmtCommand
{
    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = "Runbooks; - reads standard input and writes standard output.", Arity = ArgumentArity.OneOrMore };
        var check = new Option<bool>("--check") { Description = "Change nothing; show what would change and exit 1 where anything would." };
        var command = new CliCommand(
            "fmt",
            "Puts runbooks into their canonical form: order of keys, indentation, quotes. Meaning and comments stay. Exit 0: done; 1: --check found something; 2: a file cannot be read.",
            "drrun fmt runbooks/*.yaml",
            "drrun fmt --check runbooks/*.yaml",
            "drrun fmt - < site-a.yaml");
        command.Add(files);
        command.Add(check);
        command.Does(context, invocation => Run(invocation, invocation.Value(files), invocation.Value(check)));
        return command;
    }

    private static int Run(Invocation invocation, string[] files, bool check)
    {
        if (files.Contains("-") && (files.Length > 1 || invocation.IsJson))
        {
            return invocation.Refuse("'-' stands alone, and without --output json");
        }

        var formatted = files.Select(file => Format(invocation, file, check)).ToList();
        if (invocation.IsJson)
        {
            JsonOutput.WriteLine(invocation.Out, new { files = formatted.Select(file => new { file.File, file.Outcome, file.Diagnostics }) });
        }
        else
        {
            foreach (var diagnostic in formatted.SelectMany(file => file.Diagnostics))
            {
                invocation.Error.WriteLine(DiagnosticText.Of(diagnostic));
            }
        }

        return formatted.Any(file => file.Outcome == "error") ? ExitCodes.Usage
            : check && formatted.Any(file => file.Outcome == "differs") ? ExitCodes.NotGood
            : ExitCodes.Good;
    }

    private static FormattedFile Format(Invocation invocation, string file, bool check)
    {
        if (file == "-")
        {
            return FormatInput(invocation, check);
        }

        var shown = file.Replace('\\', '/');
        var path = invocation.Context.PathOf(file);
        var result = RunbookFormatter.FormatFile(path, shown);
        if (result.Text is null)
        {
            return new FormattedFile(shown, "error", result.Diagnostics);
        }

        var after = Encoding.UTF8.GetBytes(result.Text);
        if (result.Before.Span.SequenceEqual(after))
        {
            return new FormattedFile(shown, "canonical", []);
        }

        if (check)
        {
            return Differs(invocation, shown, Encoding.UTF8.GetString(result.Before.Span), result.Text);
        }

        if (RewrittenFile.Write(path, result.Before.Span, after) is { } reason)
        {
            return new FormattedFile(shown, "error", [YamlDiagnostics.Unwritable(SourceSpan.WholeFile(shown), shown, reason)]);
        }

        SayName(invocation, shown);
        return new FormattedFile(shown, "written", []);
    }

    private static FormattedFile FormatInput(Invocation invocation, bool check)
    {
        const string Shown = "<stdin>";
        var before = ReadInput(invocation);
        var result = RunbookFormatter.Format(Shown, before);
        if (result.Text is null)
        {
            return new FormattedFile(Shown, "error", result.Diagnostics);
        }

        if (check)
        {
            return before.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(result.Text))
                ? new FormattedFile(Shown, "canonical", [])
                : Differs(invocation, Shown, Encoding.UTF8.GetString(before), result.Text);
        }

        // The result goes back into a file, so it is not encoded for a terminal.
        invocation.Out.Write(result.Text);
        return new FormattedFile(Shown, "written", []);
    }

    private static byte[] ReadInput(Invocation invocation)
    {
        using var stream = invocation.Context.OpenIn();
        return FileContent.Read(stream);
    }

    private static FormattedFile Differs(Invocation invocation, string shown, string before, string after)
    {
        if (!invocation.IsJson)
        {
            foreach (var line in LineDifference.Of(shown, before, after))
            {
                invocation.Out.WriteLine(TerminalEncoder.Encode(line));
            }
        }

        return new FormattedFile(shown, "differs", []);
    }

    private static void SayName(Invocation invocation, string shown)
    {
        if (!invocation.IsJson)
        {
            invocation.Out.WriteLine(TerminalEncoder.Encode(shown));
        }
    }

    /// <summary>What became of a file.</summary>
    /// <param name="Outcome"><c>canonical</c>, <c>written</c>, <c>differs</c> or <c>error</c>.</param>
    private sealed record FormattedFile(string File, string Outcome, ImmutableArray<Diagnostic> Diagnostics);
}
