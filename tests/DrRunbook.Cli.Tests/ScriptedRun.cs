namespace DrRunbook.Cli.Tests;

/// <summary>A run in which the real scheduler decides and a script says what is learnt when: a legal journal, the same each time.</summary>
internal sealed class ScriptedRun
{
    public const string Id = "20261123T080000Z-abc123";

    private readonly List<JournalEntry> _entries = [];
    private readonly Scheduler _scheduler;
    private int _operations;

    public ScriptedRun(Plan plan, SimulationInfo? simulation = null, bool noWait = false, SignatureProof? starter = null)
    {
        Plan = plan;
        State = new RunState(new PlanGraph(plan));
        _scheduler = new Scheduler(() => $"op-{++_operations}");
        Record(new RunStarted(
            1, Id, plan.Runbook, PlanJson.Digest(PlanJson.Write(plan)), plan.Sources, null, null, "0.1.0", plan.Mode,
            Example.Start.AddMinutes(-2), OutageStated: true, OutsideText.From("dora@example.com"), "ops1", simulation, starter));
        Record(new RunTakenUp(OutsideText.From("dora@example.com"), "ops1", "0.1.0", 1, noWait));
        Decide();
    }

    public Plan Plan { get; }

    public RunState State { get; }

    public DateTimeOffset Now { get; private set; } = Example.Start;

    public ImmutableArray<JournalEntry> Entries => [.. _entries];

    /// <summary>Lets this much time go by; what falls due on the way is decided at its time.</summary>
    public ScriptedRun After(TimeSpan time)
    {
        var until = Now + time;
        while (State.NextDue is { } due && due <= until)
        {
            Now = due > Now ? due : Now;
            Decide();
        }

        Now = until;
        return this;
    }

    public ScriptedRun AfterSeconds(int seconds) => After(TimeSpan.FromSeconds(seconds));

    /// <summary>Learns a fact, and decides what follows.</summary>
    public ScriptedRun Learn(params ReadOnlySpan<RunEvent> facts)
    {
        foreach (var fact in facts)
        {
            Record(fact);
        }

        Decide();
        return this;
    }

    /// <summary>The manager accepts a failover, and its task and session report this progress.</summary>
    public ScriptedRun Accept(string step, int progress = 0)
    {
        var request = State[new StepId(step)].Failover!.Request;
        return Learn(
            new TaskAccepted(new StepId(step), request.Operation, $"task-{step}", 1, Now),
            new TaskChanged(new StepId(step), $"task-{step}", "Running", null, OutsideText.None, $"session-{step}"),
            Session(step, "Working", "None", progress));
    }

    /// <summary>Task and session of a failover end well.</summary>
    public ScriptedRun Finish(string step, string result = "Success") => Learn(
        new TaskChanged(new StepId(step), $"task-{step}", "Finished", true, OutsideText.None, $"session-{step}"),
        Session(step, "Stopped", result, 100),
        new SessionsSettled(new StepId(step)));

    /// <summary>A person answers a gate.</summary>
    public ScriptedRun Answer(string gate, GateDecision decision, string principal, string? note = null) => Learn(
        new GateAnswered(new StepId(gate.Split(':')[0]), new GateId(gate), decision, OutsideText.From(principal), OutsideText.From(note), SignatureChecked: false));

    /// <summary>A question is put to people, as the run loop does when such a gate opens.</summary>
    public ScriptedRun Ask(string gate, string question, params ImmutableArray<string> roles)
    {
        var open = State.FindGate(gate)!.Value;
        return Learn(new PersonAsked(open.Step.Step.Id, new GateId(gate), OutsideText.From(question), roles, "nonce", open.Gate.Deadline));
    }

    private SessionChanged Session(string step, string state, string result, int progress)
    {
        var vApp = State[new StepId(step)].Failover!.Request.VApp;
        var ended = state == "Stopped" ? Now : (DateTimeOffset?)null;
        return new SessionChanged(new StepId(step), $"session-{step}", OutsideText.From($"{vApp}-1"), state, result, progress, Now, ended, OutsideText.None);
    }

    private void Decide()
    {
        while (_scheduler.Next(State, Now, ImmutableDictionary<string, string>.Empty) is { } decision)
        {
            Record(decision);
        }
    }

    private void Record(RunEvent runEvent)
    {
        var entry = new JournalEntry(_entries.Count + 1, Now, Now - Example.Start, runEvent);
        State.Apply(entry);
        _entries.Add(entry);
    }
}
