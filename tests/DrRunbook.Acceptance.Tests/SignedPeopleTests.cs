using System.Text.Json;
using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.TestKit;

namespace DrRunbook.Acceptance.Tests;

/// <summary>People sign, from processes of their own, what a real run waits for.</summary>
public sealed class SignedPeopleTests : IAsyncDisposable
{
    private const string Scenario = """
        version: 1
        managers:
          - name: site-b
            vApps: [{ name: db, failovers: [{ sessionAfter: 0s, sessionDuration: 1s, taskFinishedAfter: 500ms }] }]
        """;

    private readonly Workplace _place = new();
    private readonly SshKeyRing _keys = new();

    public SignedPeopleTests() => Assert.SkipWhen(DocumentPage.FirstMissing("ssh-keygen") is not null, "ssh-keygen is not installed");

    [Fact]
    public async Task A_run_waits_until_both_roles_have_signed_and_its_report_names_their_keys()
    {
        var manager = await SeparateManager.StartAsync(_place, _place.Write("signed.scenario.yaml", Scenario));
        var execute = _place.Start("execute", Runbook(manager), "--yes", "--key", Key("eve"), "--output", "json");
        var run = TwoStepRun.RunOf(await execute.SaysAsync("\"person-asked\"", "\"step\":\"declare\""));

        await RefusedAsync("takes signed answers alone", "approve", run, "declare", "--as", "alice@example.com");
        await RefusedAsync("is not one of 'alice@example.com'", "approve", run, "declare", "--key", Key("mallory"), "--as", "alice@example.com");
        await RefusedAsync("'eve@example.com' started the run", "approve", run, "declare", "--key", Key("eve"));
        (await _place.RunAsync("approve", run, "declare", "--key", Key("alice"))).MustExit(0);
        await RefusedAsync("has answered gate 'declare' already", "approve", run, "declare", "--key", Key("alice"));

        var signers = Path.Combine(_place.Folder, "allowed_signers");
        var planned = await File.ReadAllTextAsync(signers, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(signers, $"carol@example.com {_keys.PublicLine("mallory")}\n", TestContext.Current.CancellationToken);
        await RefusedAsync("is not the file that was planned", "approve", run, "declare", "--key", Key("carol"));
        await File.WriteAllTextAsync(signers, planned, TestContext.Current.CancellationToken);
        (await _place.RunAsync("approve", run, "declare", "--key", Key("carol"), "--note", "go")).MustExit(0);

        await execute.SaysAsync("\"person-asked\"", "\"step\":\"go-live\"");
        (await _place.RunAsync("confirm", run, "go-live", "--key", Key("alice"))).MustExit(0);
        (await execute.EndAsync()).MustExit(0);

        var people = (await _place.ReportAsync(run)).GetProperty("people").EnumerateArray().ToList();
        Assert.Equal(
            [("started the run", "eve"), ("approved", "alice"), ("approved", "carol"), ("confirmed", "alice")],
            people.Where(act => act.TryGetProperty("fingerprint", out _)).Select(act => (act.GetProperty("what").GetString()!, NameOf(act))));
        Assert.Contains(_keys.Fingerprint("carol"), (await _place.RunAsync("report", run, "--format", "html")).MustExit(0).Out, StringComparison.Ordinal);
        Assert.Equal(["db"], (await manager.LedgerAsync()).Effects.Select(effect => effect.Target));
    }

    public async ValueTask DisposeAsync()
    {
        await _place.DisposeAsync();
        _keys.Dispose();
    }

    private string NameOf(JsonElement act)
    {
        var name = act.GetProperty("who").GetString()!.Split('@')[0];
        Assert.Equal(_keys.Fingerprint(name), act.GetProperty("fingerprint").GetString());
        return name;
    }

    private async Task RefusedAsync(string why, params string[] command) =>
        Assert.Contains(why, (await _place.RunAsync(command)).MustExit(1).Error, StringComparison.Ordinal);

    private string Key(string name) => Path.Combine(_keys.Folder, name);

    private string Runbook(SeparateManager manager)
    {
        var people = new[] { "alice", "carol", "eve" };
        _keys.Make("mallory");
        foreach (var name in people)
        {
            _keys.Make(name);
        }

        _place.Write("allowed_signers", string.Concat(people.Select(name => $"{name}@example.com {_keys.PublicLine(name)}\n")));
        return _place.Write("signed.yaml", $$"""
            {{manager.Head("signed")}}
            approvers: { operators: [alice@example.com, eve@example.com], business: [carol@example.com] }
            allowedSigners: allowed_signers
            steps:
              - { id: declare, gate: { approval: { allOf: [{ from: [operators], count: 1 }, { from: [business], count: 1 }], within: 10m } } }
              - { id: db, failover: db }
              - { id: go-live, gate: { manual: { instruction: Point the record at site B, from: [operators], within: 10m } } }
            """);
    }
}
