using DrRunbook.Core.Runbooks;
using DrRunbook.TestKit;

namespace DrRunbook.Yaml.Tests.Runbooks;

/// <summary>Gates as they are read.</summary>
public sealed class GateTests : IDisposable
{
    private const string Head =
        """
        version: 1
        name: gates
        enterpriseManagers: { site-b: { url: 'https://em.site-b.example:9398' } }
        environment: [URL]
        approvers: { ops: [alice@example.com, bob@example.com], owner: [carol@example.com] }
        steps:
          - id: all
            failover: erp-db
            verify:

        """;

    private readonly RunbookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_key_of_every_gate_arrives() =>
        Snap.Verify(string.Concat(Gates(
            """
            - approval: { from: [ops], count: 2, within: 10m, prompt: 'Run ${run.id}?', starterMayApprove: true }
            - approval: { anyOf: [ { from: [ops], count: 2 }, { from: [owner] } ] }
            - manual: { instruction: 'Look at ${run.id}', from: [ops], within: 0s, evidence: required, undoes: [erp-db] }
            - tcp: '[2001:db8::1]:389'
            - tcp: { address: 'dc1.example:389', within: 0s, every: 1s, otherwise: warn }
            - http: { url: '${env.URL}/x', method: HEAD, status: [200, 204], contains: ok, headers: { Accept: 0, AuthorizationFrom: 'file:certs/token' }, caFile: certs/site-b-ca.pem, within: 1m, every: 2s, otherwise: { manual: { instruction: Look } } }
            - dns: { name: x.example, type: TXT, server: 'ns.example:5353', contains: v=spf1, within: 1m }
            - command: { run: [scripts/check, '${steps.all.restorePoint}'], env: { A: 1, BFrom: 'env:B' }, workingDirectory: certs, successExitCodes: [0, 3], contains: ready, within: 3m, every: 10s }
            - wait: 1h30m
            - window: { from: '22:00', to: '06:00', timeZone: Europe/Berlin, days: [mon, sun], within: 8h }
            """).Select(Dump.Of)));

    [Fact]
    public void What_a_gate_leaves_open_has_its_default()
    {
        var gates = Gates(
            """
            - tcp: 'dc1.example:389'
            - http: { url: 'https://x.example' }
            - manual: { instruction: Look }
            - window: { from: '22:00', to: '06:00', timeZone: UTC }
            """);

        Assert.Equal([TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), null], gates.Select(gate => gate.Within));
        Assert.All(gates, gate => Assert.Equal((TimeSpan.FromSeconds(5), Otherwise.Fail), (gate.Every, gate.Otherwise)));
        Assert.Empty(((HttpGate)gates[1]).Statuses);
        Assert.Empty(((ManualGate)gates[2]).From);
        Assert.Empty(((WindowGate)gates[3]).Days);
    }

    [Theory]
    [InlineData("dc1.example:1", true)]
    [InlineData("10.0.0.1:65535", true)]
    [InlineData("[::1]:22", true)]
    [InlineData("dc1.example", false)]
    [InlineData("dc1.example:0", false)]
    [InlineData("dc1.example:65536", false)]
    [InlineData("dc1.example:+5", false)]
    [InlineData(":389", false)]
    [InlineData("::1:389", false)]
    [InlineData("[::1]", false)]
    [InlineData("[dc1]:389", false)]
    [InlineData("dc1 example:389", false)]
    [InlineData("https://dc1.example:389", false)]
    public void An_address_is_host_and_port(string address, bool isGood) =>
        Assert.Equal(isGood, !_folder.Findings($"{Head}      - tcp: '{address}'\n").Contains("DR0308", StringComparison.Ordinal));

    private ImmutableArray<Gate> Gates(string yaml) =>
        _folder.Valid(Head + string.Concat(yaml.ReplaceLineEndings("\n").Split('\n').Select(line => $"      {line}\n"))).Steps[0].Verify;
}
