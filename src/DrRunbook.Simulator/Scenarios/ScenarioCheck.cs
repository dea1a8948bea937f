using System.Collections.Immutable;

namespace DrRunbook.Simulator;

/// <summary>Finds what makes a scenario unplayable.</summary>
internal static class ScenarioCheck
{
    public static ImmutableArray<ScenarioProblem> Run(Scenario scenario) => [];
}
