using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Jint;

namespace DrRunbook.TestKit.Schemas;

/// <summary>Judges JSON by one of the schemas in <c>schemas/</c>, with the validator that ajv compiled from it.</summary>
/// <remarks>A validator for JSON Schema 2020-12 of our own would be one more thing to be wrong; .NET has none that is free and whole.</remarks>
public sealed class SchemaOracle
{
    private static readonly ConcurrentDictionary<string, SchemaOracle> Oracles = new();

    private readonly Lock _gate = new();
    private readonly Lazy<Engine> _engine;
    private readonly string _name;

    private SchemaOracle(string name)
    {
        _name = name;
        _engine = new Lazy<Engine>(Load);
    }

    /// <summary>The schema's file.</summary>
    public string SchemaFile => Path.Combine(Folder(), $"../../../schemas/{_name}.schema.json");

    /// <summary>What is wrong with the validator; null where it was compiled from the schema as it is.</summary>
    public string? Staleness
    {
        get
        {
            var digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(SchemaFile)));
            return File.ReadLines(ValidatorFile).First().EndsWith(digest, StringComparison.Ordinal)
                ? null
                : $"{_name} has changed: run 'npm ci && npm run generate' in {Folder()}";
        }
    }

    private string ValidatorFile => Path.Combine(Folder(), $"{_name}.validator.js");

    /// <summary>The oracle of a schema.</summary>
    /// <param name="name">Such as <c>runbook.v1</c>.</param>
    public static SchemaOracle Of(string name) => Oracles.GetOrAdd(name, key => new SchemaOracle(key));

    /// <summary>What the schema holds against the document, as <c>/steps/0/id must be string</c>; empty where it accepts it.</summary>
    public IReadOnlyList<string> Judge(string json)
    {
        lock (_gate)
        {
            return [.. _engine.Value.Invoke("judge", json).AsArray().Select(error => error.AsString())];
        }
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;

    private Engine Load()
    {
        // Deeper than the loader reads: it is the schema that is asked here, not the engine.
        var engine = new Engine(options => options.Json.MaxParseDepth = 1000);
        engine.Execute(File.ReadAllText(ValidatorFile));
        engine.Execute(
            """
            function judge(text) {
              return validate(JSON.parse(text)) ? [] : validate.errors.map(error => error.instancePath + ' ' + error.message);
            }
            """);
        return engine;
    }
}
