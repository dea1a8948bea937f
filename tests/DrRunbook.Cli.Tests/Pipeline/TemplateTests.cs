using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Cli.Tests.Pipeline;

/// <summary>The GitLab template and the hooks for pre-commit, run really.</summary>
public sealed class TemplateTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void The_template_puts_inputs_into_variables_and_never_into_scripts()
    {
        var (header, jobs) = Template();
        var lines = jobs.Entries().SelectMany(job => Lines(job.Value, "before_script").Concat(Lines(job.Value, "script"))).ToList();

        Assert.Equal([".drrun", "drrun-validate", "drrun-plan", "drrun-rehearse"], jobs.Entries().Select(job => job.Key.Text));
        Assert.True(lines.Count >= 6);
        Assert.All(lines, line => Assert.DoesNotContain("$[[", line, StringComparison.Ordinal));
        var text = File.ReadAllText(Path.Combine(PipelineFile.Root, "templates/drrun.yml"));
        Assert.All(header.Get("spec").Get("inputs").Entries(), input => Assert.Contains($"$[[ inputs.{input.Key.Text} ]]", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("drrun-validate")]
    [InlineData("drrun-plan")]
    [InlineData("drrun-rehearse")]
    public async Task A_job_passes_with_a_good_runbook_and_leaves_what_it_promises(string name)
    {
        _shell.Write("runbooks/shop.yaml", Shell.Good);

        var (code, said) = await RunAsync(name);

        Assert.True(code == 0, said);
        var artifacts = Template().Jobs.Get(name).Get("artifacts").Get("paths").Items().Select(path => Path.Combine(_shell.Folder, path.Text()));
        Assert.All(artifacts, path => Assert.True(Path.Exists(path), path));
        Assert.False(_shell.Has("started"), "a program of the runbook was started");
    }

    [Theory]
    [InlineData("drrun-validate")]
    [InlineData("drrun-plan")]
    [InlineData("drrun-rehearse")]
    public async Task A_job_fails_with_a_wrong_runbook_though_the_last_one_is_good(string name)
    {
        _shell.Write("runbooks/a-bad.yaml", Shell.Good.Replace("gate:", "gaet:", StringComparison.Ordinal));
        _shell.Write("runbooks/shop.yaml", Shell.Good);

        var (code, said) = await RunAsync(name);

        Assert.True(code == 2, said);
        Assert.Contains("DR0116", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_is_held_against_a_revision_in_either_mode_through_renames_and_with_what_is_accepted()
    {
        const string Cut = "  - { id: cut, when: { mode: disaster }, command: { run: [scripts/note, cut] }, fences: all }\n";
        _shell.Write("runbooks/shop.yaml", Shell.Good + Cut);
        _shell.Write("runbooks/old.yaml", "version: 1\nname: old\n");
        await _shell.CommitAsync();
        await _shell.RunAsync("git mv runbooks/shop.yaml runbooks/store.yaml && git rm -q runbooks/old.yaml");
        _shell.Write("runbooks/store.yaml", Shell.Good);

        var (code, said) = await RunAsync("drrun-plan", ("against", "HEAD"));
        var (accepted, told) = await RunAsync("drrun-plan", ("against", "HEAD"), ("accept", "DR0477:cut,DR0496"), ("removed", "runbooks/old.yaml"));
        var (missing, refused) = await RunAsync("drrun-plan", ("against", "no-such-revision"));

        Assert.True(code == 1, said);
        Assert.Contains("DR0477 | cut", said, StringComparison.Ordinal);
        Assert.Contains("runbooks/old.yaml is gone since HEAD", said, StringComparison.Ordinal);
        Assert.DoesNotContain("runbooks/shop.yaml is gone", said, StringComparison.Ordinal);
        Assert.True(accepted == 0, told);
        Assert.True(missing == 2, refused);
        Assert.Contains("fetch it first", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hooks_find_what_is_wrong_and_mend_the_form()
    {
        var file = _shell.Write("runbooks/shop.yaml", Shell.Good.Replace("gate: { wait: 1s }", "gate: {wait: 1s}", StringComparison.Ordinal));
        _shell.Write("runbooks/bad.yaml", "version: 1\n");
        var hooks = PipelineFile.Read(".pre-commit-hooks.yaml").Items().ToDictionary(hook => hook.Get("id").Text());
        Assert.All(hooks.Values, hook => Assert.Matches(hook.Get("files").Text(), "runbooks/shop.yaml"));

        var (formatted, _) = await _shell.RunAsync($"{hooks["drrun-fmt"].Get("entry").Text()} runbooks/shop.yaml");
        var (valid, said) = await _shell.RunAsync($"{hooks["drrun-validate"].Get("entry").Text()} runbooks/bad.yaml");

        Assert.Equal(0, formatted);
        Assert.Equal(Shell.Good, File.ReadAllText(file));
        Assert.True(valid == 2, said);
    }

    private Task<(int Code, string Said)> RunAsync(string name, params (string Name, string Value)[] inputs)
    {
        var (header, jobs) = Template();
        foreach (var variable in jobs.Get(".drrun").Get("variables").Entries())
        {
            var input = variable.Value.Text()["$[[ inputs.".Length..^" ]]".Length];
            _shell.Variables[variable.Key.Text] = input == "inputs" ? "ticket=CHG 1" : inputs.FirstOrDefault(given => given.Name == input).Value ?? header.Get("spec").Get("inputs").Get(input).Get("default").Text();
        }

        // Warnings of this little runbook are not what these tests are about.
        var script = string.Join('\n', Lines(jobs.Get(".drrun"), "before_script").Concat(Lines(jobs.Get(name), "script")));
        File.Delete(Path.Combine(_shell.Folder, "drrun-plan.md"));
        return _shell.RunAsync(script.Replace(" --strict", "", StringComparison.Ordinal));
    }

    private static (LocatedNode Header, LocatedNode Jobs) Template()
    {
        var parts = File.ReadAllText(Path.Combine(PipelineFile.Root, "templates/drrun.yml")).Split("\n---\n");
        return (PipelineFile.Parse(parts[0]), PipelineFile.Parse(parts[1]));
    }

    private static IEnumerable<string> Lines(LocatedNode job, string key) => job.Find(key) is { } lines ? lines.Items().Select(line => line.Text()) : [];
}
