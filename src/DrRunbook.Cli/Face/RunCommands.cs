using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Face;

/// <summary>The command lines that answer or go on with a run, ready to be copied.</summary>
/// <param name="run">The run's id.</param>
/// <param name="store">What the operator gave as <c>--store</c>, or null.</param>
internal sealed class RunCommands(string run, string? store)
{
    private readonly string _store = store is null ? "" : $" --store {Quote(store)}";

    /// <summary>Answers a gate.</summary>
    public string Answer(RunState state, GateProgress gate)
    {
        var key = state.WantsSignature(gate) ? " --key PATH" : "";
        return gate.Plan.Gate is ApprovalGate
            ? $"drrun approve {run} {gate.Plan.Id}{key}{_store}"
            : $"drrun confirm {run} {gate.Plan.Id}{(gate.Manual?.EvidenceRequired == true ? " --note TEXT" : "")}{key}{_store}";
    }

    /// <summary>Says that an owed undo is done.</summary>
    public string ConfirmUndo => $"drrun undo confirm {run} STEP --note TEXT{_store}";

    /// <summary>Settles a step in doubt.</summary>
    public string Settle(StepProgress step) => $"drrun settle {run} {step.Step.Id} --as succeeded|failed --reason TEXT{_store}";

    /// <summary>Tries a step again.</summary>
    public string Retry(StepProgress step) => $"drrun retry {run} {step.Step.Id}{_store}";

    /// <summary>Passes a step over.</summary>
    public string Skip(StepProgress step) => $"drrun skip {run} {step.Step.Id} --reason TEXT{_store}";

    /// <summary>Goes on with a run that was left.</summary>
    public string Resume => $"drrun resume {run}{_store}";

    /// <summary>Stands by, and goes on with a run once nobody drives it.</summary>
    public string StandBy => $"drrun resume {run} --standby{_store}";

    /// <summary>Shows how it stands.</summary>
    public string Status => $"drrun status {run}{_store}";

    /// <summary>Writes the report.</summary>
    public string Report => $"drrun report {run} --format html --out {run}.html{_store}";

    /// <summary>Ends a run that will not be resumed.</summary>
    public string Close => $"drrun close {run} --reason TEXT{_store}";

    /// <summary>One word for a POSIX shell.</summary>
    private static string Quote(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or ':')
        ? text
        : $"'{TerminalEncoder.Encode(text).Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
