namespace DrRunbook.Cli.Tests;

/// <summary>The example's run, at the points that the faces are tested at.</summary>
internal static class Runs
{
    public static ScriptedRun WaitingForApproval(SimulationInfo? simulation = null) =>
        new ScriptedRun(Example.Plan(), simulation).AfterSeconds(1).Learn(new ManagerReached(new ManagerName("site-b"), OutsideText.From("13.0.1"), 3000, null))
            .Ask("declare", "Declare the disaster?", "ops-lead");

    public static ScriptedRun InTheMiddle(SimulationInfo? simulation = null) =>
        WaitingForApproval(simulation).AfterSeconds(60).Answer("declare", GateDecision.Approve, "alice@example.com")
            .AfterSeconds(1).Accept("directory", 10)
            .AfterSeconds(240).Finish("directory")
            .AfterSeconds(5).Learn(new GateFailing(new StepId("directory"), new GateId("directory:verify:1"), OutsideText.From("connection refused")))
            .AfterSeconds(10).Learn(new GatePassed(new StepId("directory"), new GateId("directory:verify:1"), OutsideText.From("connected in 3 ms"), 3, []))
            .AfterSeconds(1).Accept("database", 45).Accept("queue", 10)
            .AfterSeconds(30);

    public static ScriptedRun WaitingForGoLive(SimulationInfo? simulation = null) =>
        InTheMiddle(simulation).AfterSeconds(60).Finish("queue")
            .AfterSeconds(1).Learn(new FailoverRejected(new StepId("archive"), "op-4", 400, OutsideText.From("The replica \u001b[31mis\nlocked")))
            .AfterSeconds(60).Finish("database", "Warning")
            .AfterSeconds(31).Accept("application", 0)
            .AfterSeconds(300).Finish("application")
            .AfterSeconds(2).Learn(new GatePassed(new StepId("application"), new GateId("application:verify:1"), OutsideText.From("200 in 80 ms"), 1, []))
            .Ask("go-live", "Point erp.example at Site B", "ops-lead");

    public static ScriptedRun Ended(SimulationInfo? simulation = null) =>
        WaitingForGoLive(simulation).AfterSeconds(900).Answer("go-live", GateDecision.Confirm, "bob@example.com", "done at 08:30Z")
            .AfterSeconds(2).Learn(new ActionSucceeded(new StepId("close-ticket"), false, OutsideText.From("exit code 0"), []));

    public static ScriptedRun Failed() =>
        InTheMiddle().AfterSeconds(60).Finish("queue", "Failed").AfterSeconds(60).Finish("database")
            .AfterSeconds(2).Learn(new ActionSucceeded(new StepId("close-ticket"), false, OutsideText.From("exit code 0"), []));

    public static ScriptedRun InDoubt() =>
        WaitingForApproval().AfterSeconds(60).Answer("declare", GateDecision.Approve, "alice@example.com")
            .AfterSeconds(1).Learn(new FailoverReplyLost(new StepId("directory"), "op-1", OutsideText.From("the connection was reset after the request left")))
            .AfterSeconds(1200).Learn(new ReconcileEnded(new StepId("directory"), OutsideText.From("no restore session that can be its was found")));

    public static SimulationInfo Rehearsal { get; } = new(new string('5', 64), "benign", 7, 60);
}
