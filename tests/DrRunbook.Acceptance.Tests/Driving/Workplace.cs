using System.Text.Json;

namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary>A folder of its own with a store of its own, in which one case runs the built program.</summary>
internal sealed class Workplace : IAsyncDisposable
{
    private readonly List<DrrunProcess> _started = [];

    /// <summary>The folder; the program's working directory.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("drrun-acceptance-").FullName;

    /// <summary>Variables that the program gets besides those of this process; null takes one away.</summary>
    public Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal) { ["DRRUN_STORE"] = null, ["NO_COLOR"] = "1" };

    /// <summary>The store's file.</summary>
    public string Store => Path.Combine(Folder, "runs.db");

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
