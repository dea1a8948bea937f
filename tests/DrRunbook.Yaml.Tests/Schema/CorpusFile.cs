using System.Globalization;
using System.Text.RegularExpressions;

namespace DrRunbook.Yaml.Tests.Schema;

/// <summary>A runbook of the corpus and what its first line says about it.</summary>
/// <param name="Name">Relative to the repository's root, with forward slashes.</param>
/// <param name="ErrorLine">The line that the loader's first error names; null for a runbook without errors.</param>
/// <param name="SchemaAccepts">Whether only the loader can see the fault: <c># expect: 7; schema: accepts</c>.</param>
internal sealed partial record CorpusFile(string Name, int? ErrorLine, bool SchemaAccepts)
{
    public string FullPath => Path.Combine(Repository.Root, Name);

    /// <summary>Every valid file, the used ones included, and the runbooks that the project ships.</summary>
    public static IReadOnlyList<CorpusFile> Valid { get; } =
    [
        .. Files(Path.Combine(Repository.Corpus, "valid")).Select(name => new CorpusFile(name, null, SchemaAccepts: true)),
        .. Files(Path.Combine(Repository.Root, "runbooks")).Select(name => new CorpusFile(name, null, SchemaAccepts: true)),
    ];

    public static IReadOnlyList<CorpusFile> Invalid { get; } = [.. Files(Path.Combine(Repository.Corpus, "invalid")).Select(ReadExpectation)];

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static CorpusFile ReadExpectation(string name)
    {
        var first = File.ReadLines(Path.Combine(Repository.Root, name)).First();
        var match = Expectation().Match(first);
        Assert.True(match.Success, $"{name}: the first line must read '# expect: LINE' or '# expect: LINE; schema: accepts', not '{first}'");
        return new CorpusFile(name, int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture), match.Groups["accepts"].Success);
    }

    [GeneratedRegex("^# expect: (?<line>[0-9]+)(?<accepts>; schema: accepts)?$")]
    private static partial Regex Expectation();
}
