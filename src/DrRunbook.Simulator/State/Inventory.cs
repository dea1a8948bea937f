using System.Globalization;

namespace DrRunbook.Simulator.State;

/// <summary>What a manager holds, built once from the scenario and indexed by what clients ask for.</summary>
internal sealed class Inventory
{
    private readonly ulong _seed;
    private readonly DateTimeOffset _started;
    private readonly TimeSpan _offset;
    private readonly Dictionary<string, BackupServerRow> _servers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ReplicaRow> _replicas = new(StringComparer.OrdinalIgnoreCase);

    public Inventory(ScenarioManager scenario, ulong seed, DateTimeOffset started)
    {
        _seed = seed;
        _started = started;
        _offset = scenario.ClockOffset;
        var servers = scenario.BackupServers.IsEmpty ? [new() { Name = "backup.internal.example" }] : scenario.BackupServers;
        BackupServers = [.. servers.Select(server => Server(server, scenario.ServiceVersion))];
        var points = new List<VAppPointRow>();
        for (var i = 0; i < scenario.VApps.Length; i++)
        {
            points.AddRange(PointsOf(VApp(scenario.VApps[i], i)));
        }

        Points = [.. points];
        Listings = [.. points.SelectMany(point => point.Vms.Select(vm => new PointListing(point, vm)))];
        ListingsByVApp = Listings.ToLookup(listing => listing.Point.VApp.Scenario.Name, StringComparer.OrdinalIgnoreCase);
        PointsById = Points.ToDictionary(point => point.Id);
        VmPoints = [.. Listings.Select(listing => listing.Vm)];
        VmPointsById = VmPoints.ToDictionary(point => point.Id);
        VmPointsByVm = VmPoints.ToLookup(point => point.Vm, StringComparer.OrdinalIgnoreCase);
        Replicas = [.. _replicas.Values];
        FailoverPlans = [.. scenario.FailoverPlans.Select(Plan)];
        CdpVApps = [.. scenario.CdpVApps.Select(Cdp)];
    }

    public ImmutableArray<BackupServerRow> BackupServers { get; }

    public ImmutableArray<ReplicaRow> Replicas { get; }

    public ImmutableArray<VAppPointRow> Points { get; }

    public ImmutableArray<PointListing> Listings { get; }

    public ILookup<string, PointListing> ListingsByVApp { get; }

    public Dictionary<Guid, VAppPointRow> PointsById { get; }

    public ImmutableArray<VmPointRow> VmPoints { get; }

    public Dictionary<Guid, VmPointRow> VmPointsById { get; }

    public ILookup<string, VmPointRow> VmPointsByVm { get; }

    public ImmutableArray<FailoverPlanRow> FailoverPlans { get; }

    public ImmutableArray<CdpVAppRow> CdpVApps { get; }

    /// <summary>The runs that made the points, newest last.</summary>
    public ImmutableArray<ReplicaSessionRow> ReplicaSessions =>
        field.IsDefault ? field = [.. Points.Select(ReplicaSession)] : field;

    /// <summary>The label of something made at a time.</summary>
    public static string Label(string name, DateTimeOffset created) =>
        $"{name}@{created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}";

    /// <summary>The backup server of that name; null: the first.</summary>
    public BackupServerRow BackupServer(string? name) => name is null ? BackupServers[0] : _servers[name];

    private BackupServerRow Server(ScenarioBackupServer server, string version)
    {
        var row = new BackupServerRow
        {
            Id = Seeded.Guid(_seed, "backup server " + server.Name),
            Name = server.Name,
            Description = server.Description,
            Version = server.Version ?? version,
        };
        _servers.Add(server.Name, row);
        return row;
    }

