using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Planning;

/// <summary>A plan resolved against its managers, or why it could not be.</summary>
/// <param name="Plan">Null where a diagnostic is an error or a manager kept it from being.</param>
/// <param name="Reached">What the managers said of themselves.</param>
/// <param name="Failures">The managers that could not be used, and why.</param>
public sealed record ResolvedPlan(
    Plan? Plan,
    ImmutableArray<Diagnostic> Diagnostics,
    ImmutableArray<ManagerReached> Reached,
    ImmutableArray<(ManagerName Manager, ConnectOutcome Outcome)> Failures)
{
    /// <summary>What became of the connection to each manager.</summary>
    public IReadOnlyDictionary<ManagerName, ConnectOutcome> Outcomes { get; init; } = ImmutableDictionary<ManagerName, ConnectOutcome>.Empty;

    /// <summary>Deviations that the run's journal has to tell.</summary>
    public ImmutableArray<FindingNoted> Findings { get; init; } = [];
}

/// <summary>Fills a compiled plan's restore points in from the managers, or looks for those that a frozen plan pins. Reads only.</summary>
public static class PlanResolver
{
    /// <summary>Searches under way at once: a manager answers them from one database.</summary>
    private const int RequestsAtOnce = 4;

    /// <summary>Connects to every manager of the plan at once, also to those that only a later step could need, lists the points of its vApps and chooses.</summary>
    /// <param name="at">Where a step stands in the runbook.</param>
    /// <param name="managerAt">Where a manager is defined.</param>
    /// <param name="outageAt">When the outage began, UTC.</param>
    /// <param name="now">From when the age of pinned points counts back, UTC; points that are chosen here count from <see cref="Plan.PlannedAt"/>.</param>
    public static async Task<ResolvedPlan> ResolveAsync(
        Plan plan,
        IReadOnlyDictionary<ManagerName, IManagerClient> clients,
        Func<StepId, SourceSpan> at,
        Func<ManagerName, SourceSpan> managerAt,
        DateTimeOffset outageAt,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var failovers = plan.Steps.Select(step => step.Action).OfType<FailoverAction>().ToList();
        var outcomes = await ConnectAsync(plan, clients, cancellationToken);

        var required = plan.Managers.Where(manager => manager.Required).Select(manager => manager.Name).ToHashSet();
        var failures = outcomes.Where(outcome => outcome.Value is not Connected && required.Contains(outcome.Key)).Select(outcome => (outcome.Key, outcome.Value)).ToImmutableArray();
        var reached = Reached(outcomes);
        if (!failures.IsEmpty)
        {
            return new ResolvedPlan(Plan: null, [], reached, failures) { Outcomes = outcomes };
        }

        var known = await ListAsync(failovers, clients, outcomes, cancellationToken);
        var offsets = outcomes.Where(outcome => outcome.Value is Connected { ClockOffset: not null }).ToDictionary(outcome => outcome.Key, outcome => ((Connected)outcome.Value).ClockOffset!.Value);
        var away = outcomes.Where(outcome => outcome.Value is not Connected).Select(outcome => PlanDiagnostics.ManagerAway(managerAt(outcome.Key), outcome.Key.Value, outcome.Value.Description));
        if (plan.Points == FrozenPoints.Pinned)
        {
            var (found, newer) = new PinnedPoints(plan, known, at, outageAt, now, offsets).Find();
            var findings = newer.Select(point => new FindingNoted("newer-point", point.Step, OutsideText.From(point.Text)));
            return new ResolvedPlan(found.Plan, [.. found.Diagnostics, .. away], reached, failures) { Outcomes = outcomes, Findings = [.. findings] };
        }

        var selected = new PointSelection(plan, known, at, outageAt, offsets).Select();
        return new ResolvedPlan(selected.Plan, [.. selected.Diagnostics, .. away], reached, failures) { Outcomes = outcomes };
    }

    /// <summary>Connects to every manager of a plan at once.</summary>
    public static async Task<IReadOnlyDictionary<ManagerName, ConnectOutcome>> ConnectAsync(
        Plan plan, IReadOnlyDictionary<ManagerName, IManagerClient> clients, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(plan.Managers.Select(async manager => (manager.Name, Outcome: await clients[manager.Name].ConnectAsync(cancellationToken))));
        return answers.ToDictionary(answer => answer.Name, answer => answer.Outcome);
    }

    /// <summary>What the managers that answered said of themselves, for the journal.</summary>
    public static ImmutableArray<ManagerReached> Reached(IReadOnlyDictionary<ManagerName, ConnectOutcome> outcomes) =>
        [.. outcomes.Where(outcome => outcome.Value is Connected).Select(outcome => Reached(outcome.Key, (Connected)outcome.Value))];

    private static async Task<Dictionary<(ManagerName Manager, string VApp), KnownPoints>> ListAsync(
        List<FailoverAction> failovers,
        IReadOnlyDictionary<ManagerName, IManagerClient> clients,
        IReadOnlyDictionary<ManagerName, ConnectOutcome> outcomes,
        CancellationToken cancellationToken)
    {
        var known = new Dictionary<(ManagerName, string), KnownPoints>();
        foreach (var some in failovers.Select(failover => (failover.EnterpriseManager, failover.VApp)).Distinct().Chunk(RequestsAtOnce))
        {
            var answers = await Task.WhenAll(some.Select(async vApp => (vApp, Known: await KnownAsync(vApp.EnterpriseManager, vApp.VApp))));
            foreach (var (vApp, points) in answers)
            {
                known[vApp] = points;
            }
        }

        return known;

        async Task<KnownPoints> KnownAsync(ManagerName manager, string vApp)
        {
            if (outcomes[manager] is not Connected)
            {
                return new KnownPoints([], Problem: null, IsAway: true);
            }

            var points = await clients[manager].FindRestorePointsAsync(vApp, cancellationToken);
            return new KnownPoints(points.Points, points.Problem, IsAway: false);
        }
    }

    /// <summary>What a manager said of itself, for the journal.</summary>
    public static ManagerReached Reached(ManagerName manager, Connected connected) => new(
        manager,
        connected.ProductVersion is null ? null : OutsideText.From(connected.ProductVersion),
        connected.ClockOffset is { } offset ? (long)offset.TotalMilliseconds : null,
        connected.CertificateSha256);
}
