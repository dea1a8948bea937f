using System.Text;
using DrRunbook.EnterpriseManager.Tests.Doubles;
using DrRunbook.EnterpriseManager.Wire;
using DrRunbook.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace DrRunbook.EnterpriseManager.Tests.Hostile;

/// <summary>Bodies that no manager writes: they are read or refused, and never carried out.</summary>
public sealed class HostileBodyTests
{
    [Fact]
    public void No_damage_to_a_body_makes_a_reader_throw()
    {
        string?[] mediaTypes = ["application/xml", "application/json", "text/html", null];
        var number = 0;
        HostileBytes.Feed([.. Samples.Names.Select(Samples.Bytes)], bytes => ReadAll(WireBody.Read(bytes, mediaTypes[number++ % mediaTypes.Length]).Node));
    }

    [Theory]
    [InlineData("{\"Message\":\"\\ud800\",\"StatusCode\":403}")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("{\"Message\":\"\\ud800\\ud800\"}")]
    public void Half_a_surrogate_pair_is_a_body_that_cannot_be_read(string body) =>
        Assert.Equal((null, "the body is not valid JSON"), Both(WireBody.Read(Encoding.UTF8.GetBytes(body), "application/json")));

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void A_body_in_another_encoding_of_Unicode_is_read_by_its_mark_or_refused(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] body = [.. encoding.GetPreamble(), .. encoding.GetBytes("<Error xmlns=\"http://www.veeam.com/ent/v1.0\" Message=\"no\" StatusCode=\"403\" />")];

        var reading = WireBody.Read(body, "application/xml");

        Assert.True(reading.Node is null || WireError.From(reading.Node) == new WireError("no", 403));
    }

    [Fact]
    public async Task An_external_entity_is_never_fetched()
    {
        await using var elsewhere = new SocketManager();
        await using var manager = new SocketManager();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "what stands in a file", TestContext.Current.CancellationToken);
        try
        {
            string[] types =
            [
                $"<!DOCTYPE a SYSTEM \"{elsewhere.Url}a.dtd\">",
                $"<!DOCTYPE a [<!ENTITY b SYSTEM \"{elsewhere.Url}b\">]>",
                $"<!DOCTYPE a [<!ENTITY % c SYSTEM \"{elsewhere.Url}c\"> %c;]>",
                $"<!DOCTYPE a [<!ENTITY b SYSTEM \"file://{file}\">]>",
                "<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;&x;&x;&x;&x;&x;&x;&x;\"><!ENTITY b \"&y;&y;&y;&y;&y;&y;&y;&y;&y;&y;\">]>",
            ];
            foreach (var type in types)
            {
                var body = $"{type}<EnterpriseManager xmlns=\"http://www.veeam.com/ent/v1.0\"><SupportedVersions><SupportedVersion Name=\"&b;\" /></SupportedVersions></EnterpriseManager>";
                manager.Instead = line => line.StartsWith("GET /api/ ", StringComparison.Ordinal) ? SocketReply.Of("200 OK", "application/xml", body) : null;
                var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(20) };
                await using var client = EnterpriseManagerClient.Create(SocketClient.Options(manager.Url, clock));
                using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

                // It would be asked again after a pause on the test's clock; one look at the answer is enough.
                var said = await Record.ExceptionAsync(async () => Assert.IsNotType<Engine.Ports.Connected>(await client.ConnectAsync(patience.Token)));

                Assert.True(said is null or OperationCanceledException, said?.ToString());
            }

            Assert.Equal(0, elsewhere.Connections);
            Assert.NotEmpty(manager.Requests);
            Assert.DoesNotContain(manager.Requests, request => request.Contains("Authorization", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (WireNode?, string?) Both(WireReading reading) => (reading.Node, reading.Problem);

    /// <summary>Everything that the client looks for in a body.</summary>
    private static void ReadAll(WireNode? body)
    {
        _ = WireRoot.From(body);
        _ = WireLogon.From(body);
        _ = WirePage.From(body);
        _ = WireError.From(body);
        _ = WireTask.IsList(body);
        _ = WireTask.AllIn(body).Count();
        _ = WireSession.AllIn(body).Count();
        _ = WirePoint.AllIn(body).Count();
        _ = WireVmPoint.AllIn(body).Count();
    }
}
