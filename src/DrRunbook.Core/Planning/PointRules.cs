using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning;

/// <summary>Whether a restore point is young enough to be used.</summary>
public static class PointRules
{
    /// <summary>Why the point of a step may not be used, or null where it may.</summary>
    /// <param name="outageAt">When the outage began: the RPO counts back from it, or from now where it lies in the future.</param>
    /// <param name="now">UTC; the age that <c>maxAge</c> limits counts back from here, or from the outage where that came first.</param>
    /// <param name="clockOffset">The manager's clock minus ours.</param>
    public static string? WhyTooOld(PlanStep step, Plan plan, DateTimeOffset outageAt, DateTimeOffset now, TimeSpan clockOffset)
    {
        if (step.Action is not FailoverAction failover || step.Point is not { } point)
        {
            return null;
        }

        var age = Age(point, outageAt, now, clockOffset);
        if (failover.RestorePoint is PointWithMaxAge limit && age > limit.MaxAge)
        {
            return $"the restore point of {Instant.Format(point.OldestAt)} of '{failover.VApp}' is {Duration.Format(Whole(age))} old; maxAge is {Duration.Format(limit.MaxAge)}";
        }

        return Objective(step, plan) is { } rpo && age > rpo && !failover.AllowStale
            ? $"the restore point of {Instant.Format(point.OldestAt)} of '{failover.VApp}' is {Duration.Format(Whole(age))} old; the RPO is {Duration.Format(rpo)}"
            : null;
    }

    /// <summary>What is to be said of a step's point before it is used: an error where it may not be, a warning where it is stale by permission, else null.</summary>
    /// <param name="at">Where the step stands.</param>
    /// <param name="outageAt">As for <see cref="WhyTooOld"/>.</param>
    /// <param name="now">As for <see cref="WhyTooOld"/>.</param>
    /// <param name="clockOffset">The manager's clock minus ours.</param>
    public static Diagnostic? Judge(PlanStep step, Plan plan, SourceSpan at, DateTimeOffset outageAt, DateTimeOffset now, TimeSpan clockOffset)
    {
        if (step.Action is not FailoverAction failover || step.Point is not { } point)
        {
            return null;
        }

        if (!point.CanFailOver)
        {
            return PlanDiagnostics.CannotFailOver(at, failover.VApp, point.Name);
        }

        if (WhyTooOld(step, plan, outageAt, now, clockOffset) is { } why)
        {
            return PlanDiagnostics.PointTooOld(at, why);
        }

        return failover.AllowStale && Objective(step, plan) is { } rpo && Age(point, outageAt, now, clockOffset) is var age && age > rpo
            ? PlanDiagnostics.StalePoint(at, $"the restore point of '{failover.VApp}' is {Duration.Format(Whole(age))} old; the RPO is {Duration.Format(rpo)}")
            : null;
    }

    /// <summary>The RPO that holds for a step: its own, else the run's, else null.</summary>
    public static TimeSpan? Objective(PlanStep step, Plan plan) => step.Rpo ?? plan.Objectives.Rpo;

    /// <summary>How much is lost with this point: from its oldest VM point to the outage, or to now where that comes first.</summary>
    public static TimeSpan Age(RestorePoint point, DateTimeOffset outageAt, DateTimeOffset now, TimeSpan clockOffset) =>
        (outageAt < now ? outageAt : now) - (point.OldestAt - clockOffset);

    private static TimeSpan Whole(TimeSpan age) => TimeSpan.FromSeconds(Math.Round(age.TotalSeconds));
}
