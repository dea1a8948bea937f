using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.TestKit.Postgres;

namespace DrRunbook.Acceptance.Tests;

/// <summary>The password of a shared store: where it may come from, and that it is told to nobody but the server.</summary>
public sealed class StorePasswordTests
{
    public StorePasswordTests() => Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");

    [Theory]
    [InlineData("PGPASSWORD")]
    [InlineData("PGPASSFILE")]
    [InlineData("DRRUN_STORE")]
    public async Task It_comes_from_the_environment_and_is_never_said(string source)
    {
        await using var place = new Workplace(Guarded(), PostgresServer.Guarded);
        var withPassword = place.Store.Replace($"{PostgresServer.Guarded}@", $"{PostgresServer.Guarded}:{Uri.EscapeDataString(PostgresServer.GuardedPassword)}@", StringComparison.Ordinal);
        (string Name, string Value) given = source switch
        {
            "PGPASSWORD" => (source, PostgresServer.GuardedPassword),
            "PGPASSFILE" => (source, PassFile(place)),
            _ => (source, withPassword),
        };
        place.Environment["DRRUN_STORE"] = place.Store;
        place.Environment[given.Name] = given.Value;
        var scenario = place.Write("s.scenario.yaml", "version: 1\nmanagers: [{ name: site-b, vApps: [{ name: db }] }]\n");
        var runbook = place.Write("r.yaml", $"{ShortRunbook.Head("r")}\nsteps: [{{ id: db, failover: db }}]\n");

        var ran = (await place.RunByEnvironmentAsync("execute", runbook, "--simulate", scenario, "--speed", "200", "--yes", "--output", "json", "--verbose")).MustExit(0);
        var run = ran.LastLine().GetProperty("run").GetString()!;
        Ending[] said =
        [
            ran,
            (await place.RunByEnvironmentAsync("runs")).MustExit(0),
            (await place.RunByEnvironmentAsync("status", run, "--output", "json")).MustExit(0),
            (await place.RunByEnvironmentAsync("store", "migrate")).MustExit(0),
            (await place.RunByEnvironmentAsync("status", "nothing-like-it")).MustExit(2),
        ];

        Assert.All(said, ending => AssertSecret(ending.ToString()));
        Assert.All(Directory.GetFiles(Path.Combine(place.Folder, ".drrun"), "*", SearchOption.AllDirectories), file => AssertSecret(File.ReadAllText(file)));
    }

    [Fact]
    public async Task A_wrong_one_is_refused_by_the_server_and_not_repeated()
    {
        await using var place = new Workplace(Guarded(), PostgresServer.Guarded);
        place.Environment["PGPASSWORD"] = "sesame-shut";
        var refused = (await place.RunAsync("runs")).MustExit(2);

        Assert.Contains($"store '{place.Store}' refuses the logon to user 'guarded'", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_the_command_line_it_is_an_error_that_does_not_repeat_it()
    {
        await using var place = new Workplace();
        foreach (var store in new[] { "postgres://drrun:sesame-open@127.0.0.1/drrun", "postgres://drrun:sesame/open@127.0.0.1/drrun" })
        {
            var refused = (await place.RunByEnvironmentAsync("runs", "--store", store)).MustExit(2);

            Assert.Contains("--store holds a password", refused.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("sesame", refused.Out + refused.Error, StringComparison.Ordinal);
        }
    }

    private static PostgresDatabase Guarded()
    {
        var database = SharedPostgres.Server.NewDatabase();
        database.Execute($"GRANT CREATE ON DATABASE {database.Name} TO {PostgresServer.Guarded}");
        return database;
    }

    private static string PassFile(Workplace place)
    {
        // The server takes a pass file seriously only where its owner alone may read it.
        var file = place.Write("pass", $"127.0.0.1:*:*:{PostgresServer.Guarded}:{PostgresServer.GuardedPassword}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }

    private static void AssertSecret(string text)
    {
        Assert.DoesNotContain(PostgresServer.GuardedPassword, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(PostgresServer.GuardedPassword), text, StringComparison.Ordinal);
    }
}
