using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence.Tests.Journals;

/// <summary>How a failover of a test run goes.</summary>
/// <param name="Takes">From the acceptance to the end of the restore sessions.</param>
internal sealed record ScriptedFailover(TimeSpan Takes)
{
    /// <summary>The result of each VM's session, in the plan's order; those beyond have no session.</summary>
    public ImmutableArray<string> Results { get; init; } = ["Success"];

    /// <summary>What the sessions and the task say.</summary>
    public string Message { get; init; } = "";

    /// <summary>The refusal of the request, or null.</summary>
    public (int Status, string Message)? Refusal { get; init; }

    /// <summary>Whether the answer is lost, and the sessions with it.</summary>
    public bool ReplyLost { get; init; }

    /// <summary>How long it takes us to see that the manager has ended.</summary>
    public TimeSpan Noticing { get; init; } = TimeSpan.FromMilliseconds(400);
}

/// <summary>How a gate of a test run goes.</summary>
/// <param name="After">From its beginning to its answer.</param>
internal sealed record ScriptedGate(TimeSpan After, bool Holds = true, int Tries = 1, string Detail = "answered", string? FirstFailure = null)
{
    /// <summary>Who answers, for people.</summary>
    public string Principal { get; init; } = "maria@example.org";

    /// <summary>What that person notes.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether nobody answers.</summary>
    public bool Silent { get; init; }
}

/// <summary>Answers what a test run asks of the outside, each time with facts and the delay after which they come.</summary>
internal sealed class ScriptedWorld
{
    private int _tasks;

    public Dictionary<string, ScriptedFailover[]> Failovers { get; } = [];

    public Dictionary<string, ScriptedGate> Gates { get; } = [];

    public Dictionary<string, ScriptedGate> Actions { get; } = [];

    public TimeSpan ClockOffset { get; init; } = TimeSpan.FromMilliseconds(1250);

    public IEnumerable<(TimeSpan After, RunEvent Fact)> Answer(RunEvent asked, RunState state, DateTimeOffset now) => asked switch
    {
        RecheckStarted recheck => [(Ms(180), new RecheckEnded(recheck.Step, recheck.Attempt, [], null, new OutsideText("nothing of the earlier requests is at work")))],
        FailoverRequested request => Answer(request, state, now),
        GateStarted gate => Answer(gate, state),
        ActionStarted action when !state[action.Step].Node.IsGroup && state[action.Step].OwnGate is null => Answer(action),
        _ => [],
    };

    private IEnumerable<(TimeSpan, RunEvent)> Answer(FailoverRequested request, RunState state, DateTimeOffset now)
    {
        var step = request.Step;
        var scripts = Failovers.GetValueOrDefault(step.Value, [new ScriptedFailover(TimeSpan.FromSeconds(90))]);
        var script = scripts[Math.Min(request.Attempt, scripts.Length) - 1];
        if (script.Refusal is { } refusal)
        {
            yield return (Ms(120), new FailoverRejected(step, request.Operation, refusal.Status, new OutsideText(refusal.Message)));
            yield break;
        }

        if (script.ReplyLost)
        {
            yield return (Ms(30_000), new FailoverReplyLost(step, request.Operation, new OutsideText("the connection broke before an answer came")));
            yield return (Ms(1_230_000), new ReconcileEnded(step, new OutsideText("no restore session that can be its was found")));
            yield break;
        }

        var task = $"task-{++_tasks}";
        var vms = state[step].Step.Point!.VmPoints.Select(vm => vm.Vm).Take(script.Results.Length).ToList();
        var ends = Ms(100) + script.Takes;
        yield return (Ms(100), new TaskAccepted(step, request.Operation, task, 1, now + Ms(100)));
        yield return (Ms(700), new TaskChanged(step, task, "Running", null, OutsideText.None, null));
        for (var vm = 0; vm < vms.Count; vm++)
        {
            yield return (Ms(900), Session(step, request, vms[vm], vm, "Working", "None", 10, now, null, ""));
        }

        for (var vm = 0; vm < vms.Count; vm++)
        {
            yield return (ends + script.Noticing, Session(step, request, vms[vm], vm, "Stopped", script.Results[vm], 100, now, now + ends, script.Message));
        }

        yield return (ends + script.Noticing, new TaskChanged(step, task, "Finished", true, OutsideText.None, Uid(request, 0)));
        yield return (ends + script.Noticing, new SessionsSettled(step));
    }

    private SessionChanged Session(
        StepId step, FailoverRequested request, string vm, int index, string state, string result, int progress, DateTimeOffset now, DateTimeOffset? ended, string message) =>
        new(step, Uid(request, index), new OutsideText(vm), state, result, progress, now + Ms(300) + ClockOffset, ended + ClockOffset, new OutsideText(message));

    private static string Uid(FailoverRequested request, int vm) => $"urn:veeam:RestoreSession:{request.Operation}-{vm + 1}";

    private IEnumerable<(TimeSpan, RunEvent)> Answer(GateStarted gate, RunState state)
    {
        var plan = state[gate.Step].Gates.First(candidate => candidate.Plan.Id == gate.Gate).Plan.Gate;
        if (gate.PassesAt is not null)
        {
            yield break;
        }

        var script = Gates.GetValueOrDefault(gate.Gate.Value, new ScriptedGate(Ms(plan is ApprovalGate or ManualGate ? 45_000 : 240)));
        if (plan is ApprovalGate or ManualGate)
        {
            var roles = plan is ApprovalGate approval ? approval.Lines[0].From : ((ManualGate)plan).From;
            yield return (Ms(20), new PersonAsked(gate.Step, gate.Gate, new OutsideText("May the site be failed over?"), roles, "nonce-1", gate.Deadline));
            if (!script.Silent)
            {
                var decision = !script.Holds ? GateDecision.Reject : plan is ApprovalGate ? GateDecision.Approve : GateDecision.Confirm;
                yield return (script.After, new GateAnswered(gate.Step, gate.Gate, decision, new OutsideText(script.Principal), new OutsideText(script.Note), false));
            }

            yield break;
        }

        if (script.FirstFailure is { } first)
        {
            yield return (Ms(200), new GateFailing(gate.Step, gate.Gate, new OutsideText(first)));
        }

        var tolerated = plan.Otherwise.Kind == OtherwiseKind.Warn;
        ImmutableArray<string> evidence = [Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(gate.Gate.Value)))];
        yield return (script.After, script.Holds
            ? new GatePassed(gate.Step, gate.Gate, new OutsideText(script.Detail), script.Tries, evidence)
            : new GateFailed(gate.Step, gate.Gate, new OutsideText(script.Detail), script.Tries, tolerated, evidence));
    }

    private IEnumerable<(TimeSpan, RunEvent)> Answer(ActionStarted action)
    {
        var script = Actions.GetValueOrDefault(action.Step.Value, new ScriptedGate(Ms(2500), Detail: "exit code 0"));
        yield return (script.After, script.Holds
            ? new ActionSucceeded(action.Step, false, new OutsideText(script.Detail), [])
            : new ActionFailed(action.Step, FailureReasons.CommandFailed, new OutsideText(script.Detail), true, []));
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
