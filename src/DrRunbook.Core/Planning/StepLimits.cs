using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning;

/// <summary>The longest that a step may take by what the plan states: the limits of its gates and its <c>timeout</c>. One attempt, without queue.</summary>
public static class StepLimits
{
    /// <summary>Of a step. A window has no limit of its own and counts nothing.</summary>
    public static StepLength Of(PlanStep step) => new(Longest(step.Require), Action(step), Longest(step.Verify));

    private static TimeSpan? Action(PlanStep step) => step.Action switch
    {
        GroupAction => null,
        GateAction gate => Limit(gate.Gate),
        FailoverAction => step.Timeout ?? RunbookDefaults.FailoverTimeout,
        CommandAction => step.Timeout ?? RunbookDefaults.CommandTimeout,
        HttpAction => step.Timeout ?? RunbookDefaults.HttpTimeout,
        _ => TimeSpan.Zero,
    };

    private static TimeSpan Longest(ImmutableArray<PlanGate> gates) =>
        gates.IsEmpty ? TimeSpan.Zero : gates.Max(gate => Limit(gate.Gate));

    private static TimeSpan Limit(Gate gate) => gate is WaitGate wait ? wait.Duration : gate.Within ?? TimeSpan.Zero;
}
