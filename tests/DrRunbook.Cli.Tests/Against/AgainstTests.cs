using System.Text.Json;
using DrRunbook.Cli.Git;

namespace DrRunbook.Cli.Tests.Against;

/// <summary><c>drrun plan --against</c>, over real repositories.</summary>
public sealed class AgainstTests : IDisposable
{
    private const string Head = """
        version: 1
        name: erp
        enterpriseManagers:
          site-b:
            url: https://em.site-b.example:9398
            credentials: { usernameFrom: env:SITE_B_USER, passwordFrom: env:SITE_B_PASSWORD }
        objectives: { rto: 45m, rpo: 1h }
        unfenced: the source site is dark
        defaults: { enterpriseManager: site-b }

        """;

    private const string Directory = "  - { id: directory, failover: ad, timeout: 10m, verify: [ { tcp: { address: 'dc.example:389', within: 2m } } ] }\n";
    private const string Database = "{ id: database, failover: erp-db, timeout: 20m, verify: [ { tcp: { address: 'db.example:1433', within: 2m } } ] }\n";
    private const string Files = "{ id: files, failover: erp-files, timeout: 15m, verify: [ { tcp: { address: 'files.example:445', within: 2m } } ] }\n";
    private const string Application = "  - { id: application, failover: erp-app, timeout: 10m, verify: [ { tcp: { address: 'app.example:443', within: 1m } } ] }\n";

    private const string Good = $"{Head}steps:\n{Directory}  - id: data\n    parallel:\n      steps:\n        - {Database}        - {Files}{Application}";
    private const string DatabaseLate = $"{Head}steps:\n{Directory}  - {Files}{Application}  - {Database}";

    private readonly TestCli _cli = new();
    private readonly Repository _repository;

    public AgainstTests()
    {
        _repository = new Repository(_cli.Folder);
        _repository.Write("runbooks/erp.yaml", Good);
        _repository.Commit();
    }

    private string Runbook => Path.Combine(_cli.Folder, "runbooks", "erp.yaml");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_database_moved_after_the_application_is_in_the_comment_with_the_RTO_before_and_after_and_blocks()
    {
        _repository.Write("runbooks/erp.yaml", DatabaseLate);
        _repository.Commit("Bring the application up first");

        var (code, output, error) = await PlanAsync("--against", "HEAD~1", "--format", "markdown");

        Assert.True(code == ExitCodes.NotGood, error);
        Snap.Verify(output[..output.IndexOf("- RTO", StringComparison.Ordinal)], "md");
    }

