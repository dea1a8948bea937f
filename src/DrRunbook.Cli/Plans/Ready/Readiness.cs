using DrRunbook.Cli.Composition;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Forecasting;
using DrRunbook.Core.Planning;
using DrRunbook.Engine.Planning;

namespace DrRunbook.Cli.Plans.Ready;

/// <summary>What a plan is held against.</summary>
/// <param name="Plan">The plan, with its points where they could be chosen.</param>
/// <param name="Resolved">What the managers said.</param>
/// <param name="Now">UTC.</param>
internal sealed record ReadinessInput(Invocation Invocation, PreparedRunbook Prepared, Plan Plan, ResolvedPlan Resolved, StoreLook Store, RunForecast? Forecast, DateTimeOffset Now)
{
    /// <summary>A diagnostic about a step: where the step runs after the outcome is fixed, its failure is a finding and no more.</summary>
    public static Diagnostic Weigh(PlanStep step, Diagnostic finding) =>
        step.Section == PlanSection.Main ? finding : finding with { Severity = Severity.Warning };
}

/// <summary>Whether a plan could be run now, from this machine: thing by thing. Reads only; it starts no program and opens no address of the runbook.</summary>
internal static class Readiness
{
    /// <summary>Looks at everything, in a fixed order of topics.</summary>
    public static ImmutableArray<ReadinessLine> Of(ReadinessInput input) =>
    [
        .. ManagerReadiness.Of(input),
        .. PointReadiness.Of(input),
        .. PointReadiness.Claims(input),
        .. ProgramReadiness.Of(input),
        .. ValueReadiness.Of(input),
        .. PeopleReadiness.Of(input),
        .. TimeReadiness.Of(input),
        .. UnknowableReadiness.Of(input),
    ];

    /// <summary>Whether nothing keeps the run from starting and succeeding as far as can be known.</summary>
    public static bool IsReady(ImmutableArray<ReadinessLine> lines) => lines.All(line => line.Status != ReadinessStatus.NotReady);
}
