using DrRunbook.Acceptance.Tests.Driving;

namespace DrRunbook.Acceptance.Tests;

/// <summary>Operators act on a real run from processes of their own while it goes on.</summary>
public sealed class OperatorTests : IAsyncDisposable
{
    private const string Scenario = """
        version: 1
        managers:
          - name: site-b
            vApps: [{ name: db, failovers: [{ sessionAfter: 0s, sessionDuration: 1s, taskFinishedAfter: 500ms }] }]
        """;

    private readonly Workplace _place = new();

    [Fact]
    public async Task People_answer_from_other_processes_and_a_follower_sees_it()
    {
        var manager = await SeparateManager.StartAsync(_place, _place.Write("people.scenario.yaml", Scenario));
        var execute = _place.Start("execute", PeopleRunbook(manager), "--yes", "--as", "eve@example.com", "--output", "json");
        var run = TwoStepRun.RunOf(await execute.SaysAsync("\"person-asked\"", "\"step\":\"declare\""));
        var follow = _place.Start("status", run, "--follow");
        await follow.SaysAsync("declare");

        var refused = (await _place.RunAsync("approve", run, "declare", "--as", "mallory@example.com")).MustExit(1);
        Assert.Contains("refused", refused.Error, StringComparison.Ordinal);
        (await _place.RunAsync("approve", run, "declare", "--as", "alice@example.com")).MustExit(0);
        await execute.SaysAsync("\"person-asked\"", "\"step\":\"go-live\"");
        (await _place.RunAsync("confirm", run, "go-live", "--as", "bob@example.com", "--note", "the record points at site B")).MustExit(0);

        (await execute.EndAsync()).MustExit(0);
        var followed = (await follow.EndAsync()).MustExit(0);
        Assert.Contains("alice@example.com approved", followed.Error, StringComparison.Ordinal);
        Assert.Contains("bob@example.com confirmed", followed.Error, StringComparison.Ordinal);
        Assert.Matches(@"go-live +succeeded after", followed.Error);
        Assert.Equal(["db"], (await manager.LedgerAsync()).Effects.Select(effect => effect.Target));
    }

    [Fact]
    public async Task A_replica_stays_claimed_until_its_undo_is_confirmed_after_the_run_too()
    {
        var manager = await SeparateManager.StartAsync(_place, _place.Write("undone.scenario.yaml", Scenario.Replace("failovers:", "secondFailover: executes, failovers:", StringComparison.Ordinal)));
        var runbook = _place.Write("undone.yaml", $$"""
            {{manager.Head("undone")}}
            steps: [{ id: db, failover: db }]
            """);
        var first = (await _place.RunAsync("execute", runbook, "--yes", "--output", "json")).MustExit(0);
        var run = first.LastLine().GetProperty("run").GetString()!;
        var claimed = (await _place.RunAsync("execute", runbook, "--yes")).MustExit(1);
        Assert.Contains($"claimed by run {run}", claimed.Error, StringComparison.Ordinal);

        (await _place.RunAsync("undo", "confirm", run, "db", "--note", "undone in the console", "--as", "alice@example.com")).MustExit(0);
        var twice = (await _place.RunAsync("undo", "confirm", run, "db", "--note", "again")).MustExit(1);
        Assert.Contains("no undo of 'db' is owed", twice.Error, StringComparison.Ordinal);
        Assert.Empty((await _place.ReportAsync(run)).GetProperty("owedUndos").EnumerateArray());

        (await _place.RunAsync("execute", runbook, "--yes")).MustExit(0);
    }

    [Fact]
    public async Task A_rejection_ends_the_run_before_anything_is_failed_over()
    {
        var manager = await SeparateManager.StartAsync(_place, _place.Write("people.scenario.yaml", Scenario));
        var execute = _place.Start("execute", PeopleRunbook(manager), "--yes", "--output", "json");
        var run = TwoStepRun.RunOf(await execute.SaysAsync("\"type\":\"person-asked\""));

        (await _place.RunAsync("reject", run, "declare", "--as", "bob@example.com", "--reason", "it is only a switch")).MustExit(0);

        var ending = (await execute.EndAsync()).MustExit(1);
        Assert.Equal("failed", TwoStepRun.OutcomeOf(ending));
        Assert.Contains("it is only a switch", ending.Out, StringComparison.Ordinal);
        Assert.Empty((await manager.LedgerAsync()).FailoverPosts);
    }

    [Fact]
    public async Task Without_waiting_a_run_that_only_people_can_go_on_with_is_left_and_resumed()
    {
        var manager = await SeparateManager.StartAsync(_place, _place.Write("people.scenario.yaml", Scenario));
        var ending = (await _place.RunAsync("execute", PeopleRunbook(manager), "--yes", "--no-wait", "--output", "json")).MustExit(3);
        Assert.Equal("waiting", TwoStepRun.OutcomeOf(ending));
        var run = ending.LastLine().GetProperty("run").GetString()!;

        (await _place.RunAsync("approve", run, "declare", "--as", "alice@example.com")).MustExit(0);
        ending = (await _place.RunAsync("resume", run, "--no-wait", "--output", "json")).MustExit(3);
        Assert.Equal("waiting", TwoStepRun.OutcomeOf(ending));
        (await _place.RunAsync("confirm", run, "go-live", "--as", "bob@example.com")).MustExit(0);
        (await _place.RunAsync("resume", run)).MustExit(0);
        Assert.Equal(["db"], (await manager.LedgerAsync()).FailoverPosts.Select(post => post.VApp));
    }

    [Fact]
    public async Task A_halt_from_another_process_lets_what_was_sent_end_and_resume_goes_on()
    {
        using var run = await TwoStepRun.StartAsync(_place);
        await run.DbIsCheckedAsync();
        (await _place.RunAsync("halt", run.Run, "--reason", "the network team needs ten minutes")).MustExit(0);
        run.OpenPort();

        var ending = (await run.Execute.EndAsync()).MustExit(3);
        Assert.Equal("halted", TwoStepRun.OutcomeOf(ending));
        Assert.Contains("the network team needs ten minutes", ending.Out, StringComparison.Ordinal);
        Assert.Equal(["db"], (await run.Manager.LedgerAsync()).Effects.Select(effect => effect.Target));

        await run.ResumeToTheEndAsync();
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    private string PeopleRunbook(SeparateManager manager) => _place.Write("people.yaml", $$"""
        {{manager.Head("people")}}
        approvers: { ops: [alice@example.com, bob@example.com] }
        steps:
          - { id: declare, gate: { approval: { from: [ops], count: 1, within: 10m } } }
          - { id: db, failover: db }
          - { id: go-live, gate: { manual: { instruction: Point the record at site B, from: [ops], within: 10m } } }
        """);
}
