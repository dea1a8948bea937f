using System.Text.Json.Nodes;
using DrRunbook.Core.Journal;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Signing;
using DrRunbook.Evidence.Tests.Bundles;
using DrRunbook.TestKit.Schemas;

namespace DrRunbook.Evidence.Tests.Schema;

public sealed class BundlePredicateSchemaTests
{
    private static readonly SchemaOracle Schema = SchemaOracle.Of("bundle-predicate.v1");

    [Fact]
    public void The_schema_accepts_what_is_signed()
    {
        Assert.Empty(Schema.Judge(Predicate(BundledRuns.Small).ToJsonString()));
        Assert.Empty(Schema.Judge(Predicate(BundledRuns.Rehearsed).ToJsonString()));
        var material = BundledRuns.Material(BundledRuns.ShortRun(checkHolds: false));
        var journal = material.Journal.Span;
        var earlier = new SupersededBundle(new string('0', 64), 1, JournalLine.HashOf(journal[..journal.IndexOf((byte)'\n')]));
        Assert.Empty(Schema.Judge(Predicate(BundleBuilder.Build(material, earlier)).ToJsonString()));
    }

    [Theory]
    [InlineData("kind", "exercise")]
    [InlineData("outcome", "splendid")]
    [InlineData("planDigest", "abc")]
    [InlineData("startedAt", "yesterday")]
    [InlineData("invented", "x")]
    public void The_schema_refuses_what_is_never_signed(string member, string value)
    {
        var predicate = Predicate(BundledRuns.Small);
        predicate[member] = value;
        Assert.NotEmpty(Schema.Judge(predicate.ToJsonString()));
    }

    [Fact]
    public void The_validator_was_compiled_from_the_schema_as_it_is() => Assert.Null(Schema.Staleness);

    private static JsonNode Predicate(BundleFiles files)
    {
        Assert.True(DsseEnvelope.TryRead(files.Find("attestation.dsse.json")!.Value.Span, out var envelope, out _));
        return JsonNode.Parse(envelope.Payload.Span)!["predicate"]!;
    }
}
