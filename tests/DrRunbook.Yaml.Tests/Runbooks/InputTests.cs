using DrRunbook.Core.Runbooks;

namespace DrRunbook.Yaml.Tests.Runbooks;

/// <summary>Inputs, and what becomes of them in a runbook.</summary>
public sealed class InputTests : IDisposable
{
    private const string Head =
        """
        version: 1
        name: inputs
        enterpriseManagers: { site-b: { url: 'https://em.site-b.example:9398' } }
        environment: [SECRET]

        """;

    private readonly RunbookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_given_value_wins_over_the_default()
    {
        const string Yaml = Head + "inputs: { vapp: { default: erp-db } }\nsteps: [ { id: db, failover: '${inputs.vapp}' } ]\n";

        Assert.Equal("erp-db", VApp(_folder.Valid(Yaml)));
        Assert.Equal("crm-db", VApp(_folder.Valid(Yaml, ("vapp", "crm-db"))));
    }

    [Fact]
    public void A_value_that_looks_like_a_reference_stays_what_it_is()
    {
        var runbook = _folder.Valid(
            Head + "inputs: { text: { required: true } }\nsteps:\n"
            + "  - { id: tell, command: { run: [tell, 'x ${inputs.text}', '${inputs.text}{env.SECRET}'] } }\n"
            + "  - { id: post, http: { method: POST, url: 'https://x.example', body: { text: '${inputs.text}' } } }\n",
            ("text", "${env.SECRET}"));

        var run = ((CommandAction)runbook.Steps[0].Action).Command.Run;
        Assert.All(run, argument => Assert.Empty(argument.References));
        Assert.Equal("x ${env.SECRET}", run[1].Expand(_ => "leaked"));
        var body = ((HttpAction)runbook.Steps[1].Action).Body!.Json!;
        Assert.Equal("""{"text":"$${env.SECRET}"}""", body);
    }

    [Fact]
    public void Pieces_that_join_to_a_reference_stay_text()
    {
        var runbook = _folder.Valid(
            Head + "inputs: { sign: { default: $ } }\nsteps: [ { id: tell, command: { run: [tell, '${inputs.sign}{env.SECRET}'] } } ]\n");

        var written = ((CommandAction)runbook.Steps[0].Action).Command.Run[1].ToString();
        Assert.Empty(TextTemplate.Parse(written).References);
    }

    [Fact]
    public void A_value_stays_one_argument()
    {
        var runbook = _folder.Valid(
            Head + "inputs: { text: { required: true } }\nsteps: [ { id: tell, command: { run: [tell, '${inputs.text}'] } } ]\n", ("text", "a b; rm -rf /"));

        Assert.Equal(["tell", "a b; rm -rf /"], ((CommandAction)runbook.Steps[0].Action).Command.Run.Select(argument => argument.ToString()));
    }

    [Fact]
    public void A_value_may_stand_where_a_duration_number_time_or_truth_value_is_expected()
    {
        var runbook = _folder.Valid(
            Head +
            """
            inputs: { long: { default: 90m }, count: { default: '3' }, yes: { default: 'true' }, when: { default: '2026-11-23T08:00:00Z' } }
            steps:
              - { id: a, timeout: '${inputs.long}', retry: { attempts: '${inputs.count}' }, failover: { vApp: x, allowStale: '${inputs.yes}', restorePoint: { before: '${inputs.when}' } } }
            """);

        var step = runbook.Steps[0];
        Assert.Equal(TimeSpan.FromMinutes(90), step.Timeout);
        Assert.Equal(3, step.Retry.Attempts);
        Assert.True(((FailoverAction)step.Action).AllowStale);
        Assert.Equal(8, ((PointBefore)((FailoverAction)step.Action).RestorePoint).Time.Hour);
    }

    [Fact]
    public void A_value_of_the_wrong_kind_is_reported_where_it_is_used() =>
        Assert.Equal(
            "runbook.yaml:6:28: error DR0120: 'timeout' 'soon' is no duration such as 500ms, 30s, 45m, 2h or 1h30m, of at most a year (8760h)",
            _folder.Findings(Head + "inputs: { long: { required: true } }\nsteps: [ { id: a, timeout: '${inputs.long}', failover: x } ]\n", true, ("long", "soon")));

