using DrRunbook.Core.Runbooks;

namespace DrRunbook.Yaml.Tests.Runbooks;

/// <summary>Files drawn into a runbook.</summary>
public sealed class UsesTests : IDisposable
{
    private const string Head =
        """
        version: 1
        name: parent
        enterpriseManagers: { site-b: { url: 'https://em.site-b.example:9398' } }
        approvers: { ops: [alice@example.com, bob@example.com] }
        environment: [PAGER_URL]

        """;

    private const string Database =
        """
        version: 1
        name: database
        objectives: { rto: 30m, until: db }
        inputs: { vapp: { required: true }, site: { default: b, choices: [b, c] } }
        defaults: { timeout: 90m, restorePoint: { maxAge: 1h } }
        steps:
          - { id: db, failover: '${inputs.vapp}' }
          - { id: standby, when: { site: c }, failover: { vApp: erp-standby, restorePoint: { notNewerThan: db } } }
          - { id: tell, command: { run: [scripts/tell, '${steps.db.outcome}', '${inputs.site}'] } }

        """;

    private readonly RunbookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_steps_of_a_used_file_stand_in_a_group_under_its_id()
    {
        _folder.Write("parts/database.yaml", Database);

        var runbook = _folder.Valid(Head + "steps: [ { id: erp, uses: parts/database.yaml, with: { vapp: 4711, site: c } } ]\n");

        var group = Assert.IsType<SequenceAction>(runbook.Steps[0].Action);
        Assert.Equal("parts/database.yaml", group.UsedFile);
        Assert.Equal(["erp/db", "erp/standby", "erp/tell"], group.Steps.Select(step => step.Id.Value));
        Assert.Equal(TimeSpan.FromMinutes(30), runbook.Steps[0].Rto);
        var first = Assert.IsType<FailoverAction>(group.Steps[0].Action);
        Assert.Equal("4711", first.VApp);
        Assert.Equal("site-b", first.EnterpriseManager.Value);
        Assert.Equal(new PointWithMaxAge(TimeSpan.FromHours(1)), first.RestorePoint);
        Assert.Equal(TimeSpan.FromMinutes(90), group.Steps[0].Timeout);
        Assert.EndsWith("parts/database.yaml", group.Steps[0].At.File, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_used_file_refers_to_is_its_own()
    {
        _folder.Write("database.yaml", Database);

        var runbook = _folder.Valid(Head + "steps: [ { id: erp, uses: ./database.yaml, with: { vapp: erp-db } }, { id: crm, uses: ./database.yaml, with: { vapp: crm-db, site: c } } ]\n");

        var steps = ((SequenceAction)runbook.Steps[1].Action).Steps;
        Assert.Equal(["crm/db"], ((PointNotNewerThan)((FailoverAction)steps[1].Action).RestorePoint).Steps.Select(step => step.Value));
        Assert.Equal(["crm/site"], steps[1].When!.Inputs.Keys);
        Assert.Equal("${steps.crm/db.outcome}", ((CommandAction)steps[2].Action).Command.Run[1].ToString());
        Assert.Equal("b", runbook.InputValues["erp/site"]);
        Assert.True(steps[1].When!.Holds(RunMode.Drill, runbook.InputValues));
        Assert.False(((SequenceAction)runbook.Steps[0].Action).Steps[1].When!.Holds(RunMode.Drill, runbook.InputValues));
        Assert.Equal(["runbook.yaml", "database.yaml"], runbook.Sources.Select(source => source.Path));
    }

    [Fact]
    public void The_runbook_may_refer_to_a_step_of_a_used_file()
    {
        _folder.Write("database.yaml", Database);

        var runbook = _folder.Valid(Head +
            """
            objectives: { rto: 2h, until: erp/db }
            steps:
              - { id: erp, uses: ./database.yaml, with: { vapp: erp-db } }
              - { id: app, failover: { vApp: erp-app, restorePoint: { notNewerThan: erp/db } } }
            """);

        Assert.Equal("erp/db", runbook.Objectives.Until?.Value);
    }

    [Fact]
    public void The_rto_of_the_using_step_wins()
    {
        _folder.Write("database.yaml", Database);

        var runbook = _folder.Valid(Head + "steps: [ { id: erp, uses: ./database.yaml, with: { vapp: erp-db }, rto: 45m } ]\n");

        Assert.Equal(TimeSpan.FromMinutes(45), runbook.Steps[0].Rto);
    }

    [Fact]
    public void Defaults_that_a_used_file_leaves_open_are_those_of_the_file_that_uses_it()
    {
        _folder.Write("part.yaml", "version: 1\nname: part\ndefaults: { timeout: 5m }\nsteps: [ { id: db, failover: erp-db } ]\n");

        var runbook = _folder.Valid(
            """
            version: 1
            name: parent
            enterpriseManagers: { a: { url: 'https://a.example' }, b: { url: 'https://b.example' } }
            defaults: { enterpriseManager: b, timeout: 90m }
            steps: [ { id: part, uses: part.yaml }, { id: app, failover: erp-app } ]
            """);

        var used = ((SequenceAction)runbook.Steps[0].Action).Steps[0];
        Assert.Equal("b", ((FailoverAction)used.Action).EnterpriseManager.Value);
        Assert.Equal(TimeSpan.FromMinutes(5), used.Timeout);
        Assert.Equal(TimeSpan.FromMinutes(90), runbook.Steps[1].Timeout);
    }

    [Fact]
    public void Programs_and_files_are_relative_to_the_file_that_names_them()
    {
        _folder.Write("parts/database.yaml", Database);

        var runbook = _folder.Valid(Head + "steps: [ { id: erp, uses: parts/database.yaml, with: { vapp: erp-db } } ]\n");

        var tell = (CommandAction)((SequenceAction)runbook.Steps[0].Action).Steps[2].Action;
        Assert.Equal("parts/scripts/tell", tell.Command.Run[0].ToString());
    }

    [Fact]
    public void Mistakes_in_a_used_file_stand_in_that_file_and_are_told_once()
    {
        _folder.Write("parts/part.yaml", "version: 1\nname: part\nsteps:\n  - { id: db, failovr: erp-db }\n");

        Assert.Equal(
            """
            parts/part.yaml:4:5: error DR0202: step 'db' has no action; exactly one of failover, gate, parallel, sequence, command, http, uses is needed
            parts/part.yaml:4:15: error DR0116: 'failovr' is no key of a step
                help: did you mean 'failover'?
            """.ReplaceLineEndings("\n"),
            _folder.Findings(Head + "steps: [ { id: a, uses: ./parts/../parts/part.yaml }, { id: b, uses: parts/part.yaml } ]\n"));
    }

    [Theory]
    [InlineData("with: { vapp: x, sitte: b }", "DR0221: a value is given for input 'sitte'", "did you mean 'site'?")]
    [InlineData("with: { site: b }", "DR0222: required input 'vapp' has no value", "")]
    [InlineData("with: { vapp: x, site: d }", "DR0223: value 'd' of input 'site' is none of b, c", "")]
    public void Inputs_come_from_with_alone(string with, string finding, string help)
    {
        _folder.Write("database.yaml", Database);

        var findings = _folder.Findings($"{Head}inputs: {{ vapp: {{ default: unused }} }}\nsteps: [ {{ id: erp, uses: ./database.yaml, {with} }} ]\n");

        Assert.Contains(finding, findings, StringComparison.Ordinal);
        Assert.Contains(help, findings, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_uses_itself_over_others_is_told_as_a_circle()
    {
        _folder.Write("a.yaml", "version: 1\nname: a\nsteps: [ { id: b, uses: sub/b.yaml } ]\n");
        _folder.Write("sub/b.yaml", "version: 1\nname: b\nsteps: [ { id: a, uses: ../a.yaml } ]\n");

        Assert.Equal(
            "sub/b.yaml:3:25: error DR0230: these files use each other in a circle: 'a.yaml' -> 'sub/b.yaml' -> 'a.yaml'",
            _folder.Findings(Head + "steps: [ { id: a, uses: a.yaml } ]\n"));
        Assert.Contains("DR0230", _folder.Findings(Head + "steps: [ { id: a, uses: runbook.yaml } ]\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_of_files_ends_at_its_limit()
    {
        for (var i = 0; i < 40; i++)
        {
            _folder.Write($"f{i}.yaml", $"version: 1\nname: f\nsteps: [ {{ id: next, {(i == 39 ? "gate: { wait: 1s }" : $"uses: f{i + 1}.yaml")} }} ]\n");
        }

        Assert.Contains("DR0234", _folder.Findings(Head + "steps: [ { id: first, uses: f0.yaml } ]\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("DR0234", _folder.Findings(Head + "steps: [ { id: first, uses: f8.yaml } ]\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("finally: [ { id: x, gate: { wait: 1s } } ]", "DR0232")]
    [InlineData("afterFailure: [ { id: x, gate: { wait: 1s } } ]", "DR0232")]
    [InlineData("enterpriseManagers: { site-b: { url: 'https://elsewhere.example' } }", "DR0231: manager 'site-b' of a used file differs")]
    [InlineData("enterpriseManagers: { site-c: { url: 'https://em.site-b.example:9398' } }", "DR0231: manager 'site-c' of a used file does not exist")]
    [InlineData("approvers: { ops: [alice@example.com] }", "DR0231: role 'ops' of a used file differs")]
    [InlineData("approvers: { owner: [alice@example.com] }", "DR0231: role 'owner' of a used file does not exist")]
    [InlineData("environment: [OTHER]", "DR0231: variable 'OTHER' of a used file does not exist")]
    public void A_used_file_adds_nothing_to_trust(string top, string finding)
    {
        _folder.Write("part.yaml", $"version: 1\nname: part\n{top}\nsteps: [ {{ id: db, failover: erp-db }} ]\n");

        Assert.StartsWith($"part.yaml:3:", _folder.Findings(Head + "steps: [ { id: part, uses: part.yaml } ]\n"), StringComparison.Ordinal);
        Assert.Contains(finding, _folder.Findings(Head + "steps: [ { id: part, uses: part.yaml } ]\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_used_file_may_repeat_what_the_runbook_states()
    {
        _folder.Write("part.yaml",
            """
            version: 1
            name: part
            enterpriseManagers: { site-b: { url: 'https://em.site-b.example:9398/' } }
            approvers: { ops: [bob@example.com, alice@example.com] }
            environment: [PAGER_URL]
            steps:
              - { id: agreed, gate: { approval: { from: [ops], count: 2 } } }
              - { id: page, http: { url: '${env.PAGER_URL}' } }
            """);

        Assert.Equal("", _folder.Findings(Head + "steps: [ { id: part, uses: part.yaml } ]\n"));
    }

    [Fact]
    public void A_used_file_may_state_that_it_reads_no_variable()
    {
        _folder.Write("part.yaml", "version: 1\nname: part\nenvironment: []\nsteps: [ { id: db, failover: erp-db } ]\n");

        Assert.Equal("", _folder.Findings(Head + "steps: [ { id: part, uses: part.yaml } ]\n"));
    }

    [Fact]
    public void A_file_that_only_serves_uses_is_valid_alone_and_says_so()
    {
        _folder.Write("part.yaml",
            """
            version: 1
            name: part
            steps:
              - { id: agreed, gate: { approval: { from: [ops], count: 2 } } }
              - { id: page, http: { url: '${env.PAGER_URL}' } }
              - { id: fence, fences: [erp-app], command: { run: [isolate] } }
              - { id: db, failover: { vApp: erp-db, enterpriseManager: site-b } }
            """);

        var alone = _folder.Load("part.yaml");

        Assert.Empty(alone.Diagnostics);
        Assert.True(alone.OnlyServesUses);
        Assert.NotNull(alone.Runbook);
    }

    [Fact]
    public void Steps_of_used_files_count_as_often_as_they_are_used()
    {
        _folder.Write("part.yaml", $"version: 1\nname: part\nsteps:\n{string.Concat(Enumerable.Range(0, 300).Select(i => $"  - {{ id: s{i}, gate: {{ wait: 1s }} }}\n"))}");

        string Uses(int times) => $"{Head}steps:\n{string.Concat(Enumerable.Range(0, times).Select(i => $"  - {{ id: u{i}, uses: part.yaml }}\n"))}";

        Assert.Equal("", _folder.Findings(Uses(166)));
        Assert.Equal("runbook.yaml: error DR0233: the runbook has more than 50000 steps, used files included", _folder.Findings(Uses(167)));
    }

    [Fact]
    public void Values_of_used_files_count_as_often_as_they_are_used()
    {
        _folder.Write("part.yaml", $"version: 1\nname: part\nsteps: [ {{ id: x, fences: [{string.Join(", ", Enumerable.Range(0, 100_000).Select(i => $"v{i}"))}], gate: {{ wait: 1s }} }} ]\n");

        Assert.Contains("DR0109", _folder.Findings($"{Head}steps:\n{string.Concat(Enumerable.Range(0, 30).Select(i => $"  - {{ id: u{i}, uses: part.yaml }}\n"))}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_that_double_on_their_way_down_end_at_a_limit()
    {
        for (var i = 0; i < 25; i++)
        {
            var step = i == 24 ? "command: { run: [x, '${inputs.x}'] }" : $"uses: f{i + 1}.yaml, with: {{ x: '${{inputs.x}}${{inputs.x}}' }}";
            _folder.Write($"f{i}.yaml", $"version: 1\nname: f\ninputs: {{ x: {{ required: true }} }}\nsteps: [ {{ id: next, {step} }} ]\n");
        }

        Assert.Contains("DR0245", _folder.Findings(Head + "steps: [ { id: first, uses: f0.yaml, with: { x: abcdefgh } } ]\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_whose_name_is_an_open_input_cannot_be_followed() =>
        Assert.Contains(
            "DR0243", _folder.Findings(Head + "inputs: { part: { required: true } }\nsteps: [ { id: x, uses: '${inputs.part}.yaml' } ]\n", inputsRequired: false), StringComparison.Ordinal);
}
