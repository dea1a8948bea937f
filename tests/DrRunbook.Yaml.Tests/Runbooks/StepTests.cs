using DrRunbook.Core.Runbooks;
using DrRunbook.TestKit;

namespace DrRunbook.Yaml.Tests.Runbooks;

/// <summary>Steps as they are read.</summary>
public sealed class StepTests : IDisposable
{
    private const string Head =
        """
        version: 1
        name: steps
        enterpriseManagers: { site-b: { url: 'https://em.site-b.example:9398' }, site-c: { url: 'http://localhost:9399', required: false, tls: { thumbprint: 'AA:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99' } } }
        defaults: { enterpriseManager: site-b, restorePoint: { maxAge: 4h }, timeout: 45m }
        inputs: { tier: { default: gold, choices: [gold, silver] } }

        """;

    private readonly RunbookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_key_of_every_action_arrives() =>
        Snap.Verify(Dump.Of(_folder.Valid(Head +
            """
            steps:
              - id: everything
                name: A name
                description: A description
                labels: { a: 1 }
                failover: { vApp: v, restorePoint: { id: 'urn:veeam:VAppRestorePoint:dc01c979-2c0d-4c0b-8f0a-111111111111' }, allowStale: true, enterpriseManager: site-c, backupServer: vbr01, replica: r }
                require: [ { wait: 1s } ]
                timeout: 1h
                retry: { attempts: 3, delay: 0s, backoff: 1.5 }
                target: 20m
                rto: 1h
                rpo: 15m
                onFailure: contain
                when: { mode: drill, tier: gold }
                fences: [v]
                waive: { DR0412: meant }
              - { id: default, failover: w }
              - { id: named, failover: { vApp: x, restorePoint: { name: 'x@2026' } } }
              - { id: before, failover: { vApp: y, restorePoint: { before: '2026-11-23T08:00:00+01:00' } } }
              - { id: latest, failover: { vApp: z, restorePoint: latest } }
              - { id: program, repeatable: true, command: { run: [x] } }
              - { id: request, repeatable: true, http: { url: 'https://x.example', method: PUT, status: 201, headers: { A: b }, body: 'text ${run.id}' } }
              - { id: json, http: { url: 'https://x.example', body: { a: 1, b: 1.50, c: true, d: null, e: [x, '5', { f: '${run.id} $${g}' }], h: "quote \" and é" } } }
              - { id: group, onFailure: continue, sequence: { steps: [ { id: inner, gate: { wait: 1m } } ] } }
            """)));

    [Fact]
    public void A_step_that_waits_for_a_later_sibling_is_no_mistake() =>
        Assert.Equal("", _folder.Findings(Head + "steps: [ { id: p, parallel: { steps: [ { id: a, failover: x, needs: [b] }, { id: b, failover: y } ] } } ]\n"));

    [Fact]
    public void A_default_that_compares_with_a_step_is_a_circle_on_that_step() =>
        Assert.Contains(
            "DR0242: these restore points are chosen by each other in a circle of 'notNewerThan': 'a' -> 'a'",
            _folder.Findings("version: 1\nname: x\nenterpriseManagers: { m: { url: 'https://m.example' } }\ndefaults: { restorePoint: { notNewerThan: a } }\nsteps: [ { id: a, failover: x } ]\n"),
            StringComparison.Ordinal);

    [Fact]
    public void Only_one_manager_is_the_default() =>
        Assert.Equal(
            new ManagerName("m"),
            ((FailoverAction)_folder.Valid("version: 1\nname: x\nenterpriseManagers: { m: { url: 'https://m.example' } }\nsteps: [ { id: a, failover: x } ]\n").Steps[0].Action).EnterpriseManager);

    [Theory]
    [InlineData("https://em.example:9398", true)]
    [InlineData("https://em.example/", true)]
    [InlineData("http://127.0.0.1:9399", true)]
    [InlineData("http://[::1]:9399", true)]
    [InlineData("http://em.example:9399", false)]
    [InlineData("https://em.example/api", false)]
    [InlineData("https://em.example?x=1", false)]
    [InlineData("https://user@em.example", false)]
    [InlineData("em.example:9398", false)]
    [InlineData("https://", false)]
    public void A_manager_is_scheme_host_and_port_and_encrypted(string url, bool isGood) =>
        Assert.Equal(isGood, _folder.Findings($"version: 1\nname: x\nenterpriseManagers: {{ m: {{ url: '{url}' }} }}\nsteps: [ {{ id: a, failover: x }} ]\n").Length == 0);
}
