using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using DrRunbook.Cli.Simulation;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Simulator;

namespace DrRunbook.Cli.Tests.Simulation;

public sealed class ScenarioFileTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void The_example_of_the_documentation_is_valid()
    {
        var result = Read(File.ReadAllText(Path.Combine(Root, "docs/scenario.md")).Split("```yaml\n")[1].Split("```")[0]);
        Assert.Empty(result.Diagnostics);
        var manager = Assert.Single(result.Scenario!.Managers);
        Assert.Equal((42UL, "site-b", TimeSpan.FromSeconds(-7), 3), (result.Scenario.Seed, manager.Name, manager.ClockOffset, manager.VApps.Length));
        Assert.Equal(TimeSpan.FromSeconds(18), manager.VApps[0].Points[0].Vms[0].Later);
        Assert.Null(manager.Faults[1].Count);
        Assert.Equal(new FailedOverBefore("erp-app", "ad-dns"), result.Scenario.World.Gates[0].RedForEverIfFailedOverBefore.Single());
    }

    [Fact]
    public void A_file_with_nothing_but_a_version_has_every_default()
    {
        var result = Read("version: 1\n");
        Assert.Empty(result.Diagnostics);
        Assert.Equal(("scenario", 1UL, TimeSpan.FromSeconds(1)), (result.Scenario!.Name, result.Scenario.Seed, result.Scenario.World.PassAfter));
    }

    [Fact]
    public void Every_key_of_the_schema_is_read()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "schemas/scenario.v1.schema.json")))!;
        var result = Read(Instance(schema, schema).ToJsonString());
        Assert.Empty(result.Diagnostics);
        AllDifferFromTheirDefaults(result.Scenario!);
    }

    [Fact]
    public void What_is_wrong_is_reported_with_its_place_and_all_at_once() => Snap.Verify(string.Join('\n', Read(
        """
        version: 2
        nmae: odd
        seed: 1.5
        managers:
          - serverHost: em
            clockOffset: --7s
            sessionIdle: 0s
            taskNumbering: perTask
            vApps:
              - name: erp-db
                points: [{ age: 14, at: 2026-03-01T08:00:00Z }]
                failovers: { session: failed }
            faults:
              - { requests: [failover, gate], count: none }
              - { fault: status, status: 200, chance: 2 }
            restarts: [{ after: 1m }]
        world:
          gates: [{ neverPasses: yes }]
        """).Diagnostics));

    [Fact]
    public void What_does_not_fit_together_is_reported_where_it_stands() => Snap.Verify(string.Join('\n', Read(
        """
        version: 1
        managers:
          - name: site-b
            accounts: []
            vApps:
              - name: erp-db
                backupServer: vbr9
                failovers: [{ vms: [{ vm: db7 }] }]
        """).Diagnostics));

    [Fact]
    public void The_page_of_the_code_shows_what_it_says()
    {
        var blocks = DiagnosticPages.Find("DR0801")!.Split("```yaml\n").Skip(1).Select(block => block.Split("```")[0]).ToArray();
        Assert.Equal("DR0801", Assert.Single(Read(blocks[0]).Diagnostics).Code);
        Assert.Empty(Read(blocks[1]).Diagnostics);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named_as_it_was_given()
    {
        var result = ScenarioFile.Read(Path.Combine(Root, "scenarios", "none.yaml"), "scenarios/none.yaml");
        Assert.StartsWith("scenarios/none.yaml", Assert.Single(result.Diagnostics).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("version: 1\nmanagers: [[[")]
    [InlineData("version: 1\nmanagers: [3]")]
    [InlineData("version: 1\nworld: 7")]
    public void A_file_that_is_no_scenario_is_a_diagnostic(string text)
    {
        var result = Read(text);
        Assert.Null(result.Scenario);
        Assert.NotEmpty(result.Diagnostics);
    }

    private static ScenarioResult Read(string text) => ScenarioFile.Read("scenarios/a.yaml", Encoding.UTF8.GetBytes(text));

    // A value for everything, and none that is the default.
    private static JsonNode Instance(JsonNode schema, JsonNode root)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            return reference.EndsWith("uration", StringComparison.Ordinal) ? "7s" : Instance(root["$defs"]![reference.Split('/')[^1]]!, root);
        }

        if (schema["const"] is { } constant)
        {
            return constant.DeepClone();
        }

        if (schema["anyOf"] is JsonArray forms)
        {
            return Instance(forms[0]!, root);
        }

        if (schema["enum"] is JsonArray words)
        {
            return words[^1]!.DeepClone();
        }

        return (string)schema["type"]! switch
        {
            "object" => new JsonObject(schema["properties"]!.AsObject().Where(property => !IsAlternative(property.Key, schema)).Select(property => KeyValuePair.Create(property.Key, (JsonNode?)Instance(property.Value!, root)))),
            "array" => new JsonArray(Instance(schema["items"]!, root)),
            "boolean" => !(bool)schema["default"]!,
            "integer" => Math.Max((int?)schema["default"] == 3 ? 4 : 3, (int?)schema["minimum"] ?? 0),
            "number" => 0.25,
            _ when (string?)schema["format"] == "uuid" => "7ba40ff8-2fd2-49e8-9c14-831f6e8203ca",
            _ => "x",
        };
    }

    // A point has an age or a time, and a gate that never passes does not pass after a while.
    private static bool IsAlternative(string key, JsonNode schema) =>
        key == "at" || (key == "passAfter" && schema["properties"]!["neverPasses"] is not null);

    private static void AllDifferFromTheirDefaults(object record)
    {
        var type = record.GetType();
        var usual = type.GetConstructor(Type.EmptyTypes) is null ? null : Activator.CreateInstance(type);
        foreach (var member in type.GetProperties().Where(member => member.Name is not ("Version" or "At") && (type, member.Name) != (typeof(GateRule), "PassAfter")))
        {
            var value = member.GetValue(record);
            Assert.False(Equals(value, usual is null ? null : member.GetValue(usual)), $"{type.Name}.{member.Name} is not read");
            foreach (var item in value is IEnumerable and not string ? ((IEnumerable)value).Cast<object>() : [value!])
            {
                if (item.GetType().Assembly == typeof(Scenario).Assembly && item is not Enum)
                {
                    AllDifferFromTheirDefaults(item);
                }
            }
        }
    }

    private static string FindRoot([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
