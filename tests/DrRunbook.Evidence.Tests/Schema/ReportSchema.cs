using System.Runtime.CompilerServices;
using Jint;

namespace DrRunbook.Evidence.Tests.Schema;

/// <summary>Judges a report by its schema, with the validator that ajv compiled from it.</summary>
internal static class ReportSchema
{
    private static readonly Lock Gate = new();
    private static readonly Lazy<Engine> Validator = new(Load);

    public static string File { get; } = Path.Combine(Folder(), "../../../schemas/report.v1.schema.json");

    public static string ValidatorFile { get; } = Path.Combine(Folder(), "report.v1.validator.js");

    /// <summary>What the schema holds against the document; empty where it accepts it.</summary>
    public static IReadOnlyList<string> Judge(string json)
    {
        lock (Gate)
        {
            return [.. Validator.Value.Invoke("judge", json).AsArray().Select(error => error.AsString())];
        }
    }

    private static Engine Load()
    {
        var engine = new Engine();
        engine.Execute(System.IO.File.ReadAllText(ValidatorFile));
        engine.Execute("function judge(text) { return validate(JSON.parse(text)) ? [] : validate.errors.map(error => error.instancePath + ' ' + error.message); }");
        return engine;
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
