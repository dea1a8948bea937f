using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DrRunbook.Simulator.Tests;

/// <summary>Records, schema and documentation describe one file.</summary>
public sealed class ScenarioFormTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void The_schema_has_every_member_of_every_record_and_no_other()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "schemas/scenario.v1.schema.json")));
        foreach (var type in Records(typeof(Scenario)))
        {
            var element = type == typeof(Scenario) ? schema.RootElement : schema.RootElement.GetProperty("$defs").GetProperty(Name(type));
            Assert.Equal(Members(type).Select(Key).Order(StringComparer.Ordinal), element.GetProperty("properties").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
            Assert.False(element.GetProperty("additionalProperties").GetBoolean());
            foreach (var member in Members(type).Where(member => Of(member.PropertyType).IsEnum))
            {
                var property = element.GetProperty("properties").GetProperty(Key(member));
                var values = (property.TryGetProperty("items", out var items) ? items : property).GetProperty("enum");
                Assert.Equal(Enum.GetNames(Of(member.PropertyType)).Select(JsonNamingPolicy.CamelCase.ConvertName), values.EnumerateArray().Select(value => value.GetString()));
            }
        }
    }

    [Fact]
    public void The_documentation_has_every_member_under_its_record()
    {
        var sections = File.ReadAllText(Path.Combine(Root, "docs/scenario.md")).Split("\n### ").Skip(1).ToDictionary(section => section.Split('\n')[0]);
        foreach (var type in Records(typeof(Scenario)))
        {
            var documented = sections[Name(type)].Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]);
            Assert.Equal(Members(type).Select(Key).Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_schema_marks_as_required_what_the_records_require()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "schemas/scenario.v1.schema.json")));
        foreach (var type in Records(typeof(Scenario)).Skip(1))
        {
            var element = schema.RootElement.GetProperty("$defs").GetProperty(Name(type));
            var required = element.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];
            Assert.Equal(Members(type).Where(IsRequired).Select(Key).Order(StringComparer.Ordinal), required.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void What_cannot_be_played_is_reported_with_its_place()
    {
        var scenario = new Scenario
        {
            Version = 2,
            Managers =
            [
                new()
                {
                    Name = "a",
                    ServerHost = "not a host",
                    PageSize = 0,
                    Accounts = [],
                    VApps =
                    [
                        new() { Name = "x", BackupServer = "gone", Vms = ["v"], Points = [new() { Vms = [new("w", TimeSpan.Zero)], DeletedAfter = TimeSpan.FromSeconds(-1) }] },
                        new() { Name = "y", Failovers = [new() { Vms = [new() { Vm = "y-vm1" }], SessionDuration = TimeSpan.FromDays(400) }] },
                    ],
                    Faults = [new() { Fault = FaultKind.Status, Status = 200, From = 0, Chance = 2 }],
                },
                new() { Name = "A" },
            ],
            World = new World { Gates = [new() { Id = "", NeverPasses = true, PassAfter = TimeSpan.Zero }], Requests = [new() { Id = "*", Status = 42, Attempt = 0 }] },
        };
        DrRunbook.TestKit.Snap.Verify(string.Join('\n', Scenario.Check(scenario)));
    }

    [Fact]
    public void What_can_be_played_has_no_problems() =>
        Assert.Empty(Scenario.Check(new Scenario { Managers = [Scenarios.OneVApp, Scenarios.Many(3) with { Name = "other" }] }));

    private static List<Type> Records(Type root)
    {
        var seen = new List<Type> { root };
        for (var i = 0; i < seen.Count; i++)
        {
            seen.AddRange(Members(seen[i]).Select(member => Of(member.PropertyType)).Where(type => type.IsClass && type != typeof(string) && !seen.Contains(type)).Distinct());
        }

        return seen;
    }

    private static IEnumerable<PropertyInfo> Members(Type type) => type.GetProperties().Where(member => member.Name != "EqualityContract");

    private static bool IsRequired(PropertyInfo member) =>
        member.GetCustomAttribute<RequiredMemberAttribute>() is not null || member.ReflectedType!.GetConstructor(Type.EmptyTypes) is null;

    private static Type Of(Type type) => type.IsGenericType ? Of(type.GetGenericArguments()[0]) : type;

    private static string Key(PropertyInfo member) => JsonNamingPolicy.CamelCase.ConvertName(member.Name);

    private static string Name(Type type) =>
        JsonNamingPolicy.CamelCase.ConvertName(type != typeof(Scenario) && type.Name.StartsWith("Scenario", StringComparison.Ordinal) ? type.Name["Scenario".Length..] : type.Name);

    private static string FindRoot([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
