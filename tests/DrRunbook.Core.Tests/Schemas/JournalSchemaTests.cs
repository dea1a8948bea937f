using System.Text;
using System.Text.Json.Nodes;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Tests.Execution;
using DrRunbook.Core.Tests.Journal;
using DrRunbook.TestKit.Schemas;

namespace DrRunbook.Core.Tests.Schemas;

public sealed class JournalSchemaTests
{
    private const string Run = "20261123T080000Z-abcdef";
    private static readonly SchemaOracle Oracle = SchemaOracle.Of("journal.v1");
    private static readonly JsonNode Schema = JsonNode.Parse(File.ReadAllText(Oracle.SchemaFile))!;

    public static TheoryData<string> Names => [.. RunEventNames.All.Keys];

    [Fact]
    public void The_validator_was_generated_from_the_schema_as_it_is() => Assert.Null(Oracle.Staleness);

    [Fact]
    public void The_schema_knows_every_type_of_event_and_no_other()
    {
        var types = Schema["properties"]!["type"]!["enum"]!.AsArray().Select(name => (string)name!);
        var branches = Schema["allOf"]!.AsArray().Select(branch => (string)branch!["if"]!["properties"]!["type"]!["const"]!);

        Assert.Equal(RunEventNames.All.Keys.Order(StringComparer.Ordinal), types.Order(StringComparer.Ordinal));
        Assert.Equal(RunEventNames.All.Keys.Order(StringComparer.Ordinal), branches.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_schema_states_the_fields_of_an_event_as_they_are_written(string name) =>
        Assert.Empty(TypeAgainstSchema.Differences(RunEventNames.All[name], Schema["$defs"]![name]!, Schema));

    [Fact]
    public void The_schema_accepts_every_event_with_all_fields_and_with_the_fewest()
    {
        foreach (var sample in SampleEvents.Full.Concat(SampleEvents.Sparse))
        {
            Assert.Empty(Oracle.Judge(Line(sample)));
        }
    }

    [Fact]
    public void The_schema_accepts_every_line_of_a_run()
    {
        var run = new ScriptedRun(Plans.Of(Plans.Failover("db"), Plans.Command("app"), Plans.GateStep("go", Plans.Tcp()), Plans.Failover("web")))
            .Script("app", World.Badly(TimeSpan.FromMinutes(1)))
            .Go();

        Assert.Contains(run.Journal, entry => entry.Event is RunEnded);
        Assert.All(run.Lines, line => Assert.Empty(Oracle.Judge(Encoding.UTF8.GetString(line.Bytes.Span))));
    }

    [Fact]
    public void The_schema_refuses_a_line_without_any_one_of_its_members()
    {
        foreach (var sample in SampleEvents.Full)
        {
            var line = JsonNode.Parse(Line(sample))!.AsObject();
            Assert.All(line.Select(member => member.Key).ToList(), name => AssertRefused(line, whole => whole.Remove(name)));
        }
    }

    [Fact]
    public void The_schema_refuses_an_event_whose_field_is_missing_or_of_another_kind()
    {
        foreach (var sample in SampleEvents.Full)
        {
            var line = JsonNode.Parse(Line(sample))!.AsObject();
            var definition = Schema["$defs"]![(string)line["type"]!]!;
            foreach (var required in definition["required"]!.AsArray().Select(name => (string)name!))
            {
                AssertRefused(line, whole => whole["data"]!.AsObject().Remove(required));
            }

            foreach (var field in line["data"]!.AsObject().Select(field => field.Key).ToList())
            {
                AssertRefused(line, whole => whole["data"]![field] = new JsonArray(new JsonArray()));
            }
        }
    }

    private static void AssertRefused(JsonObject line, Action<JsonObject> damage)
    {
        var damaged = line.DeepClone().AsObject();
        damage(damaged);
        Assert.False(Oracle.Judge(damaged.ToJsonString()).Count == 0, $"accepted: {damaged.ToJsonString()}");
    }

    private static string Line(RunEvent sample) => Encoding.UTF8.GetString(
        JournalLine.Write(Run, new JournalEntry(1, Plans.PlannedAt, TimeSpan.Zero, sample), JournalLine.NoHash).Bytes.Span);
}
