namespace DrRunbook.Cli.Tests.Pipeline;

/// <summary>The GitHub action: its file held against rules, and what it runs run really.</summary>
public sealed class ActionTests : IDisposable
{
    private static readonly DrRunbook.Yaml.Nodes.LocatedNode Action = PipelineFile.Read("action.yml");

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void No_script_holds_an_expression_and_every_input_is_used()
    {
        var steps = Action.Get("runs").Get("steps").Items();
        var scripts = steps.Where(step => step.Find("run") is not null).ToList();

        Assert.Equal(3, scripts.Count);
        Assert.All(scripts, step => Assert.DoesNotContain("${{", step.Get("run").Text(), StringComparison.Ordinal));
        Assert.All(scripts, step => Assert.Equal("bash", step.Get("shell").Text()));
        Assert.All(steps.Where(step => step.Find("uses") is not null), step => Assert.Matches("^actions/[a-z-]+@v[0-9]+$", step.Get("uses").Text()));
        var handed = steps.SelectMany(step => step.Find("env") is { } env ? env.Entries().Select(entry => entry.Value.Text()) : []).ToList();
        Assert.All(Action.Get("inputs").Entries(), input => Assert.Contains($"${{{{ inputs.{input.Key.Text} }}}}", handed));
        Assert.Equal("composite", Action.Get("runs").Get("using").Text());
    }

    [Fact]
    public async Task A_good_runbook_passes_and_the_summary_tells_of_it()
    {
        _shell.Write("runbooks/shop.yaml", Shell.Good);

        var (code, said) = await CheckAsync(("inputs", "./runbooks/shop.yaml ticket=CHG 1"), ("sarif", "drrun.sarif"));

        Assert.True(code == 0, said);
        Assert.Contains("== drrun rehearse runbooks/shop.yaml --mode drill --input ticket=CHG 1", said, StringComparison.Ordinal);
        Assert.Contains("### drrun plan: shop", _shell.Read("summary.md"), StringComparison.Ordinal);
        Assert.Contains("\"2.1.0\"", _shell.Read("drrun.sarif"), StringComparison.Ordinal);
        Assert.False(_shell.Has("started"), "a program of the runbook was started");
        Assert.Matches("(?s)::stop-commands::(?<token>[0-9a-f]{32})\n.*::\\k<token>::\n$", said);
    }

