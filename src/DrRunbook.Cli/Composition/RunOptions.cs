using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Composition;

/// <summary>The arguments and options that plan, rehearse and execute share.</summary>
internal sealed class RunOptions
{
    /// <summary>The runbook.</summary>
    public Argument<string> File { get; } = new("FILE") { Description = "The runbook, a YAML file." };

    /// <summary>Drill or disaster.</summary>
    public Option<string> Mode { get; } = new Option<string>("--mode")
    {
        Description = "A drill is undone afterwards, a disaster is not. A drill through this API is a failover: its undo is owed afterwards.",
        HelpName = "drill|disaster",
        DefaultValueFactory = _ => "drill",
    }.OneOf("drill", "disaster");

    /// <summary>Values of inputs.</summary>
    public Option<ImmutableSortedDictionary<string, string>> Input { get; } = InputOption.Create();

    /// <summary>The folder that every path stays below.</summary>
    public Option<string?> Root { get; } = new("--root")
    {
        Description = "The folder that every path of the runbook stays below (default: the nearest .git above it, else its own folder).",
        HelpName = "FOLDER",
    };

    /// <summary>When the outage began.</summary>
    public Option<DateTimeOffset?> OutageAt { get; } = new("--outage-at")
    {
        Description = "When the outage began, RFC 3339 with an offset; RTO and RPO count from there (default: the run's start).",
        HelpName = "TIME",
        CustomParser = ReadTime,
    };

    /// <summary>The seed of a simulation.</summary>
    public Option<ulong> Seed { get; } = new("--seed")
    {
        Description = "The seed of everything that looks random in a simulation.",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => 1UL,
    };

    /// <summary>Whether to leave where only people can go on.</summary>
    public static Option<bool> NoWait() => new("--no-wait") { Description = "Leave with exit 3 where only people can go on, instead of waiting for them." };

    /// <summary>Adds those that every one of the commands has.</summary>
    public void AddTo(Command command)
    {
        command.Add(File);
        command.Add(Mode);
        command.Add(Input);
        command.Add(Root);
    }

    /// <summary>Reads and compiles the runbook that the command line names; what is wrong is said on standard error.</summary>
    /// <returns>Null where it is in error.</returns>
    public PreparedRunbook? Load(Invocation invocation) => Load(invocation, invocation.Value(File));

    /// <summary>As <see cref="Load(Invocation)"/>, of another file.</summary>
    public PreparedRunbook? Load(Invocation invocation, string file) => Load(invocation, file, invocation.Value(Input)!);

    /// <summary>As <see cref="Load(Invocation)"/>, of another file and with other values for its inputs.</summary>
    public PreparedRunbook? Load(Invocation invocation, string file, IReadOnlyDictionary<string, string> inputs)
    {
        var mode = invocation.Value(Mode) == "disaster" ? RunMode.Disaster : RunMode.Drill;
        return PreparedRunbook.Load(invocation, file, mode, inputs, invocation.Value(Root));
    }

    /// <summary>The runbook that the command line names, compiled, or the frozen plan: what the file holds, not its name, says which it is. What is wrong is said on standard error.</summary>
    /// <param name="countsRuns">Whether a frozen plan may not be executed a second time.</param>
    /// <returns>Null where it may not be run, with the exit code that says why.</returns>
    public async Task<(PreparedRunbook? Prepared, int ExitCode)> LoadAnyAsync(Invocation invocation, bool countsRuns)
    {
        var file = invocation.Value(File);
        return FrozenPlan.ContentOf(invocation, file) is not { } content ? (Load(invocation), ExitCodes.Usage)
            : RefusesSettled(invocation) ? (null, ExitCodes.Usage)
            : await FrozenPlan.LoadAsync(invocation, file, content, invocation.Value(Root), countsRuns);
    }

    /// <summary>Whether the operator wrote what a plan has settled already; then it has been said.</summary>
    public bool RefusesSettled(Invocation invocation)
    {
        if (new Option[] { Mode, Input }.FirstOrDefault(invocation.IsGiven) is not { } given)
        {
            return false;
        }

        invocation.Refuse($"'{invocation.Value(File)}' is a plan: {given.Name} was settled when it was made", "make another plan with 'drrun plan FILE --out'");
        return true;
    }

    private static DateTimeOffset? ReadTime(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        string[] forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        var hasOffset = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal);
        if (hasOffset && DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time.ToUniversalTime();
        }

        result.AddError($"--outage-at '{text}' must be RFC 3339 with an offset, such as 2026-11-23T03:52:00Z");
        return null;
    }
}
