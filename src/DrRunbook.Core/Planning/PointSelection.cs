using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning;

/// <summary>What a manager said of a vApp's points.</summary>
/// <param name="Problem">Why it could say nothing, or null.</param>
/// <param name="IsAway">Whether the manager did not answer at all.</param>
public sealed record KnownPoints(ImmutableArray<RestorePoint> Points, string? Problem, bool IsAway);

/// <summary>Chooses the restore point of every failover of a plan. It never guesses: what is ambiguous is an error.</summary>
/// <param name="plan">The plan without points.</param>
/// <param name="known">What the managers listed, by manager and vApp.</param>
/// <param name="at">Where a step stands, for the diagnostics.</param>
/// <param name="outageAt">When the outage began, UTC.</param>
/// <param name="clockOffsets">Each manager's clock minus ours.</param>
public sealed class PointSelection(
    Plan plan,
    IReadOnlyDictionary<(ManagerName Manager, string VApp), KnownPoints> known,
    Func<StepId, SourceSpan> at,
    DateTimeOffset outageAt,
    IReadOnlyDictionary<ManagerName, TimeSpan> clockOffsets)
{
    private readonly Dictionary<StepId, RestorePoint?> _chosen = [];
    private readonly List<StepId> _choosing = [];
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly Dictionary<StepId, PlanStep> _failovers = plan.Steps.Where(step => step.Action is FailoverAction).ToDictionary(step => step.Id);

    /// <summary>The plan with its points, and what is wrong with them.</summary>
    public CompiledPlan Select()
    {
        foreach (var step in _failovers.Values)
        {
            Choose(step);
        }

        var chosen = plan with
        {
            Steps = [.. plan.Steps.Select(step => _chosen.GetValueOrDefault(step.Id) is { } point ? step with { Point = point } : step)],
        };
        var diagnostics = _diagnostics.ToImmutable();
        return new CompiledPlan(diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error) ? null : chosen, diagnostics);
    }

    private RestorePoint? Choose(PlanStep step)
    {
        if (_chosen.TryGetValue(step.Id, out var already))
        {
            return already;
        }

        if (_choosing.Contains(step.Id))
        {
            _diagnostics.Add(PlanDiagnostics.PointCycle(at(step.Id), _choosing.SkipWhile(id => id != step.Id).Append(step.Id).Select(id => id.Value)));
            return null;
        }

        _choosing.Add(step.Id);
        var point = Find(step, (FailoverAction)step.Action);
        _choosing.Remove(step.Id);
        _chosen[step.Id] = point;
        return point;
    }

    private RestorePoint? Find(PlanStep step, FailoverAction failover)
    {
        var place = at(step.Id);
        var listed = known[(failover.EnterpriseManager, failover.VApp)];
        if (listed.IsAway)
        {
            return null;
        }

        if (listed.Problem is not null)
        {
            _diagnostics.Add(PlanDiagnostics.PointsUnknown(place, failover.VApp, failover.EnterpriseManager.Value, listed.Problem));
            return null;
        }

        var points = listed.Points.Where(point => point.VApp == failover.VApp && IsMeant(failover, point)).OrderByDescending(point => point.CreatedAt).ToList();
        if (points.Count == 0)
        {
            _diagnostics.Add(PlanDiagnostics.VAppNotFound(place, failover.VApp, failover.EnterpriseManager.Value));
            return null;
        }

        var replicas = points.Select(point => (point.ReplicaUid, point.BackupServerUid)).Distinct().ToList();
        if (replicas.Count > 1)
        {
            var candidates = points.DistinctBy(point => point.ReplicaUid)
                .Select(point => $"replica {point.ReplicaName ?? point.ReplicaUid} on backup server {point.BackupServerName ?? point.BackupServerUid}");
            _diagnostics.Add(PlanDiagnostics.VAppAmbiguous(place, failover.VApp, candidates));
            return null;
        }

        return Match(step, failover, points) is { } point ? Admit(step with { Point = point }, failover, point) : null;
    }

    private static bool IsMeant(FailoverAction failover, RestorePoint point) =>
        (failover.BackupServer is null || failover.BackupServer == point.BackupServerName || Same(failover.BackupServer, point.BackupServerUid))
        && (failover.Replica is null || failover.Replica == point.ReplicaName || Same(failover.Replica, point.ReplicaUid));

    /// <summary>A UID as a URN or as the bare GUID at its end.</summary>
    private static bool Same(string given, string uid) =>
        uid.Equals(given, StringComparison.OrdinalIgnoreCase) || uid.EndsWith($":{given}", StringComparison.OrdinalIgnoreCase);

    private RestorePoint? Match(PlanStep step, FailoverAction failover, List<RestorePoint> points)
    {
        var place = at(step.Id);
        switch (failover.RestorePoint)
        {
            case PointById byId:
                return Only([.. points.Where(point => Same(byId.Id, point.Uid))], $"'{byId.Id}'");
            case PointByName byName:
                return Only([.. points.Where(point => point.Name == byName.Name)], $"named '{byName.Name}'");
            case PointBefore before:
                return Only([.. points.Where(point => point.CreatedAt < before.Time).Take(1)], $"older than {Instant.Format(before.Time)}");
            case PointNotNewerThan notNewer:
                var others = notNewer.Steps.Select(other => _failovers.TryGetValue(other, out var found) ? Choose(found) : null).ToList();
                if (others.Contains(null))
                {
                    return null;
                }

                var limit = others.Min(other => other!.OldestAt);
                return Only([.. points.Where(point => point.NewestAt <= limit).Take(1)], $"not newer than {Instant.Format(limit)}, the oldest VM point of {string.Join(", ", notNewer.Steps)}");
            default:
                return points[0];
        }

        RestorePoint? Only(List<RestorePoint> matches, string selector)
        {
            if (matches.Count == 1)
            {
                return matches[0];
            }

            var nearest = matches.Count == 0
                ? $"there are {points.Count} points, from {Instant.Format(points[^1].CreatedAt)} to {Instant.Format(points[0].CreatedAt)}"
                : $"{matches.Count} points match; choose one by 'id'";
            _diagnostics.Add(PlanDiagnostics.NoPointMatches(place, failover.VApp, selector, nearest));
            return null;
        }
    }

    private RestorePoint? Admit(PlanStep step, FailoverAction failover, RestorePoint point)
    {
        if (PointRules.Judge(step, plan, at(step.Id), outageAt, plan.PlannedAt, clockOffsets.GetValueOrDefault(failover.EnterpriseManager)) is not { } said)
        {
            return point;
        }

        _diagnostics.Add(said);
        return said.Severity == Severity.Error ? null : point;
    }
}
