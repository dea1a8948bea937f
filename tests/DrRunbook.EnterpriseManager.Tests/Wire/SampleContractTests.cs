using DrRunbook.EnterpriseManager.Tests.Doubles;
using DrRunbook.TestKit;

namespace DrRunbook.EnterpriseManager.Tests.Wire;

public sealed class SampleContractTests
{
    [Fact]
    public void Every_XML_sample_is_read() => Snap.Verify(Print(Samples.Names.Where(name => name.EndsWith(".xml", StringComparison.Ordinal))));

    [Fact]
    public void Every_JSON_sample_is_read() => Snap.Verify(Print(Samples.Names.Where(name => name.EndsWith(".json", StringComparison.Ordinal))));

    [Fact]
    public void A_body_means_the_same_as_XML_as_JSON_and_in_the_camelCase_JSON_of_version_13()
    {
        var compared = 0;
        foreach (var json in Samples.Names.Where(name => name.EndsWith(".json", StringComparison.Ordinal)))
        {
            var xml = json.Replace("-v13", "", StringComparison.Ordinal).Replace(".json", ".xml", StringComparison.Ordinal);
            if (Samples.Names.Contains(xml))
            {
                Assert.Equal(WirePrint.Of(Samples.Read(xml)), WirePrint.Of(Samples.Read(json)));
                compared++;
            }
        }

        Assert.InRange(compared, 40, int.MaxValue);
    }

    private static string Print(IEnumerable<string> names) => string.Concat(names.Select(name => $"{name}: {WirePrint.Shape(Samples.Read(name))}\n{WirePrint.Of(Samples.Read(name))}"));
}
