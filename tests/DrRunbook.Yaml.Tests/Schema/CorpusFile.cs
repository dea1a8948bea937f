using System.Globalization;
using System.Text.RegularExpressions;

namespace DrRunbook.Yaml.Tests.Schema;

/// <summary>A runbook of the corpus and what its first line says about it.</summary>
/// <param name="Name">Short, for the test's name: <c>invalid/gate-empty.yaml</c>.</param>
/// <param name="ErrorLine">The line that the loader's first error names, 0 for the file as a whole; null for a runbook without errors.</param>
/// <param name="SchemaAccepts">Whether only the loader can see the fault: <c># expect: 7; schema: accepts</c>.</param>
internal sealed partial record CorpusFile(string Name, string FullPath, int? ErrorLine, bool SchemaAccepts)
{
    /// <summary>Every valid file, the used ones included, and the runbooks that the project ships.</summary>
    public static IReadOnlyDictionary<string, CorpusFile> Valid { get; } =
        Files(Repository.Corpus, "valid").Concat(Files(Repository.Root, "runbooks"))
            .ToDictionary(file => file.Name, file => new CorpusFile(file.Name, file.FullPath, null, SchemaAccepts: true));

    public static IReadOnlyDictionary<string, CorpusFile> Invalid { get; } =
        Files(Repository.Corpus, "invalid").Select(ReadExpectation).ToDictionary(file => file.Name);

    private static IEnumerable<(string Name, string FullPath)> Files(string root, string folder) =>
        Directory.EnumerateFiles(Path.Combine(root, folder), "*.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(root, path).Replace('\\', '/'), path));

    private static CorpusFile ReadExpectation((string Name, string FullPath) file)
    {
        var first = File.ReadLines(file.FullPath).First();
        var match = Expectation().Match(first);
        Assert.True(match.Success, $"{file.Name}: the first line must read '# expect: LINE' or '# expect: LINE; schema: accepts', not '{first}'");
        var line = int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture);
        return new CorpusFile(file.Name, file.FullPath, line, match.Groups["accepts"].Success);
    }

    [GeneratedRegex("^# expect: (?<line>[0-9]+)(?<accepts>; schema: accepts)?$")]
    private static partial Regex Expectation();
}
