namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary>
/// A real run of two failovers, <c>db</c> and then <c>app</c>, at a manager in a process of its own. The check of <c>db</c> holds
/// when the case opens a port, and not before: so the case decides how far the run comes.
/// </summary>
internal sealed class TwoStepRun : IDisposable
{
    private const string Scenario = """
        version: 1
        managers:
          - name: site-b
            vApps:
              - { name: db, failovers: &short [{ sessionAfter: 0s, sessionStarting: 0s, sessionDuration: 2s, taskSuccessAfter: 0s, taskFinishedAfter: 500ms }] }
              - { name: app, failovers: *short }
        """;

    private readonly Workplace _place;
    private readonly ClosedPort _port = new();

    private TwoStepRun(Workplace place, SeparateManager manager)
    {
        (_place, Manager) = (place, manager);
        var runbook = place.Write("two.yaml", $$"""
            {{manager.Head("two")}}
            steps:
              - id: db
                failover: db
                verify: [{ tcp: { address: '127.0.0.1:{{_port.Number}}', within: 10m, every: 500ms } }]
              - { id: app, failover: app }
            """);
        Execute = place.Start("execute", runbook, "--yes", "--output", "json");
    }

    /// <summary>The manager.</summary>
    public SeparateManager Manager { get; }

    /// <summary><c>drrun execute</c>.</summary>
    public DrrunProcess Execute { get; }

    /// <summary>The run's id, once the run has begun.</summary>
    public string Run { get; private set; } = "";

    /// <summary>Starts manager and run.</summary>
    public static async Task<TwoStepRun> StartAsync(Workplace place)
    {
        var manager = await SeparateManager.StartAsync(place, place.Write("two.scenario.yaml", Scenario));
        var run = new TwoStepRun(place, manager);
        run.Run = RunOf(await run.Execute.SaysAsync("\"run-started\""));
        return run;
    }

    /// <summary>Waits until the failover of <c>db</c> has been accepted.</summary>
    public Task DbIsAcceptedAsync() => Execute.SaysAsync("\"type\":\"task-accepted\"");

    /// <summary>Waits until nothing but the closed port holds the run up.</summary>
    public Task DbIsCheckedAsync() => Execute.SaysAsync("\"type\":\"gate-failing\"");

    /// <summary>Lets the check of <c>db</c> hold.</summary>
    public void OpenPort() => _port.Open();

    /// <summary>Goes on with the run to its good end, after which each vApp was failed over once, by one request.</summary>
    public async Task ResumeToTheEndAsync()
    {
        await EndedWellAsync(await _place.RunAsync("resume", Run, "--output", "json"));
    }

    /// <summary>Holds that a process brought the run to its good end, after which each vApp was failed over once, by one request.</summary>
    public async Task EndedWellAsync(Ending ending)
    {
        ending.MustExit(0);
        Assert.Equal("succeeded", OutcomeOf(ending));
        var ledger = await Manager.LedgerAsync();
        Assert.Equal(["db", "app"], ledger.Effects.Select(effect => effect.Target));
        Assert.Equal(["db", "app"], ledger.FailoverPosts.Select(post => post.VApp));
    }

    /// <summary>How the run of a command ended or stands, from its last line of JSON.</summary>
    public static string? OutcomeOf(Ending ending) => ending.LastLine().GetProperty("outcome").GetString();

    /// <summary>The run that a line of JSON is about.</summary>
    public static string RunOf(string line) => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("run").GetString()!;

    /// <inheritdoc />
    public void Dispose() => _port.Dispose();
}
