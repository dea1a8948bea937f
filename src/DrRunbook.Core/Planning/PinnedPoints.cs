using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning;

/// <summary>A restore point that is newer than the one a frozen plan pins.</summary>
/// <param name="Step">The step that the older one is pinned for.</param>
/// <param name="Text">Both points, in words.</param>
public sealed record NewerPoint(StepId Step, string Text);

/// <summary>Looks for the restore points that a frozen plan pins: a newer one is a finding, a missing or too old one an error.</summary>
/// <param name="plan">The frozen plan.</param>
/// <param name="known">What the managers list now, by manager and vApp.</param>
/// <param name="at">Where a step stands, for the diagnostics.</param>
/// <param name="outageAt">When the outage began, UTC.</param>
/// <param name="now">UTC; the points' age counts back from here, or from the outage where that came first.</param>
/// <param name="clockOffsets">Each manager's clock minus ours.</param>
public sealed class PinnedPoints(
    Plan plan,
    IReadOnlyDictionary<(ManagerName Manager, string VApp), KnownPoints> known,
    Func<StepId, SourceSpan> at,
    DateTimeOffset outageAt,
    DateTimeOffset now,
    IReadOnlyDictionary<ManagerName, TimeSpan> clockOffsets)
{
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly ImmutableArray<NewerPoint>.Builder _newer = ImmutableArray.CreateBuilder<NewerPoint>();
    private readonly Dictionary<StepId, RestorePoint> _pinned = plan.Steps.Where(step => step.Point is not null).ToDictionary(step => step.Id, step => step.Point!);

    /// <summary>The plan with its points as the managers list them now, what is wrong with them, and which of them are no longer the newest.</summary>
    public (CompiledPlan Found, ImmutableArray<NewerPoint> Newer) Find()
    {
        var steps = plan.Steps.Select(step => step is { Action: FailoverAction failover, Point: { } pinned } ? Find(step, failover, pinned) : step).ToImmutableArray();
        var diagnostics = _diagnostics.ToImmutable();
        var refused = diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);
        return (new CompiledPlan(refused ? null : plan with { Steps = steps }, diagnostics), _newer.ToImmutable());
    }

    private PlanStep Find(PlanStep step, FailoverAction failover, RestorePoint pinned)
    {
        var place = at(step.Id);
        var listed = known[(failover.EnterpriseManager, failover.VApp)];
        if (listed.IsAway)
        {
            return step;
        }

        if (listed.Problem is not null)
        {
            _diagnostics.Add(PlanDiagnostics.PointsUnknown(place, failover.VApp, failover.EnterpriseManager.Value, listed.Problem));
            return step;
        }

        var points = listed.Points.Where(point => point.VApp == pinned.VApp).ToList();
        if ((points.Find(point => point.Uid == pinned.Uid) ?? points.Find(point => IsSame(point, pinned))) is not { } found)
        {
            _diagnostics.Add(FrozenPlanDiagnostics.PointGone(place, step.Id.Value, failover.VApp, Instant.Format(pinned.CreatedAt), failover.EnterpriseManager.Value));
            return step;
        }

        var current = step with { Point = found };
        if (PointRules.Judge(current, plan, place, outageAt, now, clockOffsets.GetValueOrDefault(failover.EnterpriseManager)) is { } said)
        {
            _diagnostics.Add(said);
        }

        if (Newer(failover, found, points) is { } newer)
        {
            var text = $"'{failover.VApp}' has a newer restore point of {Instant.Format(newer.CreatedAt)} than the one of {Instant.Format(found.CreatedAt)} that the plan pins";
            _newer.Add(new NewerPoint(step.Id, text));
            _diagnostics.Add(FrozenPlanDiagnostics.NewerPoint(place, text));
        }

        return current;
    }

    /// <summary>A manager whose database was made anew lists the same point under another UID.</summary>
    private static bool IsSame(RestorePoint point, RestorePoint pinned) =>
        point.ReplicaUid == pinned.ReplicaUid
        && point.BackupServerUid == pinned.BackupServerUid
        && point.CreatedAt == pinned.CreatedAt
        && Times(point).SetEquals(Times(pinned));

    private static HashSet<(string Vm, DateTimeOffset CreatedAt)> Times(RestorePoint point) =>
        point.VmPoints.IsDefault ? [] : [.. point.VmPoints.Select(vm => (vm.Vm, vm.CreatedAt))];

    /// <summary>The newest point that the selector could take instead; a selector that names one point has no other.</summary>
    private RestorePoint? Newer(FailoverAction failover, RestorePoint found, List<RestorePoint> points)
    {
        DateTimeOffset? limit = failover.RestorePoint switch
        {
            PointNotNewerThan other => other.Steps.Where(_pinned.ContainsKey).Select(step => (DateTimeOffset?)_pinned[step].OldestAt).Min(),
            LatestPoint or PointWithMaxAge => DateTimeOffset.MaxValue,
            _ => null,
        };
        return points
            .Where(point => point.ReplicaUid == found.ReplicaUid && point.BackupServerUid == found.BackupServerUid && point.CreatedAt > found.CreatedAt && point.NewestAt <= limit)
            .MaxBy(point => point.CreatedAt);
    }
}
