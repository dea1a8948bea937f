using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Forecasting;

/// <summary>Limits of a plan that are shorter than what earlier runs took.</summary>
public static class LimitFindings
{
    /// <summary>Holds the <c>timeout</c> of each action and the <c>within</c> of each probe against what they took.</summary>
    /// <remarks>An error where half of the runs or more would have failed; else, and where the failure stops no run, a warning.</remarks>
    /// <param name="at">Where a step stands.</param>
    public static IEnumerable<Diagnostic> Of(Plan plan, DurationHistory history, Func<StepId, SourceSpan> at)
    {
        foreach (var step in plan.Steps)
        {
            var samples = history.Of(step);
            foreach (var limit in samples.IsEmpty ? [] : LimitsOf(step, samples))
            {
                if (Exceeded(limit) is { } exceeded)
                {
                    var finding = ReadinessDiagnostics.LimitBelowHistory(at(step.Id), step.Id.Value, limit.Name, Duration.Format(limit.Stated), exceeded.Took);
                    var isError = exceeded.AtMedian && limit.Fails && step.Section == PlanSection.Main;
                    yield return isError ? finding : finding with { Severity = Severity.Warning };
                }
            }
        }
    }

    private static IEnumerable<Limit> LimitsOf(PlanStep step, ImmutableArray<StepSample> samples)
    {
        if (step.Action is FailoverAction or CommandAction or HttpAction && StepLimits.Of(step).Action is { } timeout)
        {
            yield return new Limit("'timeout'", timeout, Fails: true, [.. samples.Select(sample => sample.Action)]);
        }

        var own = step.Action is GateAction action ? [new PlanGate(new GateId(step.Id.Value), action.Gate)] : ImmutableArray<PlanGate>.Empty;
        var gates = step.Require.Select(gate => (GatePlace.Require, gate))
            .Concat(own.Select(gate => (GatePlace.Own, gate)))
            .Concat(step.Verify.Select(gate => (GatePlace.Verify, gate)));
        foreach (var (place, (id, gate)) in gates)
        {
            // Of no time at all it is tried once, however long that takes.
            if (gate is TcpGate or HttpGate or DnsGate or CommandGate && gate.Within is { } within && within > TimeSpan.Zero)
            {
                yield return new Limit(
                    place == GatePlace.Own ? "'within'" : $"'within' of gate '{id}'", within, gate.Otherwise.Kind == OtherwiseKind.Fail, [.. samples.SelectMany(sample => Lengths(sample, place, gate))]);
            }
        }
    }

    /// <summary>How long the same probe took in one run: at most one.</summary>
    private static IEnumerable<TimeSpan> Lengths(StepSample sample, GatePlace place, Gate gate) =>
        sample.Gates.Where(one => one.Place == place && one.HasPassed && one.AsksAs(gate)).Take(1).Select(one => one.Length);

    private static (string Took, bool AtMedian)? Exceeded(Limit limit)
    {
        if (limit.Lengths.IsEmpty)
        {
            return null;
        }

        var lengths = limit.Lengths.Sort();
        var (median, slow) = (Rank(lengths, 0.5), Rank(lengths, 0.9));
        return median > limit.Stated ? ($"{Duration.Format(median)} at the median", true)
            : slow > limit.Stated ? ($"{Duration.Format(slow)} at the 90th percentile", false)
            : null;
    }

    private static TimeSpan Rank(ImmutableArray<TimeSpan> sorted, double part) => sorted[(int)Math.Ceiling(part * sorted.Length) - 1];

    /// <param name="Fails">Whether the step fails when it is over.</param>
    /// <param name="Lengths">What it limits, one a run.</param>
    private sealed record Limit(string Name, TimeSpan Stated, bool Fails, ImmutableArray<TimeSpan> Lengths);
}
