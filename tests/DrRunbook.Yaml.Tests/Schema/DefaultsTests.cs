using System.Collections;
using System.Reflection;
using System.Text.Json.Nodes;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Yaml.Tests.Schema;

/// <summary>A default that is written out changes nothing.</summary>
public sealed class DefaultsTests : IDisposable
{
    /// <summary>Each mapping that has defaults, once; none is stated.</summary>
    private const string Bare =
        """
        { "version": 1, "name": "bare",
          "enterpriseManagers": { "site-b": { "url": "https://em.example", "credentials": { "usernameFrom": "env:U", "passwordFrom": "env:P" } } },
          "inputs": { "site": { "default": "b" } },
          "approvers": { "lead": ["alice@example.com", "bob@example.com"] },
          "defaults": { },
          "steps": [
            { "id": "failover", "failover": { "vApp": "erp" }, "retry": { } },
            { "id": "command", "command": { "run": ["true"] } },
            { "id": "request", "http": { "url": "https://a.example" } },
            { "id": "approval", "gate": { "approval": { "from": ["lead"] } } },
            { "id": "lines", "gate": { "approval": { "anyOf": [ { "from": ["lead"] } ] } } },
            { "id": "manual", "gate": { "manual": { "instruction": "Look" } } },
            { "id": "tcp", "gate": { "tcp": { "address": "a.example:1" } } },
            { "id": "http", "gate": { "http": { "url": "https://a.example" } } },
            { "id": "dns", "gate": { "dns": { "name": "a.example", "type": "A", "equals": ["10.0.0.1"] } } },
            { "id": "probe", "gate": { "command": { "run": ["true"] } } } ] }
        """;

    private static readonly Dictionary<string, string> Places = new()
    {
        ["Enterprise manager"] = "enterpriseManagers/site-b",
        ["Input"] = "inputs/site",
        ["Defaults"] = "defaults",
        ["Failover"] = "steps/0/failover",
        ["Retry"] = "steps/0/retry",
        ["Step"] = "steps/1",
        ["Command"] = "steps/1/command",
        ["HTTP request"] = "steps/2/http",
        ["Approval"] = "steps/3/gate/approval",
        ["Quorum"] = "steps/4/gate/approval/anyOf/0",
        ["Manual"] = "steps/5/gate/manual",
        ["TCP"] = "steps/6/gate/tcp",
        ["HTTP"] = "steps/7/gate/http",
        ["DNS"] = "steps/8/gate/dns",
        ["Command gate"] = "steps/9/gate/command",
    };

    private readonly string _file = Path.GetTempFileName();

    public static TheoryData<string, string, string> Defaults =>
        [.. from section in SchemaSection.All from key in section.Keys where key.Default is not null select (section.Title, key.Name, key.Default)];

    public void Dispose() => File.Delete(_file);

    [Theory]
    [MemberData(nameof(Defaults))]
    public void A_default_of_the_schema_is_the_default_of_the_loader(string section, string key, string value)
    {
        var stated = JsonNode.Parse(Bare)!;
        var mapping = Places[section].Split('/').Aggregate(stated, (node, name) => node is JsonArray list ? list[int.Parse(name)]! : node[name]!).AsObject();
        mapping.Add(key, JsonNode.Parse(value));

        Assert.Equal(Describe(Load(Bare)), Describe(Load(stated.ToJsonString())));
    }

    private Runbook Load(string json)
    {
        File.WriteAllText(_file, json);
        var result = RunbookLoader.Load(new LoadRequest(_file) { Root = Path.GetDirectoryName(_file) });
        return result.Runbook ?? throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
    }

    /// <summary>What a runbook says, without the places where it says it.</summary>
    private static string Describe(object? value) => value switch
    {
        null => "null",
        SourceSpan or RunbookSource => "",
        string or TextTemplate or Uri or ValueType and not IEnumerable => $"{value}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Describe))}]",
        _ => $"{value.GetType().Name} {{ {string.Join(", ", Properties(value))} }}",
    };

    private static IEnumerable<string> Properties(object value) =>
        value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0)
            .Select(property => $"{property.Name} = {Describe(property.GetValue(value))}");
}
