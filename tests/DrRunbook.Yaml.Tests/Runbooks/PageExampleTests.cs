using System.Text.RegularExpressions;
using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Yaml.Tests.Runbooks;

/// <summary>Every page of a loader's code shows an example that triggers the code, and a mended one that is valid.</summary>
public sealed partial class PageExampleTests : IDisposable
{
    private const string Frame =
        """
        version: 1
        name: example
        enterpriseManagers: { site-b: { url: 'https://em.site-b.example:9398' } }
        steps: [ { id: only, failover: erp-db } ]
        """;

    private readonly RunbookFolder _folder = new();

    public static TheoryData<string> Codes => [.. DiagnosticPages.Codes.Where(code => string.CompareOrdinal(code, "DR04") < 0)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_example_triggers_the_code_and_the_mended_one_does_not(string code)
    {
        _folder.Write("database.yaml", "version: 1\nname: database\ninputs: { site: { default: b } }\nsteps: [ { id: only, failover: erp-db } ]\n");
        var blocks = Block().Matches(DiagnosticPages.Find(code)!).Select(match => Complete(match.Groups["yaml"].Value)).ToArray();

        if (blocks.Length > 0)
        {
            Assert.Contains($"error {code}: ", _folder.Findings(blocks[0], inputsRequired: code != "DR0243"), StringComparison.Ordinal);
        }

        if (blocks.Length > 1)
        {
            Assert.Equal("", _folder.Findings(blocks[1], inputsRequired: false));
        }
    }

    /// <summary>Adds the top-level keys that the example leaves out; it stands first, so that nothing hides its mistakes.</summary>
    private static string Complete(string example) =>
        example + string.Concat(Frame.ReplaceLineEndings("\n").Split('\n').Where(line => !HasTopLevel(example, line.Split(':')[0])).Select(line => line + "\n"));

    private static bool HasTopLevel(string example, string key) => $"\n{example}".Contains($"\n{key}:", StringComparison.Ordinal);

    [GeneratedRegex("^```yaml\n(?<yaml>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
