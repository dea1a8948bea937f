using System.CommandLine;
using System.CommandLine.Parsing;
using DrRunbook.Cli.Composition;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning.Comparing;

namespace DrRunbook.Cli.Against;

/// <summary>The options that hold a plan against another.</summary>
internal sealed class AgainstOptions
{
    private static readonly ImmutableArray<string> Codes = [.. Enum.GetValues<DifferenceKind>().Select(kind => new PlanDifference(kind, DifferenceEffect.Neutral, null, "").Code)];

    private readonly Option<string?> _against = new("--against")
    {
        Description = "Hold the plan against another: a runbook, a frozen plan, or a revision of this runbook in git, such as main, HEAD~1 or v1:old/path.yaml. Exit 1 where a change weakens the recovery.",
        HelpName = "OTHER",
    };

    private readonly Option<string[]> _accept = new("--accept")
    {
        Description = "Changes that may weaken the recovery: a code, or a code and a step; several parted by commas, or the option several times. They stay listed.",
        HelpName = "CODE[:STEP]",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = ReadAccepted,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<ImmutableSortedDictionary<string, string>> _inputs = InputOption.Create(
        "--against-input", "The value of an input for the other runbook alone; may be given several times.");

    private readonly Option<bool> _eachMode = new("--each-mode") { Description = "Hold the plans of both modes against each other, not only those of --mode." };

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        command.Add(_against);
        command.Add(_accept);
        command.Add(_inputs);
        command.Add(_eachMode);
        command.Validators.Add(RefuseAlone);
    }

    /// <summary>What the plan is held against; null where it is not.</summary>
    public string? OtherOf(Invocation invocation) => invocation.Value(_against);

    /// <summary>Values of inputs that the other runbook alone has.</summary>
    public ImmutableSortedDictionary<string, string> InputsOf(Invocation invocation) => invocation.Value(_inputs)!;

    /// <summary>Whether the plans of both modes are compared.</summary>
    public bool EachMode(Invocation invocation) => invocation.Value(_eachMode);

    /// <summary>Whether the operator accepted a difference, by its code or by code and step.</summary>
    public bool Accepts(Invocation invocation, PlanDifference difference)
    {
        var accepted = invocation.Value(_accept)!;
        return accepted.Contains(difference.Code, StringComparer.Ordinal) || (difference.Step is { } step && accepted.Contains($"{difference.Code}:{step}", StringComparer.Ordinal));
    }

    private static string[] ReadAccepted(ArgumentResult result)
    {
        var accepted = result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)).Select(text => text.Length >= 6 ? text[..6].ToUpperInvariant() + text[6..] : text).ToArray();
        foreach (var text in accepted)
        {
            var code = text.Split(':', 2)[0];
            if (!Codes.Contains(code) || text.EndsWith(':'))
            {
                result.AddError(UsageErrors.Of($"--accept '{text}' must be the code of a difference, such as DR0477, or a code and a step, such as DR0477:queue", DidYouMean.Help(code, Codes)));
            }
        }

        return accepted;
    }

    private void RefuseAlone(CommandResult command)
    {
        if (command.GetResult(_against) is { Implicit: false })
        {
            return;
        }

        foreach (var option in new Option[] { _accept, _inputs, _eachMode }.Where(option => command.GetResult(option) is { Implicit: false }))
        {
            command.AddError(UsageErrors.Of($"{option.Name} is about a plan that is held against another", "add --against OTHER"));
        }
    }
}
