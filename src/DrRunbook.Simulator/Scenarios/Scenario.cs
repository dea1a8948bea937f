namespace DrRunbook.Simulator;

/// <summary>What a simulation starts from: the managers there are, what they hold, how they misbehave, and what the rest of the world answers.</summary>
/// <remarks>Together with the seed and the clock it determines every byte the simulator sends.</remarks>
public sealed record Scenario
{
    /// <summary>The version of the scenario format; only 1 exists.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What people call this scenario.</summary>
    public string Name { get; init; } = "scenario";

    /// <summary>The source of ids, jitter, and the order of attributes and links.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The Enterprise Managers, each with a name of its own.</summary>
    public ImmutableArray<ScenarioManager> Managers { get; init; } = [];

    /// <summary>What gates, commands, requests and people answer in a rehearsal.</summary>
    public World World { get; init; } = new();

    /// <summary>Checks that a scenario can be played: names are unique, references lead somewhere, numbers are in range.</summary>
    /// <returns>The problems in the order of the scenario; empty where there are none.</returns>
    public static ImmutableArray<ScenarioProblem> Check(Scenario scenario) => ScenarioCheck.Run(scenario);
}

/// <summary>One thing wrong with a scenario.</summary>
/// <param name="Path">The place, as in the file: <c>managers[0].vApps[2].points[0].age</c>.</param>
/// <param name="Message">What is wrong with which value, and what would be right.</param>
public sealed record ScenarioProblem(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}
