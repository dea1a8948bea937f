using DrRunbook.Engine;
using DrRunbook.Storage;

namespace DrRunbook.Cli.Tests.Commands;

/// <summary>What people put on record about a run, while it goes on and after its end.</summary>
public sealed class RecordCommandTests : IDisposable
{
    private const string Day = "2026-12-24";

    private readonly TestCli _cli = new();

    [Fact]
    public async Task Findings_are_added_and_closed_after_the_end_and_status_shows_those_that_are_open()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        Snap.Verify(
            await _cli.RunAsync("finding", "add", "20261123", "--severity", "major", "--text", "the DNS record\u001b[31m was changed by hand", "--owner", "net@example.com", "--due", Day, "--step", "go-live", "--as", "alice@example.com")
            + await _cli.RunAsync("finding", "add", "20261123", "--severity", "minor", "--text", "the bridge call began late", "--due", "2026-11-23", "--output", "json")
            + await _cli.RunAsync("finding", "add", "20261123", "--severity", "minor", "--text", "nobody had the console's password")
            + await _cli.RunAsync("finding", "close", "20261123", "3", "--note", "it is in the vault now", "--as", "bob@example.com")
            + await _cli.RunAsync("finding", "close", "20261123", "3", "--note", "again")
            + await _cli.RunAsync("note", "20261123", "--text", "the provider was called at 08:20Z", "--as", "bob@example.com"));
        _cli.Clock.Advance(TimeSpan.FromDays(2));
        Snap.Verify(await _cli.RunAsync("status", "20261123") + await _cli.RunAsync("status", "20261123", "--output", "json"), parameters: "status");

        var records = (await EventsAsync()).OfType<RecordEvent>().ToList();
        var first = Assert.IsType<FindingAdded>(records[0]);
        Assert.Equal((1, FindingSeverity.Major, "go-live", "net@example.com", new DateOnly(2026, 12, 24)), (first.Number, first.Severity, first.Step?.Value, first.Owner?.Raw, first.Due));
        Assert.Equal((3, "bob@example.com"), records.OfType<FindingClosed>().Select(closed => (closed.Number, closed.By.Raw)).Single());
        Assert.IsType<NoteAdded>(records[^1]);
    }

    [Fact]
    public async Task Criteria_and_assumptions_are_judged_and_the_last_word_stands()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        Snap.Verify(
            await _cli.RunAsync("criterion", "20261123", "1", "--met", "--note", "order 90211 at 08:41Z", "--as", "alice@example.com")
            + await _cli.RunAsync("criterion", "20261123", "1", "--not-met", "--note", "order 90211 was never paid", "--as", "alice@example.com")
            + await _cli.RunAsync("assumption", "20261123", "1", "--held", "--note", "see the provider's graph", "--output", "json"));
        Assert.Equal(
            [new CriterionJudged(1, true, OutsideText.From("alice@example.com"), OutsideText.From("order 90211 at 08:41Z")), new CriterionJudged(1, false, OutsideText.From("alice@example.com"), OutsideText.From("order 90211 was never paid"))],
            (await EventsAsync()).OfType<CriterionJudged>());
    }

    [Theory]
    [InlineData("no-step", "note", "20261123", "--text", "late", "--step", "databse")]
    [InlineData("no-text", "note", "20261123", "--text", " ")]
    [InlineData("no-finding", "finding", "close", "20261123", "1", "--note", "done")]
    [InlineData("no-number", "finding", "close", "20261123", "one", "--note", "done")]
    [InlineData("due-before-the-run", "finding", "add", "20261123", "--severity", "minor", "--text", "late", "--due", "2026-11-22")]
    [InlineData("no-criterion", "criterion", "20261123", "3", "--met", "--note", "seen")]
    [InlineData("no-assumption", "assumption", "20261123", "0", "--broken", "--note", "seen")]
    [InlineData("no-proof", "criterion", "20261123", "1", "--met", "--note", "")]
    public async Task What_makes_no_sense_is_refused_with_the_reason(string name, params string[] move)
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        Snap.Verify(await _cli.RunAsync(move), parameters: name);
        Assert.IsType<CommandRefused>((await EventsAsync())[^1]);
    }

    [Theory]
    [InlineData("neither", "criterion", "20261123", "1", "--note", "seen")]
    [InlineData("both", "criterion", "20261123", "1", "--met", "--not-met", "--note", "seen")]
    [InlineData("bad-day", "finding", "add", "20261123", "--severity", "minor", "--text", "late", "--due", "24.12.2026")]
    [InlineData("bad-severity", "finding", "add", "20261123", "--severity", "huge", "--text", "late")]
    public async Task What_cannot_be_meant_exits_2(string name, params string[] move)
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        Snap.Verify(await _cli.RunAsync(move), parameters: name);
    }

    [Fact]
    public async Task A_run_that_waits_for_people_takes_findings_too_and_goes_on_waiting()
    {
        await StoreFixture.KeepAsync(_cli, Runs.WaitingForApproval());
        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("finding", "add", "20261123", "--severity", "major", "--text", "nobody answers the telephone")).Code);
        Assert.Contains("Waits for people", (await _cli.InvokeAsync("status", "20261123")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("approve", "20261123", "declare", "--as", "alice@example.com")).Code);
    }

    public void Dispose() => _cli.Dispose();

    private async Task<List<RunEvent>> EventsAsync()
    {
        await using var store = SqliteRunStore.Open(_cli.Store, _cli.Clock);
        return [.. (await StoredRun.LoadAsync(store, ScriptedRun.Id, CancellationToken.None)).Entries.Select(entry => entry.Event)];
    }
}
