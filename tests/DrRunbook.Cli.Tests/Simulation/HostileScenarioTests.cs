using System.Text;
using DrRunbook.Cli.Face;
using DrRunbook.Cli.Simulation;

namespace DrRunbook.Cli.Tests.Simulation;

/// <summary>Scenario files that somebody has damaged, and texts for the terminal that somebody means to act.</summary>
public sealed class HostileScenarioTests
{
    private const string Good = """
        version: 1
        name: two vApps
        seed: 7
        managers:
          - name: site-b
            clockOffset: -7s
            accounts: [{ user: operator, password: simulated }]
            vApps:
              - { name: erp, vms: [erp1, erp2], points: [{ age: 14m, vms: [{ vm: erp2, later: 18s }] }], failovers: &a [{ sessionsPer: vm, vms: [{ vm: erp2, session: failed }] }] }
              - { name: web, failovers: *a }
            faults: [{ fault: sessionExpired, requests: [tasks], count: 2 }]
        world: { passAfter: 2s, gates: [{ gate: 'erp:verify:1', passAfter: 3s }] }
        """;

    [Fact]
    public void No_damage_to_a_scenario_makes_the_reader_throw() => HostileBytes.Feed([Encoding.UTF8.GetBytes(Good)], bytes =>
    {
        var result = ScenarioFile.Read("scenario.yaml", bytes);
        Assert.True(result.Scenario is not null || !result.Diagnostics.IsEmpty);
    });

    [Fact]
    public void Nothing_that_a_terminal_obeys_is_left_in_a_text()
    {
        const string Signs = "ab \u001b[]\u0007\u009b\u202e\u2066\u200b\u2028\u2029\n\r\t\0\ud83d\ude80\ud800é\u007f\u0085";
        string[] attacks = ["\u001b]8;;http://evil.example\u0007click", "\u001b[2J", "\u202Egnp.exe", "\r\n::error::gone", "\u0008\u0008\u0008ok", "\u009b31m"];
        var random = new Random(20261123);
        foreach (var text in attacks.Concat(Enumerable.Range(0, 3000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Signs[random.Next(Signs.Length)])))))
        {
            Assert.DoesNotContain(TerminalEncoder.Encode(text).EnumerateRunes(), rune => rune.Value == 0xFFFD || Rune.GetUnicodeCategory(rune)
                is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator);
        }
    }
}
