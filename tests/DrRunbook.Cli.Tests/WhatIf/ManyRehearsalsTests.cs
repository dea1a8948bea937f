using System.CommandLine;
using System.Text;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.WhatIf;

namespace DrRunbook.Cli.Tests.WhatIf;

/// <summary>What makes many rehearsals cheap changes nothing about them. Bytes and requests are counted, never time.</summary>
public sealed class ManyRehearsalsTests : IDisposable
{
    /// <summary>Twice what a step of the rehearsal below takes.</summary>
    private const long MostBytesPerStep = 3_000_000;

    private readonly TestCli _cli = new();
    private readonly Invocation _invocation;

    public ManyRehearsalsTests() => _invocation = new Invocation(_cli.Context, new RootCommand().Parse([]));

    [Fact]
    public void Restore_sessions_without_progress_come_to_the_same()
    {
        var prepared = Prepared(WhatIfRunbook.Whole);
        var terms = new RehearsalTerms { Seed = 1 };
        var matrix = FailureMatrix.Rehearse(_invocation, prepared, terms).Matrix!;
        var first = Rehearsal.Run(_invocation, prepared, terms);
        var compared = 0;
        foreach (var mishap in EachFailure.Of(matrix.Plan, first.Frozen!.Scenario, first.Result!.State).Where(mishap => mishap.Kind < MishapKind.NobodyAnswered && mishap.Kind != MishapKind.TimedOut))
        {
            var played = MishapScenario.With(first.Frozen.Scenario, matrix.Plan, mishap);
            var state = Rehearsal.Run(_invocation, prepared, terms with { Frozen = first.Frozen, Scenario = played }).Result!.State;
            var row = matrix.Rows.Single(row => row.Fails == mishap.Target && row.How == mishap.Kind);
            Assert.Equal(Text(FailedRun.Of(mishap, state, row.Flags)), Text(row));
            compared++;
        }

        Assert.True(compared >= 10, $"only {compared} compared");
    }

    [Fact]
    public async Task Looks_that_are_left_out_would_have_told_nothing()
    {
        var prepared = Prepared(WhatIfRunbook.Whole);
        var terms = new RehearsalTerms { Seed = 1 };
        var first = Rehearsal.Run(_invocation, prepared, terms);
        var frozen = first.Frozen! with { Scenario = MishapScenario.WithoutProgress(first.Frozen.Scenario) };
        var plan = frozen.Assembly.Graph.Plan;
        var (with, without) = (0L, 0L);
        foreach (var mishap in EachFailure.Of(plan, frozen.Scenario, first.Result!.State).Where(mishap => mishap.Kind is not (MishapKind.NobodyAnswered or MishapKind.ManagerDown or MishapKind.ManagerLost)))
        {
            var struck = terms with { Frozen = frozen, Scenario = MishapScenario.With(frozen.Scenario, plan, mishap) };
            var all = Rehearsal.Run(_invocation, prepared, struck);
            var fewer = Rehearsal.Run(_invocation, prepared, struck with { LeavesIdleLooksOut = true });

            Assert.Equal(await JournalAsync(all), await JournalAsync(fewer));
            Assert.Equal(all.Ledger.Effects.Select(effect => effect.ToString()), fewer.Ledger.Effects.Select(effect => effect.ToString()));
            with += all.Ledger.Requests.Values.Sum();
            without += fewer.Ledger.Requests.Values.Sum();
        }

        Assert.InRange(without, 1, with / 3);
    }

    [Fact]
    public async Task Looks_that_keep_a_logon_alive_are_not_left_out()
    {
        var prepared = Prepared(WhatIfRunbook.Whole);
        var terms = new RehearsalTerms { Seed = 1 };
        var first = Rehearsal.Run(_invocation, prepared, terms);
        var played = MishapScenario.WithoutProgress(first.Frozen!.Scenario);
        played = played with { Managers = [.. played.Managers.Select(manager => manager with { SessionIdle = TimeSpan.FromMinutes(2) })] };
        var terse = terms with { Frozen = first.Frozen with { Scenario = played }, Scenario = played };

        var all = Rehearsal.Run(_invocation, prepared, terse);
        var fewer = Rehearsal.Run(_invocation, prepared, terse with { LeavesIdleLooksOut = true });

        Assert.Equal(await JournalAsync(all), await JournalAsync(fewer));
        Assert.Equal(all.Ledger.Requests, fewer.Ledger.Requests);
    }

    [Fact]
    public void A_rehearsal_does_not_take_more_memory_than_it_did()
    {
        const int Steps = 20;
        var failovers = Enumerable.Range(0, Steps).Select(step => $"        - {{ id: step-{step}, failover: app-{step} }}\n");
        var prepared = Prepared(WhatIfRunbook.Of(
            "  - id: all\n    parallel:\n      steps:\n" + string.Concat(failovers) + "  - { id: check, gate: { http: { url: https://erp.example/health } } }\n" + WhatIfRunbook.Undo));
        var first = Rehearsal.Run(_invocation, prepared, new RehearsalTerms { Seed = 1 });
        var terms = new RehearsalTerms { Seed = 1, Frozen = first.Frozen! with { Scenario = MishapScenario.WithoutProgress(first.Frozen.Scenario) } };
        terms = terms with { Scenario = terms.Frozen!.Scenario };
        Rehearsal.Run(_invocation, prepared, terms);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var again = Rehearsal.Run(_invocation, prepared, terms);
        var perStep = (GC.GetAllocatedBytesForCurrentThread() - before) / Steps;

        Assert.Equal(RunOutcome.Succeeded, again.Result!.State.Standing);
        Assert.True(perStep < MostBytesPerStep, $"{perStep} bytes per step");
    }

    public void Dispose()
    {
        _invocation.Dispose();
        _cli.Dispose();
    }

    private static async Task<string> JournalAsync(RehearsalResult rehearsal)
    {
        var lines = await rehearsal.Store.ReadAsync(rehearsal.Result!.State.Start!.Run, afterSequence: 0, CancellationToken.None);
        return string.Join('\n', lines.Select(line => Encoding.UTF8.GetString(line.Span)));
    }

    private PreparedRunbook Prepared(string runbook)
    {
        var file = Path.Combine(_cli.Folder, "runbook.yaml");
        File.WriteAllText(file, runbook);
        return PreparedRunbook.Load(_invocation, file, RunMode.Drill, ImmutableDictionary<string, string>.Empty, root: null)!;
    }

    private static string Text(FailedRun row)
    {
        using var text = new StringWriter();
        JsonOutput.WriteLine(text, row);
        return text.ToString();
    }
}
