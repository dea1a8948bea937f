using DrRunbook.Core.Diagnostics;
using DrRunbook.Simulator;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Cli.Simulation;

/// <summary>Reads scenario files, version 1: to a scenario that can be played, or to all that is wrong with the file.</summary>
internal static class ScenarioFile
{
    /// <param name="path">Where the file is.</param>
    /// <param name="shown">The file, as the operator gave it; shown in every place. Null: the path.</param>
    public static ScenarioResult Read(string path, string? shown = null) =>
        Bind((shown ?? path).Replace('\\', '/'), YamlDocument.Read(path, shown ?? path));

    /// <param name="file">The name shown in every place.</param>
    public static ScenarioResult Read(string file, ReadOnlySpan<byte> bytes) => Bind(file, YamlDocument.Read(file, bytes));

    private static ScenarioResult Bind(string file, YamlDocument document)
    {
        var findings = new DiagnosticBag();
        findings.AddRange(document.Diagnostics);
        var scenario = document.Root is { } root && new ValueReader(findings).Mapping(root, "a scenario") is { } reader ? Scenario(reader) : null;
        if (scenario is not null && !findings.HasErrors)
        {
            foreach (var problem in Simulator.Scenario.Check(scenario))
            {
                findings.Add(ScenarioDiagnostics.Unplayable(NodePath.Find(document.Root!, problem.Path), problem.Path, problem.Message));
            }
        }

        return new ScenarioResult(findings.HasErrors ? null : scenario, findings.InOrder(file));
    }

    private static Scenario Scenario(MappingReader reader)
    {
        var usual = new Scenario();
        if (reader.Require("version") is { } version)
        {
            reader.Values.WholeNumber(version, "'version'", 1, 1);
        }

        var scenario = usual with
        {
            Name = reader.Text("name")?.Value ?? usual.Name,
            Seed = Seed(reader) ?? usual.Seed,
            Managers = reader.Each("managers", "a manager", ManagerNodes.Manager),
            World = reader.Mapping("world") is { } world ? WorldNodes.World(world) : usual.World,
        };
        reader.Done();
        return scenario;
    }

    private static ulong? Seed(MappingReader reader)
    {
        if (reader.Number("seed", 0, ulong.MaxValue) is not { } seed)
        {
            return null;
        }

        if (!decimal.IsInteger(seed))
        {
            reader.Values.Diagnostics.Add(YamlDiagnostics.NotANumber(reader.KeyAt("seed"), "'seed'", $"{seed}", "a whole number"));
        }

        return (ulong)seed;
    }
}

/// <summary>A scenario, or what is wrong with it.</summary>
/// <param name="Scenario">Null exactly where a diagnostic is an error.</param>
/// <param name="Diagnostics">Each finding once, ordered by place.</param>
internal sealed record ScenarioResult(Scenario? Scenario, ImmutableArray<Diagnostic> Diagnostics);
