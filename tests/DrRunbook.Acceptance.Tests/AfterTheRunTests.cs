using DrRunbook.Acceptance.Tests.Driving;

namespace DrRunbook.Acceptance.Tests;

/// <summary>What a drill leaves behind, and what people put on record once it is over.</summary>
public sealed class AfterTheRunTests : IAsyncDisposable
{
    private readonly Workplace _place = new();

    [Fact]
    public async Task After_the_drill_the_undo_is_owed_and_stays_owed_until_somebody_confirms_it()
    {
        var run = await DrillAsync();
        await AssertOwedAsync(run, "db", "web");

        // Neither a finding nor a note, nor the word on another vApp, pays the debt.
        (await _place.RunAsync("finding", "add", run, "--severity", "minor", "--text", "the console asked for a second factor", "--owner", "alice@example.com", "--due", "2099-12-24")).MustExit(0);
        (await _place.RunAsync("note", run, "--text", "the storage team undoes it on Monday")).MustExit(0);
        (await _place.RunAsync("undo", "confirm", run, "web", "--note", "undone in the console", "--as", "alice@example.com")).MustExit(0);
        await AssertOwedAsync(run, "db");

        (await _place.RunAsync("undo", "confirm", run, "db", "--note", "undone in the console", "--as", "alice@example.com")).MustExit(0);
        await AssertOwedAsync(run);
        Assert.DoesNotContain("Undo owed", (await _place.RunAsync("status", run)).MustExit(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_of_a_person_changes_no_outcome_and_is_in_the_report_with_who_and_when()
    {
        var run = await DrillAsync();
        var before = await _place.ReportAsync(run);
        (await _place.RunAsync("finding", "add", run, "--severity", "major", "--text", "the DNS record was changed by hand", "--step", "db", "--as", "alice@example.com")).MustExit(0);
        (await _place.RunAsync("criterion", run, "1", "--met", "--note", "order 90211 at 08:41Z", "--as", "bob@example.com")).MustExit(0);

        var report = await _place.ReportAsync(run);
        Assert.Equal(before.GetProperty("verdict").GetProperty("outcome").GetString(), report.GetProperty("verdict").GetProperty("outcome").GetString());
        Assert.Equal(before.GetProperty("verdict").GetProperty("because").GetRawText(), report.GetProperty("verdict").GetProperty("because").GetRawText());
        var acts = report.GetProperty("people").EnumerateArray().Select(act => $"{act.GetProperty("who").GetString()} {act.GetProperty("what").GetString()}").ToList();
        Assert.Contains("alice@example.com added finding 1", acts);
        Assert.Contains("bob@example.com judged criterion 1 to be met", acts);
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    private async Task<string> DrillAsync()
    {
        var manager = await SeparateManager.StartAsync(_place, _place.Write("drill.scenario.yaml", """
            version: 1
            managers:
              - name: site-b
                vApps:
                  - { name: db, failovers: [{ sessionAfter: 0s, sessionDuration: 1s, taskFinishedAfter: 500ms }] }
                  - { name: web, failovers: [{ sessionAfter: 0s, sessionDuration: 1s, taskFinishedAfter: 500ms }] }
            """));
        var runbook = _place.Write("drill.yaml", $$"""
            {{manager.Head("drill")}}
            exercise: { scenario: Site A is lost, criteria: [the shop sells within an hour] }
            steps: [{ id: db, failover: db }, { id: web, failover: web }]
            """);
        return (await _place.RunAsync("execute", runbook, "--yes", "--output", "json")).MustExit(0).LastLine().GetProperty("run").GetString()!;
    }

    private async Task AssertOwedAsync(string run, params string[] vApps)
    {
        var report = await _place.ReportAsync(run);
        Assert.Equal(vApps, report.GetProperty("owedUndos").EnumerateArray().Select(owed => owed.GetProperty("vApp").GetString()));
        var next = report.GetProperty("verdict").GetProperty("next").EnumerateArray().Select(text => text.GetString()!).ToList();
        Assert.All(vApps, vApp => Assert.Contains(next, text => text.Contains("undo in the console", StringComparison.Ordinal) && text.Contains(vApp, StringComparison.Ordinal)));

        var status = (await _place.RunAsync("status", run, "--output", "json")).MustExit(0).LastLine();
        Assert.Equal(vApps, status.GetProperty("owedUndos").EnumerateObject().Select(owed => owed.Name));
        var text = (await _place.RunAsync("status", run)).MustExit(0).Out;
        Assert.All(vApps, vApp => Assert.Matches($"Undo owed, in the backup console(.|\n)*  {vApp}  since ", text));
    }
}