    [Fact]
    public async Task Text_tells_the_same_and_what_is_accepted_stays_listed_and_does_not_block()
    {
        _repository.Write("runbooks/erp.yaml", DatabaseLate);

        var blocked = await PlanAsync("--against", "main");
        Assert.Equal(ExitCodes.NotGood, blocked.Code);
        Snap.Verify(blocked.Output[blocked.Output.IndexOf("Against", StringComparison.Ordinal)..]);

        var partly = await PlanAsync("--against", "main", "--accept", "DR0485:database");
        Assert.Equal(ExitCodes.NotGood, partly.Code);
        Assert.Contains("1 of them accepted", partly.Output, StringComparison.Ordinal);

        var accepted = await PlanAsync("--against", "main", "--accept", "dr0485:database,DR0499");
        Assert.Equal(ExitCodes.Good, accepted.Code);
        Assert.Contains("2 changes weaken the recovery, and are accepted", accepted.Output, StringComparison.Ordinal);
        Assert.Contains("accepted    DR0485  step 'database' now comes after 'application' (was before)", accepted.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_stops_at_a_part_of_its_group_blocks_and_its_shorter_forecast_is_no_gain()
    {
        _repository.Write("runbooks/erp.yaml", Good.Replace("rpo: 1h }", "rpo: 1h, until: data }", StringComparison.Ordinal));
        _repository.Commit();
        _repository.Write("runbooks/erp.yaml", Good.Replace("rpo: 1h }", "rpo: 1h, until: files }", StringComparison.Ordinal));

        var (code, output, error) = await PlanAsync("--against", "HEAD");

        Assert.True(code == ExitCodes.NotGood, error);
        Assert.Contains("weakens     DR0495  the run is measured against something else: until", output, StringComparison.Ordinal);
        Assert.Contains("DR0499  the forecast went from", output, StringComparison.Ordinal);
        Assert.DoesNotContain("strengthens", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_the_comparison_too()
    {
        _repository.Write("runbooks/erp.yaml", DatabaseLate);

        var (code, output, _) = await PlanAsync("--against", "main", "--output", "json");

        Assert.Equal(ExitCodes.NotGood, code);
        using var json = JsonDocument.Parse(output);
        var against = json.RootElement.GetProperty("against");
        Assert.True(against.GetProperty("blocks").GetBoolean());
        Assert.Equal(40, against.GetProperty("commit").GetString()!.Length);
        Assert.Equal("45m", against.GetProperty("forecast").GetProperty("before").GetProperty("rto").GetString());
        var order = against.GetProperty("differences").EnumerateArray().First(one => one.GetProperty("code").GetString() == "DR0485");
        Assert.Equal(("database", "weakens"), (order.GetProperty("step").GetString(), order.GetProperty("effect").GetString()));
        Assert.Equal(14, order.GetProperty("at").GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task Comments_and_another_way_to_write_it_are_no_change()
    {
        _repository.Write("runbooks/erp.yaml", "# reviewed\n" + Good.Replace("unfenced: the source site is dark", "unfenced: \"the source site is dark\"   # for now", StringComparison.Ordinal));

        var (code, output, _) = await PlanAsync("--against", "HEAD");

        Assert.Equal(ExitCodes.Good, code);
        Assert.Contains("  Nothing has changed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_is_only_called_something_else_keeps_its_history()
    {
        var shop = System.Text.Encoding.UTF8.GetString(Example.Source);
        _repository.Write("runbooks/erp.yaml", shop);
        _repository.Commit();
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        _repository.Write("runbooks/erp.yaml", shop.Replace("id: directory", "id: domain", StringComparison.Ordinal));

        var (code, output, error) = await PlanAsync("--against", "HEAD");

        Assert.True(code == ExitCodes.Good, error + output);
        Assert.Contains("DR0478", output, StringComparison.Ordinal);
        Assert.DoesNotContain("DR0499", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Used_files_scripts_and_links_are_read_from_the_revision()
    {
        _repository.Write("runbooks/erp.yaml", $"{Head}steps:\n{Directory}  - {{ id: tier, uses: parts/tier.yaml }}\n  - {{ id: fence, command: {{ run: [../scripts/fence.sh] }} }}\n");
        _repository.Write("runbooks/real/tier.yaml", $"version: 1\nname: tier\nsteps:\n  - {{ id: app, failover: erp-app, verify: [ {{ tcp: {{ address: 'app.example:443', within: 1m }} }} ] }}\n");
        _repository.Write("scripts/fence.sh", "#!/bin/sh\n", executable: true);
        File.CreateSymbolicLink(Path.Combine(_cli.Folder, "runbooks", "parts"), "real");
        _repository.Commit();
        _repository.Git("tag", "v1");
        _repository.Write("runbooks/real/tier.yaml", $"version: 1\nname: tier\nsteps:\n  - {{ id: app, failover: erp-app, verify: [ {{ tcp: {{ address: 'app.example:443', within: 9m }} }} ] }}\n");
        _repository.Write("scripts/fence.sh", "#!/bin/sh\nexit 0\n", executable: true);

        var (code, output, error) = await PlanAsync("--against", "v1");

        Assert.True(code == ExitCodes.NotGood, error + output);
        Assert.Contains("DR0491  the verify gate 'tcp app.example:443' of step 'tier/app' is looser: within", output, StringComparison.Ordinal);
        Assert.Contains("DR0467  file 'scripts/fence.sh' has other content", output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Good, (await PlanAsync("--against", "v1", "--accept", "DR0491,DR0499")).Code);
    }

    [Fact]
    public async Task What_git_LFS_keeps_is_told_by_its_pointer()
    {
        const string Content = "#!/bin/sh\nexit 0\n";
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Content)));
        _repository.Write("runbooks/erp.yaml", $"{Good}  - {{ id: fence, command: {{ run: [../scripts/fence.sh] }} }}\n");
        _repository.Write("scripts/fence.sh", $"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 17\n", executable: true);
        _repository.Commit();
        _repository.Write("scripts/fence.sh", Content, executable: true);

        Assert.Contains("Nothing has changed", (await PlanAsync("--against", "HEAD")).Output, StringComparison.Ordinal);

        _repository.Write("runbooks/erp.yaml", $"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 17\n");
        _repository.Commit();
        _repository.Write("runbooks/erp.yaml", Good);

        var (code, _, error) = await PlanAsync("--against", "HEAD");
        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("Git LFS keeps it elsewhere", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "'nowhere' is neither a file nor a revision: the repository has no such commit")]
    [InlineData("--output=stolen", "'--output=stolen' is neither a file nor a revision: no revision begins with '-'")]
    [InlineData("main:runbooks/old.yaml", "there is no file 'runbooks/old.yaml' in revision 'main'")]
    [InlineData("main:../../etc/passwd", "there is no file '../../etc/passwd' in revision 'main'")]
    [InlineData("main..HEAD", "neither a file nor a revision")]
    [InlineData("HEAD:runbooks", "there is no file 'runbooks' in revision 'HEAD'")]
    public async Task What_is_not_there_is_said(string other, string expected)
    {
        var (code, _, error) = await PlanAsync($"--against={other}");

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_cli.Folder, "stolen")));
    }

    [Fact]
    public async Task A_name_that_is_a_file_and_a_revision_is_refused_and_each_can_be_named()
    {
        _repository.Write("main", Good);

        Assert.Contains("'main' is a file and a revision", (await PlanAsync("--against", "main")).Error, StringComparison.Ordinal);
        Assert.Contains("Against ./main", (await PlanAsync("--against", "./main")).Output, StringComparison.Ordinal);
        Assert.Contains("Against refs/heads/main (", (await PlanAsync("--against", "refs/heads/main")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runbook_that_had_another_name_is_named_with_the_revision()
    {
        _repository.Git("mv", "runbooks/erp.yaml", "runbooks/shop.yaml");
        _repository.Commit();

        var (code, output, error) = await _cli.InvokeAsync("plan", Path.Combine(_cli.Folder, "runbooks", "shop.yaml"), "--offline", "--against", "HEAD~1:runbooks/erp.yaml");

        Assert.True(code == ExitCodes.Good, error);
        Assert.Contains("Nothing has changed", output, StringComparison.Ordinal);
        Assert.Contains("name it: --against HEAD~1:PATH", (await _cli.InvokeAsync("plan", Path.Combine(_cli.Folder, "runbooks", "shop.yaml"), "--offline", "--against", "HEAD~1")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_may_have_inputs_of_its_own()
    {
        _repository.Write("runbooks/erp.yaml", Good.Replace("steps:\n  - { id: directory", "inputs: { wave: { required: true } }\nsteps:\n  - { id: directory", StringComparison.Ordinal));
        _repository.Commit();
        _repository.Write("runbooks/erp.yaml", Good.Replace("steps:\n  - { id: directory", "inputs: { ticket: { required: true } }\nsteps:\n  - { id: directory", StringComparison.Ordinal));

        var (code, output, error) = await PlanAsync("--input", "ticket=CHG1", "--against", "HEAD", "--against-input", "wave=1");

        Assert.True(code == ExitCodes.Good, error);
        Assert.Contains("DR0464  the plan is made for other terms: input ticket and input wave", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_modes_are_compared_where_that_is_asked_for()
    {
        const string Disaster = "  - { id: cut, when: { mode: disaster }, command: { run: [cut] }, fences: all }\n";
        _repository.Write("runbooks/erp.yaml", Good.Replace("steps:\n  - { id: directory", $"steps:\n{Disaster}  - {{ id: directory", StringComparison.Ordinal));
        _repository.Commit();
        _repository.Write("runbooks/erp.yaml", Good);

        Assert.Equal(ExitCodes.Good, (await PlanAsync("--against", "HEAD")).Code);
        var (code, output, _) = await PlanAsync("--against", "HEAD", "--each-mode");
        Assert.Equal(ExitCodes.NotGood, code);
        Assert.Contains("weakens     DR0477  step 'cut' is gone: command cut (in a disaster)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_frozen_plans_are_compared_without_a_manager()
    {
        await FreezeAsync("one.json", TimeSpan.FromMinutes(10));
        await FreezeAsync("two.json", TimeSpan.FromHours(3));

        var (code, output, error) = await _cli.InvokeAsync("plan", Path.Combine(_cli.Folder, "two.json"), "--against", Path.Combine(_cli.Folder, "one.json"));

        Assert.True(code == ExitCodes.NotGood, error);
        Assert.Contains("weakens     DR0488  step 'directory' fails over to an older restore point", output, StringComparison.Ordinal);
        Assert.Contains("3h old when planned", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add --against OTHER", "--accept", "DR0477")]
    [InlineData("add --against OTHER", "--each-mode")]
    [InlineData("must be the code of a difference", "--against", "main", "--accept", "DR0101")]
    [InlineData("must be the code of a difference", "--against", "main", "--accept", "DR0477:")]
    public async Task Options_that_do_not_go_together_are_wrong_usage(string says, params string[] options)
    {
        var (code, _, error) = await PlanAsync(options);

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_a_change_drops_or_adds_goes_to_the_side_that_has_it_and_one_that_neither_has_is_refused()
    {
        var required = Good.Replace("steps:\n  - { id: directory", "inputs: { ticket: { required: true } }\nsteps:\n  - { id: directory", StringComparison.Ordinal);
        _repository.Write("runbooks/erp.yaml", required);
        _repository.Commit();
        _repository.Write("runbooks/erp.yaml", Good);
        _repository.Commit("Ask for no ticket");

        var dropped = await PlanAsync("--input", "ticket=1", "--against", "HEAD~1", "--each-mode");
        Assert.True(dropped.Code == ExitCodes.Good, dropped.Error);
        Assert.Contains("input ticket", dropped.Output, StringComparison.Ordinal);

        var missing = await PlanAsync("--against", "HEAD~1");
        Assert.Equal(ExitCodes.Usage, missing.Code);
        Assert.Contains("DR0222", missing.Error, StringComparison.Ordinal);
        Assert.Contains("the other plan cannot be made: nothing was compared", missing.Error, StringComparison.Ordinal);

        var unknown = await PlanAsync("--input", "ticket=1", "--input", "tikcet=1", "--against", "HEAD~1");
        Assert.Equal(ExitCodes.Usage, unknown.Code);
        Assert.Contains("DR0221: a value is given for input 'tikcet'", unknown.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("input 'ticket'", unknown.Error, StringComparison.Ordinal);

        _repository.Write("runbooks/erp.yaml", required);
        var added = await PlanAsync("--input", "ticket=1", "--against", "HEAD", "--each-mode");
        Assert.True(added.Code == ExitCodes.Good, added.Error);
        Assert.Contains("DR0221", (await PlanAsync("--input", "wave=1", "--input", "ticket=1", "--against", "HEAD")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_base_that_is_in_error_is_said_to_be_and_nothing_is_compared()
    {
        _repository.Write("runbooks/erp.yaml", Good.Replace("failover: ad", "failovre: ad", StringComparison.Ordinal));
        _repository.Commit();
        _repository.Write("runbooks/erp.yaml", Good);

        var (code, output, error) = await PlanAsync("--against", "HEAD");

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Equal("", output);
        Assert.Contains("HEAD:runbooks/erp.yaml:11:5: error", error, StringComparison.Ordinal);
        Assert.Contains("the other plan cannot be made: nothing was compared", error, StringComparison.Ordinal);
    }

    /// <summary>A rehearsal asks git whether the runbook was changed, which is when git starts the programs of its configuration.</summary>
    [Fact]
    public async Task Hooks_and_programs_of_the_repository_are_not_started()
    {
        var mark = Path.Combine(_cli.Folder, "started");
        _repository.Write(".git/started.sh", $"#!/bin/sh\ntouch {mark}\n", executable: true);
        _repository.Write(".git/hooks/post-index-change", $"#!/bin/sh\ntouch {mark}\n", executable: true);
        _repository.Git("config", "core.fsmonitor", Path.Combine(_cli.Folder, ".git", "started.sh"));
        File.WriteAllText(Runbook, DatabaseLate);
        _repository.Git("status");
        Assert.True(File.Exists(mark), "git starts none of them by itself: this shows nothing");
        File.Delete(mark);

        Assert.Equal(ExitCodes.NotGood, (await PlanAsync("--against", "HEAD")).Code);
        var (_, _, error) = await _cli.InvokeAsync("rehearse", Runbook);

        Assert.False(File.Exists(mark), error);
        Assert.True(GitState.Of(_cli.Folder, ["runbooks/erp.yaml"])!.Dirty);
        Assert.False(File.Exists(mark));
    }

    /// <summary>Anybody can commit the files of a bare repository; git would take the folder for one, with all that its configuration says.</summary>
    [Fact]
    public async Task A_folder_that_only_looks_like_a_repository_is_not_taken_for_one()
    {
        _repository.Write("evil/runbooks/erp.yaml", DatabaseLate);
        _repository.Write("runbooks/erp.yaml", DatabaseLate);
        _repository.Git("init", "--quiet", "--bare", "--initial-branch=main", "runbooks");
        _repository.Git("--git-dir=runbooks", "--work-tree=evil", "add", "--all");
        _repository.Git("--git-dir=runbooks", "--work-tree=evil", "commit", "--quiet", "--message", "all");
        _repository.Git("--git-dir=runbooks", "config", "core.bare", "false");
        _repository.Git("--git-dir=runbooks", "config", "core.worktree", "..");

        var (code, output, error) = await PlanAsync("--against", "main");

        Assert.True(code == ExitCodes.Usage, output);
        Assert.Contains("main", error, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Error)> PlanAsync(params string[] options) => _cli.InvokeAsync(["plan", Runbook, "--offline", .. options]);

    private async Task FreezeAsync(string file, TimeSpan age)
    {
        var (code, _, error) = await PlanAsync("--out", Path.Combine(_cli.Folder, "selectors-" + file), "--points", "select");
        Assert.True(code == ExitCodes.Good, error);
        var plan = PlanJson.Read(await File.ReadAllBytesAsync(Path.Combine(_cli.Folder, "selectors-" + file), TestContext.Current.CancellationToken));
        var pinned = plan with { Points = FrozenPoints.Pinned, Steps = [.. plan.Steps.Select(step => step.Action is FailoverAction ? step with { Point = Point(plan, step, age) } : step)] };
        await File.WriteAllBytesAsync(Path.Combine(_cli.Folder, file), PlanJson.Write(pinned), TestContext.Current.CancellationToken);
    }

    private static RestorePoint Point(Plan plan, PlanStep step, TimeSpan age) =>
        new($"urn:{step.Id}:{age.TotalMinutes}", $"{step.Id}", step.Id.Value, $"replica-{step.Id}", null, "server", null, plan.PlannedAt - age, []);
}