    [Fact]
    public void While_a_value_is_open_nothing_is_held_against_it()
    {
        const string Yaml = Head +
            """
            approvers: { ops: [alice@example.com] }
            inputs: { x: { required: true } }
            steps:
              - { id: a, timeout: '${inputs.x}', target: '${inputs.x}', retry: { attempts: '${inputs.x}', backoff: '${inputs.x}' }, failover: { vApp: '${inputs.x}', enterpriseManager: '${inputs.x}', allowStale: '${inputs.x}', restorePoint: { before: '${inputs.x}' } } }
              - { id: b, onFailure: '${inputs.x}', failover: { vApp: y, restorePoint: { id: '${inputs.x}' } } }
              - { id: c, fences: ['${inputs.x}'], command: { run: ['${inputs.x}/y'], workingDirectory: '${inputs.x}', successExitCodes: ['${inputs.x}'] } }
              - { id: d, http: { url: '${inputs.x}', method: '${inputs.x}', status: '${inputs.x}', headers: { XFrom: '${inputs.x}' } } }
              - { id: e, gate: { approval: { from: ['${inputs.x}'], count: '${inputs.x}', within: '${inputs.x}' } } }
              - { id: f, gate: { window: { from: '${inputs.x}', to: '${inputs.x}', timeZone: '${inputs.x}', days: ['${inputs.x}'] } } }
              - { id: g, gate: { dns: { name: '${inputs.x}', type: '${inputs.x}', server: '${inputs.x}', equals: ['${inputs.x}'] } } }
              - { id: h, gate: { tcp: '${inputs.x}' } }
              - { id: i, gate: { wait: '${inputs.x}' } }
            """;

        Assert.Equal("", _folder.Findings(Yaml, inputsRequired: false));
        Assert.NotEqual("", _folder.Findings(Yaml, inputsRequired: false, ("x", "!")));
    }

    [Theory]
    [InlineData("pattern: 'CHG[0-9]+'", "CHG12", "")]
    [InlineData("pattern: 'CHG[0-9]+'", "xCHG12", "DR0223: value 'xCHG12' of input 'x' does not match 'CHG[0-9]+'")]
    [InlineData("pattern: 'a|b'", "ab", "DR0223")]
    [InlineData("pattern: 'CHG[0-9]+'", "CHG12\n", "DR0223")]
    [InlineData("choices: [a, b]", "a", "")]
    [InlineData("choices: [a, b]", "A", "DR0223: value 'A' of input 'x' is none of a, b")]
    public void Given_values_keep_to_the_rules(string rule, string value, string finding)
    {
        var findings = _folder.Findings($"{Head}inputs: {{ x: {{ required: true, {rule} }} }}\nsteps: [ {{ id: a, failover: x }} ]\n", inputsRequired: false, ("x", value));

        Assert.Equal(finding.Length == 0, findings.Length == 0);
        Assert.Contains(finding, findings, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_for_no_input_is_reported_with_what_was_probably_meant() =>
        Assert.Equal(
            "runbook.yaml: error DR0221: a value is given for input 'tikcet', which is not declared under 'inputs'\n    help: did you mean 'ticket'?",
            _folder.Findings(Head + "inputs: { ticket: { default: x } }\nsteps: [ { id: a, failover: x } ]\n", false, ("tikcet", "1")));

    [Theory]
    [InlineData("(a+)+b")]
    [InlineData("(x+x+)+y")]
    [InlineData("(([a-z])+.)+[A-Z]([a-z])+")]
    public void No_pattern_is_slow(string pattern) =>
        Assert.Contains("DR0223", _folder.Findings($"{Head}inputs: {{ x: {{ required: true, pattern: '{pattern}' }} }}\nsteps: [ {{ id: a, failover: x }} ]\n", false, ("x", new string('a', 50_000))), StringComparison.Ordinal);

    [Theory]
    [InlineData("(?=a)b")]
    [InlineData(@"(a)\1")]
    [InlineData("(?>a)")]
    [InlineData("((((a{99}){99}){99}){99}){99}")]
    public void A_pattern_that_could_be_slow_is_refused(string pattern) =>
        Assert.Contains("DR0220", _folder.Findings($"{Head}inputs: {{ x: {{ required: true, pattern: '{pattern}' }} }}\nsteps: [ {{ id: a, failover: x }} ]\n", false), StringComparison.Ordinal);

    [Fact]
    public void Text_as_written_needs_no_quotes()
    {
        var runbook = _folder.Valid(Head + "labels: { tier: 1, gold: true, none: }\nsteps: [ { id: a, labels: { port: 0012 }, command: { run: [x, 0, 1433, true, null, 1.50], env: { A: 0, B: no, C: } } } ]\n");

        Assert.Equal(["1", "true", ""], new[] { "tier", "gold", "none" }.Select(key => runbook.Labels[key]));
        Assert.Equal("0012", runbook.Steps[0].Labels["port"]);
        var command = ((CommandAction)runbook.Steps[0].Action).Command;
        Assert.Equal(["x", "0", "1433", "true", "null", "1.50"], command.Run.Select(argument => argument.ToString()));
        Assert.Equal(["0", "no", ""], command.Env.Values.Select(value => value.Text!.ToString()));
    }

    private static string VApp(Runbook runbook) => ((FailoverAction)runbook.Steps[0].Action).VApp;
}
