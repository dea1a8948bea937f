using Jint;

namespace DrRunbook.Yaml.Tests.Schema;

/// <summary>Judges JSON by the schema, with the validator that ajv compiled from it.</summary>
/// <remarks>A validator for JSON Schema 2020-12 of our own would be one more thing to be wrong; .NET has none that is free and whole.</remarks>
internal static class SchemaOracle
{
    private static readonly Lock Gate = new();
    private static readonly Lazy<Engine> Validator = new(Load);

    /// <summary>What the schema holds against the document, as <c>/steps/0/id must be string</c>; empty where it accepts it.</summary>
    public static IReadOnlyList<string> Judge(string json)
    {
        lock (Gate)
        {
            return [.. Validator.Value.Invoke("judge", json).AsArray().Select(error => error.AsString())];
        }
    }

    private static Engine Load()
    {
        // Deeper than the loader reads: it is the schema that is asked here, not the engine.
        var engine = new Engine(options => options.Json.MaxParseDepth = 1000);
        engine.Execute(File.ReadAllText(Repository.Validator));
        engine.Execute(
            """
            function judge(text) {
              return validate(JSON.parse(text)) ? [] : validate.errors.map(error => error.instancePath + ' ' + error.message);
            }
            """);
        return engine;
    }
}
