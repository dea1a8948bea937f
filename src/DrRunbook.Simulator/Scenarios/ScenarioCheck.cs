namespace DrRunbook.Simulator;

/// <summary>Finds what makes a scenario unplayable.</summary>
internal sealed class ScenarioCheck
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(8760);

    private readonly ImmutableArray<ScenarioProblem>.Builder _problems = ImmutableArray.CreateBuilder<ScenarioProblem>();

    public static ImmutableArray<ScenarioProblem> Run(Scenario scenario)
    {
        var check = new ScenarioCheck();
        check.Require(scenario.Version == 1, "version", $"{scenario.Version} is not a known version; it must be 1");
        check.Unique("managers", scenario.Managers.Select(manager => manager.Name));
        Each("managers", scenario.Managers, check.Manager);
        new WorldCheck(check).Run(scenario.World);
        return check._problems.ToImmutable();
    }

    public void Require(bool holds, string path, string message)
    {
        if (!holds)
        {
            _problems.Add(new ScenarioProblem(path, message));
        }
    }

    public void Duration(TimeSpan? duration, string path) =>
        Require(duration is null || (duration >= TimeSpan.Zero && duration <= Longest), path, $"{duration} is out of range; it must be 0s to {Longest.TotalHours}h");

    public static void Each<T>(string path, ImmutableArray<T> items, Action<string, T> check)
    {
        for (var i = 0; i < items.Length; i++)
        {
            check($"{path}[{i}]", items[i]);
        }
    }

    private void Unique(string path, IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, name) in names.Index())
        {
            Require(!string.IsNullOrWhiteSpace(name), $"{path}[{index}].name", "a name is missing");
            Require(seen.Add(name), $"{path}[{index}].name", $"'{name}' is there twice");
        }
    }

    private void Manager(string path, ScenarioManager manager)
    {
        Require(Uri.TryCreate($"https://{manager.ServerHost}/", UriKind.Absolute, out _), $"{path}.serverHost", $"'{manager.ServerHost}' is not HOST or HOST:PORT");
        Require(!manager.Accounts.IsEmpty, $"{path}.accounts", "nobody could log on; there must be an account");
        Require(manager.PageSize > 0, $"{path}.pageSize", $"{manager.PageSize} must be 1 or more");
        Require(manager.MaxConcurrentFailovers > 0, $"{path}.maxConcurrentFailovers", $"{manager.MaxConcurrentFailovers} must be 1 or more");
        Require(manager.Wire.TimeDigits is >= 0 and <= 7, $"{path}.wire.timeDigits", $"{manager.Wire.TimeDigits} must be 0 to 7");
        Require(manager.ClockOffset.Duration() <= Longest, $"{path}.clockOffset", $"{manager.ClockOffset} is out of range");
        Require(manager.SessionIdle > TimeSpan.Zero, $"{path}.sessionIdle", $"{manager.SessionIdle} must be more than 0s");
        Duration(manager.CollectionLag, $"{path}.collectionLag");
        Duration(manager.CollectionDuration, $"{path}.collectionDuration");
        Unique($"{path}.backupServers", manager.BackupServers.Select(server => server.Name));
        Unique($"{path}.failoverPlans", manager.FailoverPlans.Select(plan => plan.Name));
        Unique($"{path}.cdpVApps", manager.CdpVApps.Select(vApp => vApp.Name));
        var servers = manager.BackupServers.Select(server => server.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        void Server(string? name, string at) =>
            Require(name is null || servers.Contains(name), $"{at}.backupServer", $"'{name}' is no backup server of this manager");
        Each($"{path}.vApps", manager.VApps, (at, vApp) =>
        {
            Server(vApp.BackupServer, at);
            VApp(at, vApp);
        });
        Each($"{path}.failoverPlans", manager.FailoverPlans, (at, plan) =>
        {
            Server(plan.BackupServer, at);
            Duration(plan.BootDelay, $"{at}.bootDelay");
            Each($"{at}.failovers", plan.Failovers, (place, failover) => Failover(place, failover, plan.Vms));
        });
        Each($"{path}.cdpVApps", manager.CdpVApps, (at, vApp) =>
        {
            Server(vApp.BackupServer, at);
            Cdp(at, vApp);
        });
        Each($"{path}.restoreSessions", manager.RestoreSessions, (at, session) =>
        {
            Server(session.BackupServer, at);
            Duration(session.Age, $"{at}.age");
            Duration(session.Duration, $"{at}.duration");
        });
        Each($"{path}.faults", manager.Faults, Fault);
        Each($"{path}.restarts", manager.Restarts, (at, restart) =>
        {
            Duration(restart.After, $"{at}.after");
            Duration(restart.Lasts, $"{at}.lasts");
        });
    }

    private void VApp(string path, ScenarioVApp vApp)
    {
        Require(!string.IsNullOrWhiteSpace(vApp.Name), $"{path}.name", "a name is missing");
        Require(vApp.Vms.Distinct(StringComparer.OrdinalIgnoreCase).Count() == vApp.Vms.Length, $"{path}.vms", "a VM is there twice");
        ImmutableArray<string> vms = vApp.Vms.IsEmpty ? [vApp.Name + "-vm1"] : vApp.Vms;
        Each($"{path}.points", vApp.Points, (at, point) =>
        {
            Require(point.Age.Duration() <= Longest, $"{at}.age", $"{point.Age} is out of range");
            Duration(point.DeletedAfter, $"{at}.deletedAfter");
            Each($"{at}.vms", point.Vms, (place, time) => Vm(place, time.Vm, vms));
            Each($"{at}.failovers", point.Failovers, (place, failover) => Failover(place, failover, vms));
        });
        Each($"{path}.failovers", vApp.Failovers, (at, failover) => Failover(at, failover, vms));
    }

    private void Cdp(string path, ScenarioCdpVApp vApp)
    {
        ImmutableArray<string> vms = vApp.Vms.IsEmpty ? [vApp.Name + "-vm1"] : vApp.Vms;
        Duration(vApp.Retention, $"{path}.retention");
        Require(vApp.Rpo >= TimeSpan.FromSeconds(1), $"{path}.rpo", $"{vApp.Rpo} must be 1s or more");
        Each($"{path}.applicationConsistent", vApp.ApplicationConsistent, (at, age) => Duration(age, at));
        Each($"{path}.failovers", vApp.Failovers, (at, failover) => Failover(at, failover, vms));
    }

    private void Failover(string path, FailoverBehaviour failover, ImmutableArray<string> vms)
    {
        Duration(failover.TaskSuccessAfter, $"{path}.taskSuccessAfter");
        Duration(failover.OperationFinishedAfter, $"{path}.operationFinishedAfter");
        Duration(failover.TaskFinishedAfter, $"{path}.taskFinishedAfter");
        Duration(failover.TaskVanishesAfter, $"{path}.taskVanishesAfter");
        Duration(failover.SessionAfter, $"{path}.sessionAfter");
        Duration(failover.SessionHiddenFor, $"{path}.sessionHiddenFor");
        Duration(failover.SessionStarting, $"{path}.sessionStarting");
        Duration(failover.SessionDuration, $"{path}.sessionDuration");
        Duration(failover.VmStagger, $"{path}.vmStagger");
        Require(failover.ClearsAfterReads >= 0, $"{path}.clearsAfterReads", $"{failover.ClearsAfterReads} must be 0 or more");
        Require(failover.TaskVanishesAfterReads is null or >= 0, $"{path}.taskVanishesAfterReads", $"{failover.TaskVanishesAfterReads} must be 0 or more");
        Require(failover.Vms.IsEmpty || failover.SessionsPer is SessionsPer.Vm, $"{path}.vms", "VMs fare differently only with sessionsPer: vm");
        Each($"{path}.vms", failover.Vms, (at, outcome) =>
        {
            Vm(at, outcome.Vm, vms);
            Duration(outcome.Duration, $"{at}.duration");
        });
    }

    private void Vm(string path, string vm, ImmutableArray<string> vms) =>
        Require(vms.Contains(vm), $"{path}.vm", $"'{vm}' is none of its VMs ({string.Join(", ", vms)})");

    private void Fault(string path, FaultRule rule)
    {
        Duration(rule.After, $"{path}.after");
        Duration(rule.For, $"{path}.for");
        Duration(rule.Delay, $"{path}.delay");
        Duration(rule.Jitter, $"{path}.jitter");
        Require(rule.From >= 1, $"{path}.from", $"{rule.From} must be 1 or more");
        Require(rule.Count is null or >= 1, $"{path}.count", $"{rule.Count} must be 1 or more");
        Require(rule.Chance is >= 0 and <= 1, $"{path}.chance", $"{rule.Chance} must be 0 to 1");
        Require(rule.Status is >= 300 and <= 599, $"{path}.status", $"{rule.Status} must be 300 to 599");
    }
}
