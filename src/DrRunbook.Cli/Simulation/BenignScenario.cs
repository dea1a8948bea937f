using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Simulator;

namespace DrRunbook.Cli.Simulation;

/// <summary>Derives a scenario in which everything a plan asks for is there and goes well.</summary>
internal static class BenignScenario
{
    private static readonly TimeSpan YoungestPoint = TimeSpan.FromMinutes(10);

    /// <summary>The scenario.</summary>
    /// <param name="now">When the simulation starts, UTC.</param>
    /// <param name="seed">The source of ids and of how long each vApp takes.</param>
    public static Scenario For(Plan plan, DateTimeOffset now, ulong seed)
    {
        var ages = new PointAges(plan);
        var failovers = plan.Steps.Where(step => step.Action is FailoverAction).ToList();
        var managers = plan.Managers.Select(manager => new ScenarioManager
        {
            Name = manager.Name.Value,
            ServerHost = $"{manager.Name.Value}-em.internal.example:9398",
            MaxConcurrentFailovers = Math.Max(manager.MaxConcurrentFailovers, 1),
            BackupServers = [.. Of(manager).Select(Action).Select(failover => failover.BackupServer).OfType<string>().Distinct().Select(name => new ScenarioBackupServer { Name = name })],
            VApps = [.. Of(manager).GroupBy(step => (Action(step).VApp, Action(step).BackupServer, Action(step).Replica)).Select(same => VApp(same, ages, now, seed))],
        });
        return new Scenario { Name = "benign", Seed = seed, Managers = [.. managers] };

        IEnumerable<PlanStep> Of(PlannedManager manager) => failovers.Where(step => Action(step).EnterpriseManager == manager.Name);
    }

    private static ScenarioVApp VApp(IGrouping<(string VApp, string? BackupServer, string? Replica), PlanStep> steps, PointAges ages, DateTimeOffset now, ulong seed)
    {
        var (name, backupServer, replica) = steps.Key;
        var random = new Random(unchecked((int)(seed * 397) ^ Hash(name)));
        var seconds = random.Next(60, 181);
        var pinned = steps.Select(step => step.Point).OfType<RestorePoint>().DistinctBy(point => point.Uid).ToImmutableArray();
        var limit = steps.Min(step => step.Timeout ?? RunbookDefaults.FailoverTimeout);
        return new ScenarioVApp
        {
            Name = name,
            BackupServer = backupServer,
            Replica = replica,
            Vms = pinned.IsEmpty ? [.. Enumerable.Range(1, random.Next(1, 4)).Select(number => $"{name}-vm{number}")] : [.. pinned.SelectMany(point => point.VmPoints).Select(vm => vm.Vm).Distinct()],
            Points = pinned.IsEmpty ? [.. steps.Select(step => Point(step, ages, now)).Append(new ScenarioPoint { Age = ages.Of(steps.First()) + TimeSpan.FromHours(12) }).Distinct()] : [.. pinned.Select(Pinned)],
            Failovers = [new FailoverBehaviour { SessionDuration = TimeSpan.FromSeconds(Math.Min(seconds, Math.Max(5, limit.TotalSeconds / 2))) }],
        };
    }

    private static ScenarioPoint Point(PlanStep step, PointAges ages, DateTimeOffset now) => Action(step).RestorePoint switch
    {
        PointBefore before when before.Time < now - YoungestPoint => new ScenarioPoint { At = before.Time - TimeSpan.FromMinutes(5) },
        PointById id when Guid.TryParse(id.Id.Split(':')[^1], out var guid) => new ScenarioPoint { Age = ages.Of(step), Id = guid },
        PointByName name => new ScenarioPoint { Age = ages.Of(step), Name = name.Name },
        _ => new ScenarioPoint { Age = ages.Of(step) },
    };

    /// <summary>The point that a frozen plan pins, as its manager listed it.</summary>
    private static ScenarioPoint Pinned(RestorePoint point) => new()
    {
        Id = Guid.TryParse(point.Uid.Split(':')[^1], out var guid) ? guid : null,
        Name = point.Name,
        At = point.CreatedAt,
        Vms = [.. point.VmPoints.Select(vm => new VmPointTime(vm.Vm, vm.CreatedAt - point.CreatedAt))],
    };

    private static FailoverAction Action(PlanStep step) => (FailoverAction)step.Action;

    private static int Hash(string text) => text.Aggregate(17, (hash, c) => unchecked((hash * 31) + c));

    /// <summary>How old the newest point of each step's vApp is: young enough for its limits, and old enough for <c>notNewerThan</c>.</summary>
    private sealed class PointAges(Plan plan)
    {
        private readonly Dictionary<StepId, PlanStep> _steps = plan.Steps.Where(step => step.Action is FailoverAction).ToDictionary(step => step.Id);
        private readonly TimeSpan _base = Youngest(plan);

        public TimeSpan Of(PlanStep step) => _base * Depth(step, []);

        private int Depth(PlanStep step, HashSet<StepId> seen)
        {
            if (!seen.Add(step.Id) || Action(step).RestorePoint is not PointNotNewerThan notNewer)
            {
                return 1;
            }

            return 1 + notNewer.Steps.Where(_steps.ContainsKey).Select(other => Depth(_steps[other], seen)).DefaultIfEmpty(0).Max();
        }

        private static TimeSpan Youngest(Plan plan)
        {
            var limits = plan.Steps.Where(step => step.Action is FailoverAction)
                .SelectMany(step => new[] { PointRules.Objective(step, plan), (Action(step).RestorePoint as PointWithMaxAge)?.MaxAge })
                .OfType<TimeSpan>()
                .Select(limit => limit / 8);
            return limits.Append(YoungestPoint).Min();
        }
    }
}
