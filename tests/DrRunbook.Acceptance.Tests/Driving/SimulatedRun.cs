using System.Text.Json;
using DrRunbook.Simulator;

namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary>A run of the built program against simulated managers on loopback, quickened.</summary>
/// <param name="Entries">The journal, as <c>--output json</c> tells it.</param>
/// <param name="Ledger">What the simulated manager has really carried out.</param>
internal sealed record SimulatedRun(Ending Ending, string Run, string Outcome, ImmutableArray<JsonElement> Entries, Ledger Ledger)
{
    /// <summary>Executes a runbook and reads what it left behind.</summary>
    public static async Task<SimulatedRun> ExecuteAsync(Workplace place, string runbook, string scenario, string speed, params string[] more)
    {
        var ending = await place.RunAsync(["execute", runbook, "--simulate", scenario, "--speed", speed, "--yes", "--output", "json", .. more]);
        return Of(place, ending);
    }

    /// <summary>Goes on with it.</summary>
    public async Task<SimulatedRun> ResumeAsync(Workplace place) => Of(place, await place.RunAsync("resume", Run, "--output", "json"));

    /// <summary>The journal's entries of a type.</summary>
    public ImmutableArray<JsonElement> Of(string type) => [.. Entries.Where(entry => entry.GetProperty("type").GetString() == type)];

    /// <summary>How a step ended; null where it did not.</summary>
    public string? EndOf(string step) => Of("step-ended")
        .Select(entry => entry.GetProperty("data"))
        .Where(data => data.GetProperty("step").GetString() == step)
        .Select(data => data.GetProperty("outcome").GetString())
        .LastOrDefault();

    private static SimulatedRun Of(Workplace place, Ending ending)
    {
        var lines = ending.JsonLines();
        Assert.True(lines.Length > 0, ending.ToString());
        var run = lines[^1].GetProperty("run").GetString()!;
        var ledger = Ledger.FromJson(File.ReadAllBytes(Path.Combine(place.Folder, place.IsShared ? ".drrun" : "", "simulated", run, "site-b.json")));
        return new SimulatedRun(ending, run, lines[^1].GetProperty("outcome").GetString()!, lines[..^1], ledger);
    }
}
