using System.Text;
using System.Text.Json;
using DrRunbook.Storage;
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
    /// <param name="user">Who logs on to it.</param>
    public Workplace(PostgresDatabase database, string user = PostgresServer.Owner)
        : this() => Store = database.UrlFor(user);

    /// <summary>Every kind of store.</summary>
    public static TheoryData<StoreKind> Stores => [.. Enum.GetValues<StoreKind>()];

    /// <summary>The folder; the program's working directory.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("drrun-acceptance-").FullName;

    /// <summary>Variables that the program gets besides those of this process; null takes one away.</summary>
    public Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal) { ["DRRUN_STORE"] = null, ["NO_COLOR"] = "1" };

    /// <summary>What the program gets as <c>--store</c>: a file's path, or a URL.</summary>
    public string Store { get; }

    /// <summary>Whether the store is a database, and not a file in the folder.</summary>
    public bool IsShared => Store.Contains("://", StringComparison.Ordinal);

    /// <summary>The exact lines of a run's journal, read past the program.</summary>
    public async Task<ImmutableArray<string>> JournalAsync(string run)
    {
        await using var store = StoreLocation.Open(Store, TimeProvider.System);
        return [.. (await store.ReadAsync(run, afterSequence: 0, CancellationToken.None)).Select(line => Encoding.UTF8.GetString(line.Span))];
    }

    /// <summary>Writes a file into the folder.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Starts the program; <c>--store</c> is added.</summary>
    public DrrunProcess Start(params string[] args) => Start(program: [], args);

    /// <summary>Starts the command line in another program than drrun; <c>--store</c> is added.</summary>
    /// <param name="program">The assembly, and what comes before the command line.</param>
    public DrrunProcess Start(ImmutableArray<string> program, params string[] args) => StartExactly([.. args, "--store", Store], program);

    /// <summary>Runs the program to its end.</summary>
    public Task<Ending> RunAsync(params string[] args) => Start(args).EndAsync();

    /// <summary>Runs the program to its end with nothing added: the store comes from its environment.</summary>
    public Task<Ending> RunByEnvironmentAsync(params string[] args) => StartExactly([.. args]).EndAsync();

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

    private DrrunProcess StartExactly(ImmutableArray<string> args, params ImmutableArray<string> program)
    {
        var process = new DrrunProcess(this, args, program);
        _started.Add(process);
        return process;
    }
}
