using System.Runtime.CompilerServices;

namespace DrRunbook.Yaml.Tests.Schema;

/// <summary>Where the files lie that these tests compare: they are the sources themselves, not copies.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Corpus => Path.Combine(Root, "tests/DrRunbook.Yaml.Tests/Corpus");

    public static string Schema => Path.Combine(Root, "schemas/runbook.v1.schema.json");

    public static string ReferencePage => Path.Combine(Root, "docs/runbook-reference.md");

    private static string Find([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../.."));
}
