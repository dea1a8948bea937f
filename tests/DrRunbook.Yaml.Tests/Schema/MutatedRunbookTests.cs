using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace DrRunbook.Yaml.Tests.Schema;

/// <summary>Runbooks that nobody wrote: valid ones with a few values, keys and items changed at random.</summary>
public sealed class MutatedRunbookTests : IDisposable
{
    private const string Seed = "0N0XIzNsQ0O2";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Values that are right in one place and wrong in most.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "1", "-1", "1.5", "200", "99999", "\"\"", "\" \"", "\"1\"", "\"true\"", "\"a\"", "\"B\"", "\"all\"", "\"latest\"", "\"warn\"",
        "\"drill\"", "\"halt\"", "\"required\"", "\"0s\"", "\"30s\"", "\"5\"", "\"1h1h\"", "\"22:00\"", "\"2026-11-23T08:00:00Z\"", "\"2026-11-23\"",
        "\"env:X\"", "\"https://a.example\"", "\"a.example:1\"", "\"10.0.0.1\"", "\"${run.id}\"", "\"${inputs.x}\"", "\"${nothing}\"", "\"${open\"", "\"$${x}\"",
        "[]", "{}", "[1]", "[\"a\"]", "[\"a\",\"a\"]", "[[]]", "[{}]", "{\"a\":1}", "{\"id\":\"a\"}", "{\"from\":[\"ops-lead\"]}", "{\"wait\":\"1s\"}",
    ];

    private static readonly string[] Keys =
    [
        "id", "name", "failover", "gate", "wait", "tcp", "http", "command", "run", "env", "within", "every", "otherwise", "timeout", "retry", "needs", "when", "with",
        "steps", "from", "count", "labels", "restorePoint", "fences", "waive", "rto", "onFailure", "repeatable", "a", "X From", "default", "required",
    ];

    private static readonly Gen<(int Where, int What, int Value, int Key)[]> Changes =
        Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 4], Gen.Int[0, Values.Length - 1], Gen.Int[0, Keys.Length - 1]).Array[1, 3];

    private readonly string _folder = Directory.CreateTempSubdirectory("drrun-corpus-").FullName;

    public MutatedRunbookTests() => CopyFolder(Path.Combine(Repository.Corpus, "valid"), _folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_the_loader_accepts_the_schema_accepts()
    {
        var originals = CorpusFile.Valid.Select(file => YamlToJson.Convert(File.ReadAllText(file.FullPath))!).ToArray();
        var (accepted, refused, number) = (0, 0, 0);

        Gen.Select(Gen.Int[0, originals.Length - 1], Changes).Sample(
            (original, changes) =>
            {
                var json = Mutate(originals[original], changes);
                var path = Path.Combine(_folder, $"mutated-{Interlocked.Increment(ref number)}.yaml");
                File.WriteAllText(path, json);
                var loaded = RunbookLoader.Load(new LoadRequest(path) { Root = _folder, InputsRequired = false });
                File.Delete(path);
                if (loaded.Runbook is null)
                {
                    Interlocked.Increment(ref refused);
                    return;
                }

                Interlocked.Increment(ref accepted);
                var against = SchemaOracle.Judge(json);
                Assert.True(against.Count == 0, $"the loader accepts what the schema refuses:\n{json}\n{string.Join("\n", against)}");
            },
            seed: Seed,
            iter: 2000);

        // Neither side may be vacuous.
        Assert.True(accepted > 200 && refused > 200, $"{accepted} accepted, {refused} refused");
    }

    private static string Mutate(string original, (int Where, int What, int Value, int Key)[] changes)
    {
        var root = JsonNode.Parse(original)!;
        foreach (var change in changes)
        {
            var places = Places(root).ToArray();
            var (parent, name, index) = places[change.Where % places.Length];
            var value = JsonNode.Parse(Values[change.Value]);
            switch (parent, change.What)
            {
                case (JsonObject mapping, 0):
                    mapping.Remove(name!);
                    break;
                case (JsonObject mapping, 1):
                    mapping[Keys[change.Key]] = value;
                    break;
                case (JsonObject mapping, 2) when !mapping.ContainsKey(Keys[change.Key]):
                    var moved = mapping[name!];
                    mapping.Remove(name!);
                    mapping[Keys[change.Key]] = moved;
                    break;
                case (JsonObject mapping, _):
                    mapping[name!] = value;
                    break;
                case (JsonArray list, 0):
                    list.RemoveAt(index);
                    break;
                case (JsonArray list, 1):
                    list.Add(list[index]?.DeepClone());
                    break;
                case (JsonArray list, _):
                    list[index] = value;
                    break;
            }
        }

        return root.ToJsonString(Relaxed);
    }

    /// <summary>Every entry and item: its parent, and its key or index there.</summary>
    private static IEnumerable<(JsonNode Parent, string? Name, int Index)> Places(JsonNode node) => node switch
    {
        JsonObject mapping => mapping.SelectMany(entry => (entry.Value is null ? [] : Places(entry.Value)).Prepend((mapping, entry.Key, 0))),
        JsonArray list => list.SelectMany((item, index) => (item is null ? [] : Places(item)).Prepend((list, null, index))),
        _ => [],
    };

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
