using DrRunbook.Core.Planning;
using DrRunbook.Simulator;

namespace DrRunbook.Cli.Simulation;

/// <summary>Where the scenario of a rehearsal comes from.</summary>
internal static class ScenarioSource
{
    /// <summary>Reads a scenario and checks that it can be played for a plan; what is wrong is said on standard error.</summary>
    /// <param name="file">The file, or null for none.</param>
    /// <param name="scenario">Null where there is no file.</param>
    /// <returns>False where the file is in error.</returns>
    public static bool TryRead(Invocation invocation, string? file, Plan plan, out Scenario? scenario)
    {
        scenario = null;
        if (file is null)
        {
            return true;
        }

        scenario = Read(invocation, file);
        if (scenario is null)
        {
            return false;
        }

        var known = scenario.Managers.Select(manager => manager.Name).ToHashSet(StringComparer.Ordinal);
        var missing = plan.Managers.Select(manager => manager.Name.Value).Where(name => !known.Contains(name)).ToList();
        if (missing.Count == 0)
        {
            return true;
        }

        invocation.Refuse($"scenario '{file}' has no manager {string.Join(", ", missing.Select(name => $"'{name}'"))}, which the runbook names");
        return false;
    }

    /// <summary>Reads a scenario; null where the file is in error, which is then said on standard error.</summary>
    public static Scenario? Read(Invocation invocation, string file)
    {
        var read = ScenarioFile.Read(file);
        Composition.PreparedRunbook.Say(invocation, read.Diagnostics);
        return read.Scenario;
    }
}
