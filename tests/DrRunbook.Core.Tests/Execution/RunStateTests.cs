using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>What the fold refuses.</summary>
public sealed class RunStateTests
{
    private static readonly RunStarted Start =
        new(1, "run", "test", new string('a', 64), [], null, null, "1.0.0", Core.Runbooks.RunMode.Drill, PlannedAt, false, OutsideText.None, "host", null);

    [Fact]
    public void A_gap_in_the_numbers_is_damage() =>
        Assert.Equal("DR0502", Damage(new JournalEntry(2, PlannedAt, TimeSpan.Zero, Start)));

    [Fact]
    public void A_journal_that_does_not_begin_with_the_start_is_damage() => Assert.Equal("DR0506", Damage(Entries(new StepStarted(new("a"), 1))));

    [Fact]
    public void A_second_start_is_damage() => Assert.Equal("DR0506", Damage(Entries(Start, Start)));

    [Fact]
    public void An_impossible_move_is_damage() => Assert.Equal("DR0506", Damage(Entries(Start, new ActionStarted(new("a"), 1, null))));

    [Fact]
    public void A_step_the_plan_lacks_is_damage() => Assert.Equal("DR0506", Damage(Entries(Start, new StepStarted(new("b"), 1))));

    [Fact]
    public void A_gate_the_step_lacks_is_damage() => Assert.Equal("DR0506", Damage(Entries(Start, new GateStarted(new("a"), new("a:require:1"), null, null))));

    [Fact]
    public void A_manager_the_plan_lacks_is_damage() => Assert.Equal("DR0506", Damage(Entries(Start, new ManagerLost(new("site-c"), OutsideText.None))));

    [Fact]
    public void Another_format_is_refused_and_names_the_version_that_reads_it()
    {
        var exception = Assert.Throws<JournalDamagedException>(() => Fold(Entries(Start with { Format = 2, ToolVersion = "2.3.4" })));

        Assert.Equal("DR0508", exception.Code);
        Assert.Contains("2.3.4", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_people_put_on_record_is_numbered_without_gaps_and_closed_once()
    {
        var added = new FindingAdded(1, FindingSeverity.Major, new("a"), OutsideText.From("late"), null, null, OutsideText.From("alice"));
        var closed = new FindingClosed(1, OutsideText.From("bob"), OutsideText.From("done"));
        var state = Fold(Entries(Start, added, added with { Number = 2, Step = null }, closed, new NoteAdded(1, null, OutsideText.From("seen"), OutsideText.None)));
        Assert.Equal([(1, false), (2, true)], state.Records.Findings.Select(finding => (finding.Added.Number, finding.Closed is null)));
        Assert.Equal("seen", Assert.Single(state.Records.Notes).Added.Text.Raw);

        Assert.Equal("DR0506", Damage(Entries(Start, added with { Number = 2 })));
        Assert.Equal("DR0506", Damage(Entries(Start, added with { Step = new("b") })));
        Assert.Equal("DR0506", Damage(Entries(Start, closed)));
        Assert.Equal("DR0506", Damage(Entries(Start, added, closed, closed)));
        Assert.Equal("DR0506", Damage(Entries(Start, new CriterionJudged(1, true, OutsideText.None, OutsideText.None))));
        Assert.Equal("DR0506", Damage(Entries(Start, new AssumptionJudged(1, true, OutsideText.None, OutsideText.None))));
    }

    [Fact]
    public void What_people_put_on_record_changes_no_outcome()
    {
        var run = new ScriptedRun(Of(Command("a"))).At(TimeSpan.FromSeconds(1), new FindingAdded(1, FindingSeverity.Major, null, OutsideText.From("late"), null, null, OutsideText.From("alice"))).Go();
        Assert.Equal("succeeded", run.Outcome);
        Assert.Empty(run.Verdict.Findings);
        Assert.Single(run.State.Records.Findings);
    }

    private static string Damage(params JournalEntry[] entries) => Assert.Throws<JournalDamagedException>(() => Fold(entries)).Code;

    private static RunState Fold(params JournalEntry[] entries) => RunState.Fold(new PlanGraph(Of(Command("a"))), entries);

    private static JournalEntry[] Entries(params RunEvent[] events) =>
        [.. events.Select((happened, index) => new JournalEntry(index + 1, PlannedAt, TimeSpan.Zero, happened))];
}
