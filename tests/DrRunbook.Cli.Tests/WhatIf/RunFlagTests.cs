using System.Text.Json;
using DrRunbook.Cli.WhatIf;

namespace DrRunbook.Cli.Tests.WhatIf;

/// <summary>Each flag is raised by a runbook that deserves it, at the failure that shows it and at no other.</summary>
public sealed class RunFlagTests : IDisposable
{
    private const string Database = "  - { id: database, failover: erp-db }\n";
    private const string Check = "  - { id: check, gate: { tcp: erp.example:443 } }\n";

    private readonly TestCli _cli = new();

    [Fact]
    public async Task A_dependant_that_begins_behind_a_gate_that_only_warns_is_flagged()
    {
        var flags = await FlagsAsync(
            "  - id: core\n    parallel:\n      steps:\n"
            + "        - { id: database, failover: erp-db, verify: [ { tcp: { address: db.example:1433, otherwise: warn } } ] }\n"
            + "        - { id: app, needs: [database], failover: erp-app }\n" + Check + WhatIfRunbook.Undo + WhatIfRunbook.AfterFailure);
        Assert.Equal(["database:verify:1 gate-failed: started-on-failure: 'app' needs 'database' and began although database:verify:1 failed: that gate only warns"], flags);
    }

    [Fact]
    public async Task A_dependant_that_only_comes_after_a_gate_that_warns_is_not_flagged() =>
        Assert.Empty(await FlagsAsync(
            "  - { id: database, failover: erp-db, verify: [ { tcp: { address: db.example:1433, otherwise: warn } } ] }\n"
            + "  - { id: app, failover: erp-app }\n" + Check + WhatIfRunbook.Undo + WhatIfRunbook.AfterFailure));

    [Theory]
    [InlineData("30h")]
    [InlineData("300h")]
    public async Task A_wait_of_more_than_a_day_for_people_is_flagged(string within)
    {
        var flags = await FlagsAsync($"  - {{ id: declare, gate: {{ approval: {{ from: [lead], count: 1, within: {within} }} }} }}\n" + Database + Check + WhatIfRunbook.Undo + WhatIfRunbook.AfterFailure);
        Assert.Equal("declare nobody-answered: waits-too-long", flags.Select(flag => string.Join(':', flag.Split(':').Take(2))).First());
        Assert.DoesNotContain(flags, flag => !flag.StartsWith("declare nobody-answered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_undo_that_no_step_asks_for_is_flagged_also_where_nothing_fails()
    {
        var flags = await FlagsAsync(Database + Check + WhatIfRunbook.AfterFailure);
        Assert.All(flags, flag => Assert.EndsWith(" undo-not-asked: the undo of erp-db is owed, and no step asks for it", flag, StringComparison.Ordinal));
        Assert.Contains(flags, flag => flag.StartsWith("nothing", StringComparison.Ordinal));
        Assert.Contains(flags, flag => flag.StartsWith("database session-failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_undo_step_that_a_tolerated_failure_blocks_is_flagged_for_what_it_would_have_asked()
    {
        var flags = await FlagsAsync(
            Database + Check + "  - id: end\n    parallel:\n      steps:\n"
            + "        - { id: archive, command: { run: [archive] }, onFailure: continue }\n"
            + "      " + WhatIfRunbook.Undo.Replace("when: drill", "when: drill, needs: [archive]", StringComparison.Ordinal) + WhatIfRunbook.AfterFailure);
        Assert.Equal(["archive command-failed: undo-not-asked: the undo of erp-db is owed, and no step asks for it"], flags);
    }

    [Fact]
    public async Task A_disaster_owes_no_undo() =>
        Assert.Empty(await FlagsAsync(Database + Check + WhatIfRunbook.AfterFailure, "--mode", "disaster"));

    [Fact]
    public async Task A_failure_that_tells_nobody_is_flagged()
    {
        var flags = await FlagsAsync(Database + Check + WhatIfRunbook.Undo);
        Assert.NotEmpty(flags);
        Assert.All(flags, flag => Assert.Contains(": nobody-told: ", flag, StringComparison.Ordinal));
        Assert.DoesNotContain(flags, flag => flag.StartsWith("nothing", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("failure", true)]
    [InlineData("end", true)]
    [InlineData("waiting", false)]
    public async Task A_notification_tells_where_it_names_the_occasion(string on, bool tells)
    {
        var flags = await FlagsAsync(Database + Check + WhatIfRunbook.Undo + $"notify: [ {{ url: 'https://pager.example/', on: [{on}] }} ]\n");
        Assert.Equal(tells, flags.IsEmpty);
    }

    [Fact]
    public void A_run_that_ends_well_with_what_nothing_tolerates_is_flagged()
    {
        var failed = Runs.Failed();
        Assert.Empty(RunFlags.Of(failed.State, standsStill: false, TimeSpan.Zero).Where(flag => flag.Kind == FlagKind.EndedWell));

        // No engine of ours writes such a journal: the flag is there for the day on which one does.
        var made = failed.Entries.Select(entry => entry with
        {
            Event = entry.Event switch
            {
                OutcomeFixed => new OutcomeFixed(RunOutcome.Succeeded, FailedStep: null),
                RunEnded => new RunEnded(RunOutcome.Succeeded),
                var other => other,
            },
        });
        var state = RunState.Fold(new PlanGraph(failed.Plan), made);
        var flag = Assert.Single(RunFlags.Of(state, standsStill: false, TimeSpan.FromHours(1)), flag => flag.Kind == FlagKind.EndedWell);
        Assert.Equal("the run ended well with a finding that nothing tolerates: step-failed of 'queue'", flag.Text);
    }

    public void Dispose() => _cli.Dispose();

    private async Task<ImmutableArray<string>> FlagsAsync(string steps, params string[] more)
    {
        var file = Path.Combine(_cli.Folder, "small.yaml");
        await File.WriteAllTextAsync(file, WhatIfRunbook.Of(steps), TestContext.Current.CancellationToken);
        var (code, output, error) = await _cli.InvokeAsync(["rehearse", file, "--each-failure", "--output", "json", .. more]);
        var rows = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.True(rows.Length > 2, error);
        ImmutableArray<string> flags = [.. rows[..^1].SelectMany(row => row.GetProperty("flags").EnumerateArray().Select(flag => $"{Name(row)}: {flag.GetProperty("kind").GetString()}: {flag.GetProperty("text").GetString()}"))];
        Assert.Equal(flags.IsEmpty ? ExitCodes.Good : ExitCodes.NotGood, code);
        return flags;
    }

    private static string Name(JsonElement row) =>
        row.TryGetProperty("fails", out var fails) ? $"{fails.GetString()} {row.GetProperty("how").GetString()}" : "nothing";
}
