using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.TestKit.Postgres;

namespace DrRunbook.Acceptance.Tests;

/// <summary>The database goes down in the middle of a run.</summary>
public sealed class ServerCrashTests : IDisposable
{
    private readonly PostgresServer _server;

    public ServerCrashTests()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        _server = PostgresServer.Start();
    }

    [Fact]
    public async Task A_run_goes_on_when_its_database_comes_back_within_the_lease()
    {
        await using var place = new Workplace(_server.NewDatabase());
        using var run = await TwoStepRun.StartAsync(place);
        await run.DbIsCheckedAsync();

        _server.Crash();
        run.OpenPort();
        _server.StartAgain();

        await run.EndedWellAsync(await run.Execute.EndAsync());
    }

    [Fact]
    public async Task A_run_whose_database_stays_away_ends_with_a_word_to_the_operator_and_is_resumed()
    {
        await using var place = new Workplace(_server.NewDatabase());
        using var run = await TwoStepRun.StartAsync(place);
        await run.DbIsCheckedAsync();

        _server.Crash();
        var away = (await run.Execute.EndAsync()).MustExit(70);
        Assert.Contains($"store '{place.Store}' cannot be reached at 127.0.0.1:{_server.Port}", away.Error, StringComparison.Ordinal);
        Assert.Contains($"drrun resume {run.Run}", away.Error, StringComparison.Ordinal);

        _server.StartAgain();
        run.OpenPort();
        await run.EndedWellAsync(await place.RunAsync("resume", run.Run, "--standby", "--output", "json"));
    }

    public void Dispose() => _server.Dispose();
}
