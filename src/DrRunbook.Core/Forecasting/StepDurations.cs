using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Forecasting;

/// <summary>What a forecast reckons with for one step.</summary>
/// <param name="Samples">The shortest first; one where no run tells. Never empty.</param>
/// <param name="IsWhole">Whether it is one block, whatever stands in it: every step but a group that takes as long as its children.</param>
/// <param name="Require">The windows among its <c>require</c> gates.</param>
/// <param name="Own">The window that it is, or null.</param>
/// <param name="Verify">The windows among its <c>verify</c> gates.</param>
internal sealed record StepDurations(
    ImmutableArray<StepSample> Samples,
    DurationBasis Basis,
    bool IsWhole,
    ImmutableArray<WindowGate> Require,
    WindowGate? Own,
    ImmutableArray<WindowGate> Verify)
{
    /// <summary>The median sample, the later one of two.</summary>
    public StepSample Typical => Samples[Samples.Length / 2];

    /// <summary>Whether its number is known and not merely stated.</summary>
    public bool IsKnown => Basis is DurationBasis.History or DurationBasis.Clock;

    /// <summary>Of every step of a plan, by its number.</summary>
    public static ImmutableArray<StepDurations> Of(PlanGraph graph, DurationHistory history)
    {
        var told = graph.Plan.Steps.Select(history.Of).ToList();
        var spoken = new bool[graph.StepCount];
        for (var index = graph.StepCount - 1; index >= 0; index--)
        {
            var node = graph.Nodes[index];
            spoken[index] = (!node.IsGroup && !told[index].IsEmpty) || node.Children.Any(child => spoken[child] || graph.Nodes[child].Step!.Target is not null);
        }

        return [.. graph.Plan.Steps.Select((step, index) => Of(step, told[index], step.Action is not GroupAction || (step.Target is not null && !spoken[index])))];
    }

    /// <param name="isWhole">Of a group: its target counts, for nothing is known of what stands in it.</param>
    private static StepDurations Of(PlanStep step, ImmutableArray<StepSample> told, bool isWhole)
    {
        var require = WindowsOf(step.Require);
        var verify = WindowsOf(step.Verify);
        var own = (step.Action as GateAction)?.Gate as WindowGate;
        var (samples, basis) = SamplesOf(step, told, isWhole);
        return new StepDurations(samples, basis, isWhole, require, own, verify);
    }

    private static (ImmutableArray<StepSample> Samples, DurationBasis Basis) SamplesOf(PlanStep step, ImmutableArray<StepSample> told, bool isWhole)
    {
        var limits = StepLimits.Of(step);
        var others = step.Require.Concat(step.Verify).Any(gate => gate.Gate is not (WaitGate or WindowGate));
        if (step.Action is GateAction { Gate: WaitGate or WindowGate } && !others)
        {
            return ([Stated(limits)], DurationBasis.Clock);
        }

        if (!told.IsEmpty && !(step.Action is GroupAction && isWhole))
        {
            return ([.. told.Select(sample => Adjusted(step, sample, limits)).OrderBy(sample => sample.Length)], DurationBasis.History);
        }

        if (step.Target is { } target && isWhole)
        {
            return ([new StepSample(TimeSpan.Zero, target, TimeSpan.Zero, TimeSpan.Zero)], DurationBasis.Target);
        }

        return ([Stated(limits)], IsDefault(step) ? DurationBasis.DefaultLimit : DurationBasis.Limit);
    }

    private static StepSample Stated(StepLength length) => new(length.Before, length.Action ?? TimeSpan.Zero, length.After, TimeSpan.Zero);

    /// <summary>A wait is as long as it is stated today, and a window opens when it does: what they took then does not count. Nor does what stands in a group: that is reckoned by itself.</summary>
    private static StepSample Adjusted(PlanStep step, StepSample sample, StepLength limits)
    {
        var before = WithTodaysWaits(sample.Before, sample, GatePlace.Require, step.Require);
        var after = WithTodaysWaits(sample.After, sample, GatePlace.Verify, step.Verify);
        var isStated = step.Action is GroupAction or GateAction { Gate: WaitGate or WindowGate };
        return sample with { Before = before, Action = isStated ? limits.Action ?? TimeSpan.Zero : sample.Action, After = after };
    }

    /// <summary>Gates of one list are tried together: the slowest tells how long they took, and what the clock alone decides is as it is stated today.</summary>
    /// <param name="took">How long the list took, with failed attempts before it.</param>
    private static TimeSpan WithTodaysWaits(TimeSpan took, StepSample sample, GatePlace place, ImmutableArray<PlanGate> today)
    {
        var (all, others) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var gate in sample.Gates.Where(gate => gate.Place == place))
        {
            all = Longer(all, gate.Length);
            others = gate.IsOfTheClock ? others : Longer(others, gate.Length);
        }

        return Longer(took - all, TimeSpan.Zero) + Longer(others, Waits(today));
    }

    private static TimeSpan Waits(ImmutableArray<PlanGate> gates) =>
        gates.Select(gate => gate.Gate).OfType<WaitGate>().Select(wait => wait.Duration).DefaultIfEmpty().Max();

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static ImmutableArray<WindowGate> WindowsOf(ImmutableArray<PlanGate> gates) => [.. gates.Select(gate => gate.Gate).OfType<WindowGate>()];

    private static bool IsDefault(PlanStep step) => step.Action switch
    {
        FailoverAction => step.Timeout is null || step.Timeout == RunbookDefaults.FailoverTimeout,
        CommandAction => step.Timeout is null || step.Timeout == RunbookDefaults.CommandTimeout,
        HttpAction => step.Timeout is null || step.Timeout == RunbookDefaults.HttpTimeout,
        GateAction { Gate: ApprovalGate or ManualGate } gate => gate.Gate.Within == RunbookDefaults.PersonWithin,
        GateAction gate => gate.Gate.Within == RunbookDefaults.ProbeWithin,
        _ => false,
    };
}
