using DrRunbook.Simulator;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Cli.Simulation;

/// <summary>The world of a scenario file.</summary>
internal static class WorldNodes
{
    public static World World(MappingReader reader)
    {
        var usual = new World();
        var world = new World
        {
            Gates = reader.Each("gates", "a rule for gates", Gate),
            Commands = reader.Each("commands", "a rule for commands", Command),
            Requests = reader.Each("requests", "a rule for requests", Request),
            People = reader.Each("people", "a rule for people", Person),
            PassAfter = reader.Span("passAfter") ?? usual.PassAfter,
            PeopleAfter = reader.Span("peopleAfter") ?? usual.PeopleAfter,
            By = reader.Text("by")?.Value ?? usual.By,
        };
        reader.Done();
        return world;
    }

    private static GateRule Gate(MappingReader reader) => new()
    {
        Id = reader.Needed("id"),
        Attempt = Attempt(reader),
        NeverPasses = reader.Boolean("neverPasses") ?? false,
        RedForEverIfFailedOverBefore = reader.Each(
            "redForEverIfFailedOverBefore", "an order of failovers", order => new FailedOverBefore(order.Needed("vApp"), order.Needed("before"))),
        FailWith = reader.Text("failWith")?.Value,
        PassAfter = reader.Span("passAfter"),
    };

    private static CommandRule Command(MappingReader reader) => new()
    {
        Id = reader.Needed("id"),
        Attempt = Attempt(reader),
        ExitCode = reader.WholeNumber("exitCode", int.MinValue, int.MaxValue) ?? 0,
        Output = reader.Plain("output") ?? "",
        Duration = reader.Span("duration"),
    };

    private static RequestRule Request(MappingReader reader)
    {
        var usual = new RequestRule { Id = reader.Needed("id") };
        return usual with
        {
            Attempt = Attempt(reader),
            Status = reader.WholeNumber("status", 100, 599) ?? usual.Status,
            Body = reader.Plain("body") ?? usual.Body,
            Duration = reader.Span("duration"),
        };
    }

    private static PersonRule Person(MappingReader reader) => new()
    {
        Id = reader.Needed("id"),
        Attempt = Attempt(reader),
        Decision = reader.Word<PersonDecision>("decision"),
        After = reader.Span("after"),
        By = reader.Names("by"),
        Note = reader.Text("note")?.Value,
    };

    private static int? Attempt(MappingReader reader) => reader.WholeNumber("attempt", 1, int.MaxValue);
}
