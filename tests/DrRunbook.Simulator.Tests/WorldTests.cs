namespace DrRunbook.Simulator.Tests;

public sealed class WorldTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_rules_everything_passes_and_people_agree()
    {
        var world = new World();
        Assert.Equal(new GateAnswer(true, TimeSpan.FromSeconds(1), null), world.Decide(WorldQuestion.Gate, "a:verify:1", 1, new Ledger()));
        Assert.Equal(new CommandAnswer(0, "", TimeSpan.FromSeconds(1)), world.Decide(WorldQuestion.Command, "a", 1, new Ledger()));
        Assert.Equal(new RequestAnswer(200, "", TimeSpan.FromSeconds(1)), world.Decide(WorldQuestion.Request, "a", 1, new Ledger()));
        var approval = Assert.IsType<PersonAnswer>(world.Decide(WorldQuestion.Approval, "a", 1, new Ledger()));
        var manual = Assert.IsType<PersonAnswer>(world.Decide(WorldQuestion.Manual, "a", 1, new Ledger()));
        Assert.Equal((PersonDecision.Approve, PersonDecision.Confirm, TimeSpan.FromSeconds(30)), (approval.Decision, manual.Decision, manual.After));
    }

    [Fact]
    public void The_first_rule_whose_id_and_attempt_match_decides()
    {
        var world = new World
        {
            Commands = [new() { Id = "fence", Attempt = 1, ExitCode = 7 }, new() { Id = "f*", Output = "ok" }],
            Gates = [new() { Id = "*:verify:?", FailWith = "refused" }, new() { Id = "*", PassAfter = TimeSpan.FromSeconds(9) }],
            People = [new() { Id = "go", Decision = PersonDecision.Reject, After = TimeSpan.FromMinutes(2), By = ["carol"], Note = "no" }],
        };
        Assert.Equal(7, ((CommandAnswer)world.Decide(WorldQuestion.Command, "fence", 1, new Ledger())).ExitCode);
        Assert.Equal("ok", ((CommandAnswer)world.Decide(WorldQuestion.Command, "fence", 2, new Ledger())).Output);
        Assert.Equal(new GateAnswer(false, TimeSpan.Zero, "refused"), world.Decide(WorldQuestion.Gate, "a:verify:1", 1, new Ledger()));
        Assert.Equal(new GateAnswer(true, TimeSpan.FromSeconds(9), null), world.Decide(WorldQuestion.Gate, "a:require:1", 1, new Ledger()));
        var person = Assert.IsType<PersonAnswer>(world.Decide(WorldQuestion.Approval, "go", 1, new Ledger()));
        Assert.Equal((PersonDecision.Reject, "carol", "no"), (person.Decision, Assert.Single(person.By), person.Note));
    }

    [Theory]
    [InlineData(10, 20, false)]
    [InlineData(20, 10, true)]
    [InlineData(10, null, false)]
    [InlineData(null, 10, true)]
    [InlineData(null, null, true)]
    public void A_gate_stays_red_where_the_wrong_vapp_was_first(int? application, int? directory, bool passes)
    {
        var world = new World { Gates = [new() { Id = "app*", RedForEverIfFailedOverBefore = [new("erp-app", "ad-dns")] }] };
        var ledger = new Ledger { Effects = [.. Effects("erp-app", application), .. Effects("ad-dns", directory)] };
        Assert.Equal(passes, ((GateAnswer)world.Decide(WorldQuestion.Gate, "application:verify:1", 1, ledger)).Passes);
    }

    private static IEnumerable<Effect> Effects(string vApp, int? end) => end is null ? [] :
    [
        new()
        {
            Number = 1, Kind = EffectKind.VAppFailover, Target = vApp, TargetUid = "", At = Start, LogonSession = "", User = "", TaskId = "", Attempt = 1,
            End = SessionEnd.Success, WorkStart = Start, WorkEnd = Start.AddSeconds(end.Value),
        },
    ];
}
