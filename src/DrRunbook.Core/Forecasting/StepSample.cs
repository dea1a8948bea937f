using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Forecasting;

/// <summary>How long a step took in one run that it ended well in. Time spent in its manager's queue is left out: a forecast predicts that anew.</summary>
/// <param name="Before">From its beginning to its action: <c>require</c> gates, and failed attempts with their pauses where it was tried again by itself.</param>
/// <param name="Action">Its action, of the attempt that succeeded: of a failover from the request to the proof. Of a group the whole of what stands in it.</param>
/// <param name="After">Its <c>verify</c> gates.</param>
/// <param name="People">The part of it in which people were waited for.</param>
public readonly record struct StepSample(TimeSpan Before, TimeSpan Action, TimeSpan After, TimeSpan People)
{
    private readonly ImmutableArray<GateSample> _gates;

    /// <summary>Its gates, of the attempt that succeeded.</summary>
    public ImmutableArray<GateSample> Gates
    {
        get => _gates.IsDefault ? [] : _gates;
        init => _gates = value;
    }

    /// <summary>All of it.</summary>
    public TimeSpan Length => Before + Action + After;
}

/// <summary>What a step of an earlier run is known again by: its id, the kind of its action, and the vApp of a failover.</summary>
/// <param name="Kind">Such as <c>failover</c> or <c>gate:approval</c>.</param>
/// <param name="VApp">Null for all but failovers.</param>
public readonly record struct StepSignature(StepId Step, string Kind, string? VApp)
{
    /// <summary>Of a step.</summary>
    public static StepSignature Of(PlanStep step) => new(step.Id, KindOf(step.Action), (step.Action as FailoverAction)?.VApp);

    private static string KindOf(StepAction action) => action switch
    {
        FailoverAction => "failover",
        CommandAction => "command",
        HttpAction => "http",
        GateAction gate => $"gate:{gate.Gate.GetType().Name}",
        _ => "group",
    };
}