    private VAppState VApp(ScenarioVApp vApp, int index)
    {
        var server = BackupServer(vApp.BackupServer);
        var replicaName = vApp.Replica ?? $"Replication of {vApp.Name}";
        var key = $"{server.Name}/{replicaName}";
        if (!_replicas.TryGetValue(key, out var replica))
        {
            replica = new ReplicaRow
            {
                Id = Seeded.Guid(_seed, "replica " + key),
                Name = replicaName,
                BackupServer = server,
                JobId = Seeded.Guid(_seed, "job " + key),
            };
            _replicas.Add(key, replica);
        }

        return new VAppState
        {
            Scenario = vApp,
            BackupServer = server,
            Replica = replica,
            Vms = vApp.Vms.IsEmpty ? [vApp.Name + "-vm1"] : vApp.Vms,
            Key = $"vApp {index} {key}/{vApp.Name}",
        };
    }

    private IEnumerable<VAppPointRow> PointsOf(VAppState vApp)
    {
        var points = vApp.Scenario.Points.IsEmpty ? [new()] : vApp.Scenario.Points;
        return points.Select((point, index) => Point(vApp, point, index));
    }

    private VAppPointRow Point(VAppState vApp, ScenarioPoint point, int index)
    {
        var created = point.At ?? _started + _offset - point.Age;
        var vms = vApp.Vms.Select(vm =>
        {
            var time = created + (point.Vms.FirstOrDefault(other => other.Vm == vm)?.Later ?? TimeSpan.Zero);
            return new VmPointRow
            {
                Id = Seeded.Guid(_seed, $"{vApp.Key} point of {vm}", index),
                Name = Label(vm, time),
                Vm = vm,
                Created = time,
            };
        }).ToImmutableArray();
        var row = new VAppPointRow
        {
            Id = point.Id ?? Seeded.Guid(_seed, vApp.Key + " point", index),
            Name = point.Name ?? Label(vApp.Scenario.Name, created),
            VApp = vApp,
            Scenario = point,
            Created = created,
            MadeAt = created - _offset,
            DeletedAt = _started + point.DeletedAfter,
            Vms = vms,
        };
        foreach (var vm in vms)
        {
            vm.Point = row;
        }

        return row;
    }

    private FailoverPlanRow Plan(ScenarioFailoverPlan plan) => new()
    {
        Id = Seeded.Guid(_seed, "failover plan " + plan.Name),
        Name = plan.Name,
        Scenario = plan,
        BackupServer = BackupServer(plan.BackupServer),
        Description = plan.Description,
    };

    private CdpVAppRow Cdp(ScenarioCdpVApp vApp)
    {
        ImmutableArray<string> vms = vApp.Vms.IsEmpty ? [vApp.Name + "-vm1"] : vApp.Vms;
        return new CdpVAppRow
        {
            Id = Seeded.Guid(_seed, "cdp vApp " + vApp.Name),
            Name = vApp.Name,
            Scenario = vApp,
            BackupServer = BackupServer(vApp.BackupServer),
            PolicyId = Seeded.Guid(_seed, "cdp policy " + vApp.Policy),
            Vms = [.. vms.Select(vm => new CdpVmRow { Id = Seeded.Guid(_seed, $"cdp vm {vApp.Name}/{vm}"), Name = vm })],
        };
    }

    private ReplicaSessionRow ReplicaSession(VAppPointRow point)
    {
        var created = point.Created - TimeSpan.FromSeconds(5);
        var id = Seeded.Guid(_seed, $"replica session {point.Id}");
        var name = Label(point.VApp.Replica.Name, created);
        var tasks = point.Vms.Select(vm => new ReplicaTaskSessionRow
        {
            Id = Seeded.Guid(_seed, $"replica task session {vm.Id}"),
            Name = Label(vm.Vm, vm.Created),
            VmPoint = vm,
            SessionId = id,
            SessionName = name,
            Created = vm.Created,
            Ended = vm.Created + TimeSpan.FromSeconds(90),
        }).ToImmutableArray();
        return new ReplicaSessionRow
        {
            Id = id,
            Name = name,
            Replica = point.VApp.Replica,
            Created = created,
            Ended = tasks.Max(task => task.Ended) + TimeSpan.FromSeconds(5),
            Tasks = tasks,
        };
    }
}
