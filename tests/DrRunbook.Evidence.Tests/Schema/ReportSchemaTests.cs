using System.Text;
using System.Text.Json.Nodes;
using DrRunbook.Evidence.Rendering;
using DrRunbook.Evidence.Tests.Journals;
using DrRunbook.TestKit.Schemas;

namespace DrRunbook.Evidence.Tests.Schema;

public sealed class ReportSchemaTests
{
    private static readonly SchemaOracle Schema = SchemaOracle.Of("report.v1");

    [Theory]
    [MemberData(nameof(Cases.Names), MemberType = typeof(Cases))]
    public void The_schema_accepts_every_report(string run) =>
        Assert.Empty(Schema.Judge(Encoding.UTF8.GetString(ReportJson.Write(Cases.Report(run)))));

    [Fact]
    public void The_schema_knows_every_member_and_misses_those_it_requires()
    {
        AssertRefused(report => report["verdict"]!["outcome"] = "splendid");
        AssertRefused(report => report["steps"]![0]!.AsObject().Remove("outcome"));
        AssertRefused(report => report["steps"]![0]!["invented"] = 1);
        AssertRefused(report => report["times"]!["durationMs"] = 1.5);
        AssertRefused(report => report["provenance"]!["journalHead"] = "abc");
        AssertRefused(report => report["times"]!["started"]!["at"] = "yesterday");
    }

    [Fact]
    public void The_validator_was_compiled_from_the_schema_as_it_is() => Assert.Null(Schema.Staleness);

    private static void AssertRefused(Action<JsonNode> spoil)
    {
        var report = JsonNode.Parse(ReportJson.Write(Cases.Report("good")))!;
        spoil(report);
        Assert.NotEmpty(Schema.Judge(report.ToJsonString()));
    }
}
