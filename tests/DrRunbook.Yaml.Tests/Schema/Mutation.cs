using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace DrRunbook.Yaml.Tests.Schema;

/// <summary>A change of one entry or item of a runbook.</summary>
/// <param name="Place">Which one, counted round.</param>
internal sealed record Mutation(int Place, MutationKind Kind, string Value, string Key)
{
    /// <summary>The input that some of the values refer to.</summary>
    public const string Input = "any";

    /// <summary>Values that are right in one place and wrong in most.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "1", "-1", "1.5", "200", "99999", "\"\"", "\" \"", "\"1\"", "\"true\"", "\"a\"", "\"B\"", "\"all\"", "\"latest\"", "\"warn\"",
        "\"drill\"", "\"halt\"", "\"required\"", "\"0s\"", "\"30s\"", "\"5\"", "\"1h1h\"", "\"22:00\"", "\"2026-11-23T08:00:00Z\"", "\"2026-11-23\"",
        "\"env:X\"", "\"https://a.example\"", "\"a.example:1\"", "\"10.0.0.1\"", "\"${run.id}\"", "\"${inputs.any}\"", "\"1${inputs.any}\"", "\"${nothing}\"", "\"${open\"", "\"$${x}\"",
        "[]", "{}", "[1]", "[\"a\"]", "[\"a\",\"a\"]", "[[]]", "[{}]", "{\"a\":1}", "{\"id\":\"a\"}", "{\"from\":[\"ops-lead\"]}", "{\"wait\":\"1s\"}",
    ];

    private static readonly string[] Keys =
    [
        "id", "name", "failover", "gate", "wait", "tcp", "http", "command", "run", "env", "within", "every", "otherwise", "timeout", "retry", "needs", "when", "with",
        "steps", "from", "count", "labels", "restorePoint", "fences", "waive", "rto", "onFailure", "repeatable", "a", "X From", "default", "required",
    ];

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One or two of them.</summary>
    public static Gen<Mutation[]> Some { get; } =
        Gen.Select(Gen.Int[0, 9999], Gen.Enum<MutationKind>(), Gen.Int[0, Values.Length - 1], Gen.Int[0, Keys.Length - 1])
            .Select((place, kind, value, key) => new Mutation(place, kind, Values[value], Keys[key]))
            .Array[1, 2];

    /// <summary>The runbook with the changes made one after another, as JSON, which is YAML as well.</summary>
    public static string Apply(string original, Mutation[] mutations)
    {
        var root = JsonNode.Parse(original)!;
        foreach (var mutation in mutations)
        {
            var places = Places(root).ToArray();
            var (parent, name, index) = places[mutation.Place % places.Length];
            if (parent is JsonObject mapping)
            {
                mutation.Change(mapping, name);
            }
            else
            {
                mutation.Change((JsonArray)parent, index);
            }
        }

        return root.ToJsonString(Relaxed);
    }

    private void Change(JsonObject mapping, string name)
    {
        switch (Kind)
        {
            case MutationKind.Remove:
                mapping.Remove(name);
                break;
            case MutationKind.Add:
                mapping[Key] = JsonNode.Parse(Value);
                break;
            case MutationKind.Move when !mapping.ContainsKey(Key):
                var moved = mapping[name];
                mapping.Remove(name);
                mapping[Key] = moved;
                break;
            default:
                mapping[name] = JsonNode.Parse(Value);
                break;
        }
    }

    private void Change(JsonArray list, int index)
    {
        switch (Kind)
        {
            case MutationKind.Remove:
                list.RemoveAt(index);
                break;
            case MutationKind.Add:
                list.Add(list[index]?.DeepClone());
                break;
            default:
                list[index] = JsonNode.Parse(Value);
                break;
        }
    }

    /// <summary>Every entry and item: its parent, and its key or index there.</summary>
    private static IEnumerable<(JsonNode Parent, string Name, int Index)> Places(JsonNode? node) => node switch
    {
        JsonObject mapping => mapping.SelectMany(entry => Places(entry.Value).Prepend((mapping, entry.Key, 0))),
        JsonArray list => list.SelectMany((item, index) => Places(item).Prepend((list, "", index))),
        _ => [],
    };
}

/// <summary>What a <see cref="Mutation"/> does.</summary>
internal enum MutationKind
{
    /// <summary>The entry or item goes.</summary>
    Remove,

    /// <summary>The mapping gets another key; the list gets the item once more.</summary>
    Add,

    /// <summary>The value goes under another key.</summary>
    Move,

    /// <summary>Another value stands there.</summary>
    Replace,
}
