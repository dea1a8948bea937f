using System.Globalization;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Face;

/// <summary>Steps in words.</summary>
internal static class StepText
{
    /// <summary>What the step does, on one line, encoded.</summary>
    public static string Action(PlanStep step) => TerminalEncoder.Encode(step.Action switch
    {
        FailoverAction failover => $"failover {failover.VApp}",
        GateAction gate => $"gate {GateText.Describe(gate.Gate)}",
        CommandAction command => $"command {string.Join(' ', command.Command.Run)}",
        HttpAction http => $"http {http.Method} {http.Url}",
        GroupAction group => Group(group),
        _ => throw new InvalidOperationException($"unknown action {step.Action.GetType().Name}"),
    });

    /// <summary>What the step is at, or how it ended.</summary>
    public static string Describe(StepProgress step, RunState state) => step.State switch
    {
        StepState.Pending => ToCome(step),
        StepState.Requiring when step.Recheck == Recheck.Running => "looks whether anything of the earlier requests is at work",
        StepState.Requiring => $"checks {Gates(step)}",
        StepState.Queued => Queue(step, state),
        StepState.Requesting => "request goes out",
        StepState.AwaitingTask => $"failing over {VApp(step)}{Percent(step)}",
        StepState.AwaitingSession => $"failing over {VApp(step)}{Percent(step)}",
        StepState.Running when step.OwnGate is { } gate => Gate(gate),
        StepState.Running => Action(step.Step),
        StepState.AttemptFailed => $"attempt {Number(step.Attempt)} failed: {step.Reason}",
        StepState.RetryPausing => $"tries again{(step.NotBefore is { } at ? $" at {Readable.Time(at)}" : "")} after {step.Reason}",
        StepState.Verifying => $"verifies {Gates(step)}",
        StepState.InDoubt => $"IN DOUBT{Because(step)}{(step.ReconcileUntil is { } until ? $"; read back until {Readable.Time(until)}" : "")}",
        StepState.Blocked => $"blocked by {string.Join(", ", step.Causes)}",
        StepState.Failed => $"failed{(step.IsTolerated ? " (tolerated)" : "")}, {step.Reason}{Because(step)}{(step.StillRunning ? "; the manager still works on it" : "")}",
        _ => $"{Readable.Word(step.Outcome)}{Because(step)}",
    };

    /// <summary>The steps that are first to start once what runs has ended, in the plan's order.</summary>
    public static ImmutableArray<StepProgress> Next(RunState state, int most) =>
    [
        .. state.Steps.Take(state.Graph.StepCount).Where(step => !step.Node.IsGroup && step.State == StepState.Pending && IsNear(state, step)).Take(most),
    ];

    /// <summary>Whether nothing but what has begun stands between now and this step.</summary>
    public static bool IsNear(RunState state, StepProgress step)
    {
        if (!step.Node.Predecessors.All(index => state.Steps[index].State != StepState.Pending))
        {
            return false;
        }

        var parent = state.Steps[step.Node.Parent];
        return parent.IsOpen || (parent.Node.Step is not null && parent.State == StepState.Pending && IsNear(state, parent));
    }

    private static string ToCome(StepProgress step) => step switch
    {
        { SkipRequested: not null } => "to be skipped",
        { NextFrom: AttemptFrom.Action } => "to go on",
        { NextFrom: AttemptFrom.Verify } => "to be verified anew",
        { AttemptsBefore: > 0 } => "to be tried again",
        _ => "to come",
    };

    private static string Group(GroupAction group)
    {
        var order = group switch
        {
            { MaxConcurrency: { } most } => string.Create(CultureInfo.InvariantCulture, $"parallel, {most} at a time"),
            { IsParallel: true } => "parallel",
            _ => "sequence",
        };
        return group.UsedFile is { } file ? $"{order} from {file}" : order;
    }

    private static string Queue(StepProgress step, RunState state)
    {
        var manager = state.Managers[((FailoverAction)step.Step.Action).EnterpriseManager];
        var ahead = state.Active.Count(index => state.Steps[index] is { State: StepState.Queued } other && other != step && Before(other, step) && SameManager(other, step));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"number {ahead + 1} in line at {manager.Plan.Name} ({manager.InFlight} of {manager.Plan.MaxConcurrentFailovers} places taken)");
    }

    private static bool Before(StepProgress left, StepProgress right) => left.QueuedAt!.Value.Sequence < right.QueuedAt!.Value.Sequence;

    private static bool SameManager(StepProgress left, StepProgress right) =>
        left.Step.Action is FailoverAction one && right.Step.Action is FailoverAction other && one.EnterpriseManager == other.EnterpriseManager;

    private static string Gates(StepProgress step)
    {
        var open = new List<string>();
        foreach (var gate in step.CurrentGates)
        {
            if (gate.State != GateState.Passed)
            {
                open.Add(Gate(gate));
            }
        }

        return open.Count == 0 ? "nothing more" : string.Join("; ", open);
    }

    private static string Gate(GateProgress gate)
    {
        if (gate.WaitsForPerson)
        {
            return $"waits for {TerminalEncoder.Encode(GateText.Who(gate))}";
        }

        var seen = gate.Detail.IsEmpty ? "" : $", last seen: {TerminalEncoder.Encode(gate.Detail)}";
        return GateText.Describe(gate.Plan.Gate) + (gate.PassesAt is { } at ? $", until {Readable.Time(at)}" : seen);
    }

    private static string VApp(StepProgress step) => TerminalEncoder.Encode(step.Failover!.Request.VApp);

    private static string Percent(StepProgress step) => step.Failover?.Progress is { } percent ? $", {Number(percent)} %" : "";

    private static string Because(StepProgress step) => step.Detail.IsEmpty ? "" : $": {TerminalEncoder.Encode(step.Detail)}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
