using System.Text.Json;
using DrRunbook.TestKit.Postgres;

namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary>A folder of its own with a store of its own, in which one case runs the built program.</summary>
internal sealed class Workplace : IAsyncDisposable
{
    private readonly List<DrrunProcess> _started = [];

    /// <summary>A store that is a file in the folder.</summary>
    public Workplace() => Store = Path.Combine(Folder, "runs.db");

    /// <summary>A store of a kind; for a theory over <see cref="Stores"/>.</summary>
    public Workplace(StoreKind kind)
        : this()
    {
        if (kind == StoreKind.Postgres)
        {
            Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
            Store = SharedPostgres.Server.NewDatabase().Url;
        }
    }

    /// <summary>A store in a database that the case has made.</summary>
    public Workplace(PostgresDatabase database)
        : this() => Store = database.Url;

    /// <summary>Every kind of store.</summary>
    public static TheoryData<StoreKind> Stores => [.. Enum.GetValues<StoreKind>()];

    /// <summary>The folder; the program's working directory.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("drrun-acceptance-").FullName;

    /// <summary>Variables that the program gets besides those of this process; null takes one away.</summary>
    public Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal) { ["DRRUN_STORE"] = null, ["NO_COLOR"] = "1" };

    /// <summary>What the program gets as <c>--store</c>: a file's path, or a URL.</summary>
    public string Store { get; }

    /// <summary>Writes a file into the folder.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Starts the program; <c>--store</c> is added.</summary>
    public DrrunProcess Start(params string[] args)
    {
        var process = new DrrunProcess(this, [.. args, "--store", Store]);
        _started.Add(process);
        return process;
    }

    /// <summary>Runs the program to its end.</summary>
    public Task<Ending> RunAsync(params string[] args) => Start(args).EndAsync();

    /// <summary>How a run stands, as <c>drrun status</c> tells it.</summary>
    public async Task<JsonElement> StatusAsync(string run) => (await RunAsync("status", run, "--output", "json")).Json();

    /// <summary>The report of a run.</summary>
    public async Task<JsonElement> ReportAsync(string run) => (await RunAsync("report", run, "--format", "json")).Json();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _started)
        {
            await process.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
