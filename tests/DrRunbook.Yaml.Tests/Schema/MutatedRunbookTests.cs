using System.Text.Json.Nodes;
using CsCheck;
using DrRunbook.Core.Diagnostics;
using DrRunbook.TestKit.Schemas;

namespace DrRunbook.Yaml.Tests.Schema;

/// <summary>Schema and loader over runbooks that nobody wrote: valid ones with a few values, keys and items changed at random.</summary>
public sealed class MutatedRunbookTests : IDisposable
{
    /// <summary>Fixed, so that a run finds what the last one found; change it to look further.</summary>
    private const string Seed = "0N0XIzNsQ0O2";

    private const int Runbooks = 2000;

    /// <summary>The loader's findings about the form of a value, a key or a list: whatever has one of them, the schema refuses as well.</summary>
    private static readonly HashSet<string> AboutForm =
    [
        "DR0116", "DR0117", "DR0118", "DR0119", "DR0120", "DR0121", "DR0122", "DR0123", "DR0124", "DR0125", "DR0126", "DR0127", "DR0128",
        "DR0201", "DR0202", "DR0204", "DR0208", "DR0209", "DR0218", "DR0226", "DR0235", "DR0236", "DR0237", "DR0238", "DR0240", "DR0241", "DR0301", "DR0302", "DR0307",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("drrun-corpus-").FullName;
    private int _number;

    public MutatedRunbookTests()
    {
        // Copied, so that a changed runbook still finds the files that it names.
        var from = Path.Combine(Repository.Corpus, "valid");
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_the_loader_accepts_the_schema_accepts_and_what_has_a_wrong_form_the_schema_refuses()
    {
        var originals = CorpusFile.Valid.Values.Where(file => file.Name.StartsWith("valid/", StringComparison.Ordinal))
            .Select(file => WithAnInput(YamlToJson.Convert(File.ReadAllText(file.FullPath))!)).ToArray();
        var (accepted, malformed) = (0, 0);

        Gen.Select(Gen.Int[0, originals.Length - 1], Mutation.Some).Sample(
            (original, mutations) =>
            {
                var json = Mutation.Apply(originals[original], mutations);
                var errors = Load(json);
                var against = SchemaOracle.Of("runbook.v1").Judge(json);
                if (errors.Length == 0)
                {
                    Interlocked.Increment(ref accepted);
                    Assert.True(against.Count == 0, $"the loader accepts what the schema refuses:\n{json}\n{string.Join("\n", against)}");
                }
                else if (errors.FirstOrDefault(error => AboutForm.Contains(error.Code)) is { } wrong && !RestsOnAnInput(json))
                {
                    Interlocked.Increment(ref malformed);
                    Assert.True(against.Count > 0, $"the schema accepts what the loader refuses for its form:\n{json}\n{wrong}");
                }
            },
            seed: Seed,
            iter: Runbooks);

        // Neither half may be empty.
        Assert.True(accepted > 100 && malformed > 1000, $"{accepted} accepted, {malformed} malformed");
    }

    /// <summary>Declares an input without a value, so that a mutation may refer to it anywhere.</summary>
    private static string WithAnInput(string json)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        root.TryAdd("inputs", new JsonObject());
        root["inputs"]![Mutation.Input] = new JsonObject { ["required"] = true };
        return root.ToJsonString();
    }

    /// <summary>What an input's value makes of a text, a schema cannot see.</summary>
    private static bool RestsOnAnInput(string json) => json.Contains("${inputs.", StringComparison.Ordinal);

    private Diagnostic[] Load(string json)
    {
        var path = Path.Combine(_folder, $"mutated-{Interlocked.Increment(ref _number)}.yaml");
        File.WriteAllText(path, json);
        var result = RunbookLoader.Load(new LoadRequest(path) { Root = _folder, InputsRequired = false });
        File.Delete(path);
        return [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error)];
    }
}