    [Fact]
    public async Task A_wrong_runbook_fails_with_an_annotation_whatever_the_others_do()
    {
        _shell.Write("runbooks/bad.yaml", Shell.Good.Replace("gate:", "gaet:", StringComparison.Ordinal));

        var (code, said) = await CheckAsync(("inputs", "ticket=1"));

        Assert.True(code == 2, said);
        Assert.Contains("::error file=runbooks/bad.yaml,line=13", said, StringComparison.Ordinal);
        Assert.Contains("DR0116", _shell.Read("summary.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runbook_that_is_not_canonical_fails_where_that_is_asked_for()
    {
        _shell.Write("runbooks/shop.yaml", Shell.Good.Replace("gate: { wait: 1s }", "gate: {wait: 1s}", StringComparison.Ordinal));

        var (code, said) = await CheckAsync(("inputs", "ticket=1"), ("fmt", "true"));

        Assert.True(code == 1, said);
        Assert.Contains("-    gate: {wait: 1s}\n+    gate: { wait: 1s }\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_weakens_the_recovery_fails_unless_it_is_meant_and_a_new_runbook_is_no_change()
    {
        _shell.Write("runbooks/shop.yaml", Shell.Good);
        await _shell.CommitAsync();
        _shell.Write("runbooks/shop.yaml", Shell.Good.Replace("  - id: pause\n    gate: { wait: 1s }\n\n", "", StringComparison.Ordinal));
        _shell.Write("runbooks/second.yaml", Shell.Good.Replace("name: shop", "name: second", StringComparison.Ordinal));

        var (code, said) = await CheckAsync(("inputs", "ticket=1"), ("against", "HEAD"));
        var (accepted, told) = await CheckAsync(("inputs", "ticket=1"), ("against", "HEAD"), ("accept", "DR0477:pause,DR0489"));

        Assert.True(code == 1, said);
        Assert.Contains("DR0477", _shell.Read("summary.md"), StringComparison.Ordinal);
        Assert.Contains("runbooks/second.yaml is new since HEAD", said, StringComparison.Ordinal);
        Assert.True(accepted == 0, told);
    }

    [Fact]
    public async Task A_runbook_that_was_renamed_is_held_against_what_it_was_and_named_by_a_full_path_too()
    {
        _shell.Write("runbooks/shop.yaml", Shell.Good);
        await _shell.CommitAsync();
        await _shell.RunAsync("git mv runbooks/shop.yaml runbooks/store.yaml");
        _shell.Write("runbooks/store.yaml", Shell.Good.Replace("  - id: pause\n    gate: { wait: 1s }\n\n", "", StringComparison.Ordinal));

        var (code, said) = await CheckAsync(("runbooks", $"{_shell.Folder}/runbooks/*.yaml"), ("inputs", "ticket=1"), ("against", "HEAD"));

        Assert.True(code == 1, said);
        Assert.Contains("runbooks/store.yaml was runbooks/shop.yaml at HEAD", said, StringComparison.Ordinal);
        Assert.Contains("step 'pause' is gone", said, StringComparison.Ordinal);
        Assert.DoesNotContain("shop.yaml is gone", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_weakens_a_disaster_alone_fails_in_the_check_of_a_drill()
    {
        const string Cut = "  - { id: cut, when: { mode: disaster }, command: { run: [scripts/note, cut] }, fences: all }\n";
        _shell.Write("runbooks/shop.yaml", Shell.Good + Cut);
        await _shell.CommitAsync();
        _shell.Write("runbooks/shop.yaml", Shell.Good);

        var (code, said) = await CheckAsync(("runbooks", $"{_shell.Folder}/runbooks/*.yaml"), ("inputs", "ticket=1"), ("against", "HEAD"));

        Assert.True(code == 1, said);
        Assert.Contains("step 'cut' is gone: command runbooks/scripts/note cut (in a disaster)", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runbook_that_is_gone_fails_unless_that_is_meant_and_one_that_no_glob_names_does_not()
    {
        _shell.Write("runbooks/shop.yaml", Shell.Good);
        _shell.Write("runbooks/old.yaml", Shell.Good.Replace("name: shop", "name: old", StringComparison.Ordinal));
        _shell.Write("runbooks/parts/tier.yaml", "version: 1\nname: tier\n");
        await _shell.CommitAsync();
        await _shell.RunAsync("mkdir away && git mv runbooks/old.yaml away/old.yaml && git rm -q runbooks/parts/tier.yaml");

        var (code, said) = await CheckAsync(("inputs", "ticket=1"), ("against", "HEAD"));
        var (meant, told) = await CheckAsync(("inputs", "ticket=1"), ("against", "HEAD"), ("removed", "runbooks/old.yaml"));

        Assert.True(code == 1, said);
        Assert.Contains("drrun: error: runbooks/old.yaml is gone since HEAD", said, StringComparison.Ordinal);
        Assert.Contains("runbooks/old.yaml is gone since HEAD", _shell.Read("summary.md"), StringComparison.Ordinal);
        Assert.DoesNotContain("tier.yaml", said, StringComparison.Ordinal);
        Assert.True(meant == 0, told);
        Assert.Contains("runbooks/old.yaml is gone since HEAD, as is meant", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_drops_a_required_input_can_pass_and_one_that_nobody_asks_for_cannot()
    {
        _shell.Write("runbooks/shop.yaml", Shell.Good);
        await _shell.CommitAsync();
        _shell.Write("runbooks/shop.yaml", Shell.Good.Replace("inputs:\n  ticket: { required: true }\n\n", "", StringComparison.Ordinal).Replace("'${inputs.ticket}'", "none", StringComparison.Ordinal));

        var (code, said) = await CheckAsync(("inputs", "ticket=1"), ("against", "HEAD"), ("accept", "DR0487"));
        var (unknown, told) = await CheckAsync(("inputs", "ticket=1\ntikcet=1"), ("against", "HEAD"), ("accept", "DR0487"));

        Assert.True(code == 0, said);
        Assert.Contains("== drrun rehearse runbooks/shop.yaml --mode drill\n", said, StringComparison.Ordinal);
        Assert.True(unknown == 2, told);
    }

    [Theory]
    [InlineData("fmt", "yes")]
    [InlineData("each-failure", "True")]
    [InlineData("inputs", "ticket")]
    [InlineData("inputs", "runbooks/other.yaml ticket=1")]
    [InlineData("against", "--output=pwned")]
    [InlineData("against", "no-such-revision")]
    [InlineData("runbooks", "$(touch pwned)")]
    [InlineData("runbooks", "`touch pwned`; touch pwned")]
    [InlineData("mode", "drill; touch pwned")]
    public async Task What_an_input_says_is_never_a_command(string input, string value)
    {
        _shell.Write("runbooks/shop.yaml", Shell.Good);

        var (code, said) = await CheckAsync((input, value));

        Assert.True(code == 2, said);
        Assert.False(_shell.Has("pwned"));
    }

    /// <summary>Runs the action's check as its runner would, with the values of the inputs that are given and the defaults of the others.</summary>
    private Task<(int Code, string Said)> CheckAsync(params (string Name, string Value)[] inputs)
    {
        var step = Action.Get("runs").Get("steps").Items().Single(step => step.Find("id")?.Text() == "check");
        foreach (var variable in step.Get("env").Entries())
        {
            var name = variable.Value.Text()["${{ inputs.".Length..^" }}".Length];
            var given = inputs.FirstOrDefault(input => input.Name == name).Value;
            _shell.Variables[variable.Key.Text] = given ?? Action.Get("inputs").Get(name).Get("default").Text();
        }

        // Warnings of this little runbook are not what these tests are about.
        _shell.Variables["DRRUN_STRICT"] = "false";
        _shell.Variables["GITHUB_ACTIONS"] = "true";
        _shell.Variables["GITHUB_ACTION_PATH"] = PipelineFile.Root;
        _shell.Variables["GITHUB_STEP_SUMMARY"] = Path.Combine(_shell.Folder, "summary.md");
        return _shell.RunAsync(step.Get("run").Text());
    }
}
