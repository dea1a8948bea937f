using DrRunbook.Cli.Composition;
using DrRunbook.Core.Planning;
using DrRunbook.Engine.Planning;
using DrRunbook.Engine.Time;

namespace DrRunbook.Cli.WhatIf;

/// <summary>What becomes of a runbook when one thing fails, for each thing that can.</summary>
/// <param name="Plan">The plan that was rehearsed.</param>
/// <param name="Rows">The run in which nothing fails, then one for each failure.</param>
internal sealed record FailureMatrix(Plan Plan, ImmutableArray<FailedRun> Rows)
{
    /// <summary>A rehearsal runs on one thread; two of them at once leave the machine to others.</summary>
    private const int AtOnce = 2;

    /// <summary>How often a failover is looked at that never ends, or whose manager is gone: an hour of looks every second would cost more than all else.</summary>
    private static readonly TimeSpan SeldomLook = TimeSpan.FromSeconds(5);

    /// <summary>The failures that were rehearsed.</summary>
    public int Failures => Rows.Length - 1;

    /// <summary>How many flags were raised.</summary>
    public int Flags => Rows.Sum(row => row.Flags.Length);

    /// <summary>Rehearses the runbook once as the scenario says, then once for each failure. The plan is resolved in the first alone.</summary>
    /// <returns>The matrix, or null where the plan could not be resolved.</returns>
    public static (FailureMatrix? Matrix, ResolvedPlan Resolved) Rehearse(Invocation invocation, PreparedRunbook prepared, RehearsalTerms terms)
    {
        var first = Rehearsal.Run(invocation, prepared, terms);
        if (first is not { Result.State: { } well, Frozen: { } frozen })
        {
            return (null, first.Resolved);
        }

        var plan = frozen.Assembly.Graph.Plan;
        var lasted = well.LastAt.SinceStart;
        var quiet = frozen with { Scenario = MishapScenario.WithoutProgress(frozen.Scenario) };
        var again = terms with { Frozen = quiet, Longest = lasted + RunFlags.MostDelay, LeavesIdleLooksOut = true };
        var mishaps = EachFailure.Of(plan, frozen.Scenario, well).ToArray();
        var rows = new FailedRun[mishaps.Length];
        Parallel.For(0, mishaps.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Min(AtOnce, Environment.ProcessorCount) }, index =>
            rows[index] = Rehearse(invocation, prepared, again, mishaps[index], lasted));
        return (new FailureMatrix(plan, [FailedRun.Of(mishap: null, well, RunFlags.Of(well, standsStill: false, lasted)), .. rows]), first.Resolved);
    }

    private static FailedRun Rehearse(Invocation invocation, PreparedRunbook prepared, RehearsalTerms terms, Mishap mishap, TimeSpan well)
    {
        var frozen = terms.Frozen!;
        var last = new LastState();
        var struck = terms with
        {
            Scenario = MishapScenario.With(frozen.Scenario, frozen.Assembly.Graph.Plan, mishap),
            Frozen = mishap.Kind == MishapKind.ManagerDown ? null : frozen,
            PollInterval = mishap.Kind is MishapKind.TimedOut or MishapKind.ManagerLost ? SeldomLook : null,
            Observers = [last],
        };
        try
        {
            return Rehearsal.Run(invocation, prepared, struck).Result is { } result
                ? FailedRun.Of(mishap, result.State, RunFlags.Of(result.State, standsStill: false, well))
                : FailedRun.Refused(mishap, frozen.Assembly.Graph.Plan);
        }
        catch (StandsStillException) when (last.State is not null)
        {
            return FailedRun.Of(mishap, last.State, RunFlags.Of(last.State, standsStill: true, well));
        }
    }
}
