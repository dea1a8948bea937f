using System.Net;
using System.Net.Sockets;
using System.Text;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Outside;
using DrRunbook.Engine.Ports;
using static DrRunbook.Engine.Tests.Outside.Values;

namespace DrRunbook.Engine.Tests.Outside;

public sealed class DnsGateTests
{
    private static readonly (int Type, int Ttl, byte[] Data) First = (1, 300, [10, 20, 0, 15]);
    private static readonly (int Type, int Ttl, byte[] Data) Second = (1, 60, [10, 20, 0, 16]);
    private readonly OutsideWorld _world = new("/", new Dictionary<string, string>(), TimeProvider.System);

    [Theory]
    [InlineData(true, true, "10.20.0.16", "10.20.0.15")]
    [InlineData(true, false, "10.20.0.15")]
    [InlineData(false, true, "10.20.0.15")]
    [InlineData(false, false, "10.20.0.17")]
    [InlineData(false, false, "10.20.0.15", "10.20.0.17")]
    public async Task An_answer_is_the_set_or_holds_it(bool mustEqual, bool holds, params string[] stated)
    {
        await using var server = new TestDnsServer(0, First, Second);
        var answer = await AskAsync(server, "A", mustEqual, stated);

        Assert.Equal(holds, answer.Holds);
        Assert.Equal("intranet.example A is 10.20.0.15, 10.20.0.16 (TTL 60 s)" + (holds ? "" : $", not {string.Join(", ", stated)}"), answer.Detail);
        Assert.Equal("intranet.example", server.Asked);
        Assert.Equal(
            $"server {server.Address}, status NoError\nintranet.example. 300 A 10.20.0.15\nintranet.example. 60 A 10.20.0.16\n",
            Encoding.UTF8.GetString(answer.Evidence!.Value.Span));
    }

    [Theory]
    [InlineData("AAAA", 28, "2001:db8::15", "2001:0DB8:0::15")]
    [InlineData("CNAME", 5, "web.site-b.example", "Web.Site-B.example.")]
    [InlineData("NS", 2, "ns1.example", "ns1.example.")]
    [InlineData("PTR", 12, "dc1.example", "dc1.example")]
    [InlineData("MX", 15, "10 mail.example", "10  Mail.example.")]
    [InlineData("SRV", 33, "1 2 389 dc1.example", "1 2 389 dc1.example.")]
    [InlineData("TXT", 16, "Site B, two strings", "Site B, two strings")]
    [InlineData("txt", 16, "Site B, two strings", "Site B, two strings")]
    public async Task Every_record_type_is_compared_in_its_usual_form(string type, int number, string seen, string stated)
    {
        await using var server = new TestDnsServer(0, (number, 30, Data(type, seen)));
        var answer = await AskAsync(server, type, mustEqual: true, stated);

        Assert.True(answer.Holds, answer.Detail);
        Assert.Equal($"intranet.example {type} is {seen} (TTL 30 s)", answer.Detail);
    }

    [Fact]
    public async Task Records_of_another_type_in_the_answer_do_not_count()
    {
        await using var server = new TestDnsServer(0, (5, 30, TestDnsServer.Name("web.example")), First);
        Assert.True((await AskAsync(server, "A", mustEqual: true, "10.20.0.15")).Holds);
    }

    [Fact]
    public async Task An_address_is_looked_up_in_reverse()
    {
        await using var server = new TestDnsServer(0, (12, 30, TestDnsServer.Name("dc1.example")));
        var gate = new DnsGate(Text("10.20.0.15"), "PTR", Text(server.Address), [Text("dc1.example")], MustEqual: true);
        var answer = await _world.ProbeAsync(new GateId("g"), gate, 1, New(), TestContext.Current.CancellationToken);

        Assert.True(answer.Holds, answer.Detail);
        Assert.Equal("15.0.20.10.in-addr.arpa", server.Asked);
    }

    [Theory]
    [InlineData(3, "intranet.example A: no record (NotExistentDomain), not 10.20.0.15")]
    [InlineData(2, "intranet.example A: no record (ServerFailure), not 10.20.0.15")]
    [InlineData(0, "intranet.example A: no record (NoError), not 10.20.0.15")]
    public async Task No_record_does_not_hold(int status, string detail)
    {
        await using var server = new TestDnsServer(status);
        var answer = await AskAsync(server, "A", mustEqual: false, "10.20.0.15");

        Assert.False(answer.Holds);
        Assert.Equal(detail, answer.Detail);
    }

    [Fact]
    public async Task The_token_ends_a_question_that_nobody_answers()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var limit = new CancellationTokenSource();
        var gate = new DnsGate(Text("intranet.example"), "A", Text(silent.Client.LocalEndPoint!.ToString()!), [Text("10.20.0.15")], MustEqual: false);
        var asking = _world.ProbeAsync(new GateId("g"), gate, 1, New(), limit.Token);
        await silent.ReceiveAsync(TestContext.Current.CancellationToken);
        await limit.CancelAsync();

        var answer = await asking;
        Assert.False(answer.Holds);
        Assert.Equal("intranet.example A: no answer in time", answer.Detail);
    }

    [Theory]
    [InlineData("dc1.example", "dc1.example:53")]
    [InlineData("dc1.example:5353", "dc1.example:5353")]
    [InlineData("10.0.0.1", "10.0.0.1:53")]
    [InlineData("::1", "::1:53")]
    [InlineData("[::1]", "::1:53")]
    [InlineData("[::1]:5353", "::1:5353")]
    [InlineData("dc1.example:0", null)]
    [InlineData("dc1.example:dns", null)]
    [InlineData("dc1.example:65536", null)]
    public void A_server_is_a_host_or_a_host_and_port(string text, string? server) => Assert.Equal(server, DnsServer.Parse(text)?.ToString());

    [Fact]
    public async Task What_cannot_be_asked_is_told()
    {
        var gate = new DnsGate(Text("intranet.example"), "NAPTR", Text("127.0.0.1"), [Text("x")], MustEqual: false);
        Assert.Equal("DNS records of the type 'NAPTR' cannot be compared", (await AskAsync(gate)).Detail);
        Assert.Equal("'127.0.0.1:x' is no DNS server: it is HOST or HOST:PORT", (await AskAsync(gate with { Type = "A", Server = Text("127.0.0.1:x") })).Detail);
    }

    private Task<ProbeAnswer> AskAsync(TestDnsServer server, string type, bool mustEqual, params string[] stated) =>
        AskAsync(new DnsGate(Text("intranet.example"), type, Text(server.Address), [.. stated.Select(Text)], mustEqual));

    private Task<ProbeAnswer> AskAsync(DnsGate gate) => _world.ProbeAsync(new GateId("g"), gate, 1, New(), TestContext.Current.CancellationToken);

    private static byte[] Data(string type, string value)
    {
        var parts = value.Split(' ');
        return type switch
        {
            "AAAA" => IPAddress.Parse(value).GetAddressBytes(),
            "MX" => TestDnsServer.Numbers(parts[1], Number(parts[0])),
            "SRV" => TestDnsServer.Numbers(parts[3], Number(parts[0]), Number(parts[1]), Number(parts[2])),
            "TXT" or "txt" => [7, .. Encoding.ASCII.GetBytes(value[..7]), (byte)(value.Length - 7), .. Encoding.ASCII.GetBytes(value[7..])],
            _ => TestDnsServer.Name(value),
        };
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
