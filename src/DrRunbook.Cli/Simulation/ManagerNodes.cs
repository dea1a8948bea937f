using DrRunbook.Simulator;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Cli.Simulation;

/// <summary>Managers of a scenario file, their accounts and their style.</summary>
internal static class ManagerNodes
{
    public static ScenarioManager Manager(MappingReader reader)
    {
        var usual = new ScenarioManager { Name = reader.Needed("name") };
        return usual with
        {
            ServerHost = reader.Text("serverHost")?.Value ?? usual.ServerHost,
            Accounts = reader.Has("accounts") ? reader.Each("accounts", "an account", Account) : usual.Accounts,
            Wire = reader.Mapping("wire") is { } wire ? Wire(wire) : usual.Wire,
            ClockOffset = reader.SignedSpan("clockOffset") ?? usual.ClockOffset,
            SessionIdle = reader.Duration("sessionIdle") ?? usual.SessionIdle,
            CollectionLag = reader.Span("collectionLag") ?? usual.CollectionLag,
            CollectionDuration = reader.Span("collectionDuration") ?? usual.CollectionDuration,
            TaskNumbering = reader.Word<TaskNumbering>("taskNumbering") ?? usual.TaskNumbering,
            PageSize = reader.WholeNumber("pageSize", 1, int.MaxValue) ?? usual.PageSize,
            MaxConcurrentFailovers = reader.WholeNumber("maxConcurrentFailovers", 1, int.MaxValue) ?? usual.MaxConcurrentFailovers,
            DeletingTaskAborts = reader.Boolean("deletingTaskAborts") ?? usual.DeletingTaskAborts,
            UnknownFilterName = reader.Word<UnknownFilterName>("unknownFilterName") ?? usual.UnknownFilterName,
            OutsideScope = reader.Word<OutsideScope>("outsideScope") ?? usual.OutsideScope,
            PagingLinksDropFilter = reader.Boolean("pagingLinksDropFilter") ?? usual.PagingLinksDropFilter,
            ServiceVersion = reader.Text("serviceVersion")?.Value ?? usual.ServiceVersion,
            BackupServers = reader.Each("backupServers", "a backup server", BackupServer),
            VApps = reader.Each("vApps", "a vApp", VAppNodes.VApp),
            FailoverPlans = reader.Each("failoverPlans", "a failover plan", VAppNodes.FailoverPlan),
            CdpVApps = reader.Each("cdpVApps", "a vApp with a CDP replica", VAppNodes.CdpVApp),
            RestoreSessions = reader.Each("restoreSessions", "a restore session", RestoreSession),
            Faults = reader.Each("faults", "a fault", FaultNodes.Fault),
            Restarts = reader.Each("restarts", "a restart", Restart),
        };
    }

    private static ScenarioAccount Account(MappingReader reader)
    {
        var usual = new ScenarioAccount();
        return new ScenarioAccount
        {
            User = reader.Text("user")?.Value ?? usual.User,
            Password = reader.Text("password")?.Value ?? usual.Password,
            Role = reader.Word<AccountRole>("role") ?? usual.Role,
            Scope = reader.Names("scope"),
        };
    }

    private static WireStyle Wire(MappingReader reader)
    {
        var usual = new WireStyle();
        var style = new WireStyle
        {
            Json = reader.Word<JsonKeys>("json") ?? usual.Json,
            ByteOrderMark = reader.Boolean("byteOrderMark") ?? usual.ByteOrderMark,
            Nulls = reader.Boolean("nulls") ?? usual.Nulls,
            EscapeEquals = reader.Boolean("escapeEquals") ?? usual.EscapeEquals,
            Errors = reader.Word<ErrorBody>("errors") ?? usual.Errors,
            Order = reader.Word<WireOrder>("order") ?? usual.Order,
            TimeDigits = reader.WholeNumber("timeDigits", 0, 7) ?? usual.TimeDigits,
            EndTimeWhileRunning = reader.Boolean("endTimeWhileRunning") ?? usual.EndTimeWhileRunning,
            EmptyResult = reader.Word<EmptyResult>("emptyResult") ?? usual.EmptyResult,
        };
        reader.Done();
        return style;
    }

    private static ScenarioBackupServer BackupServer(MappingReader reader) => new()
    {
        Name = reader.Needed("name"),
        Description = reader.Plain("description") ?? "",
        Version = reader.Text("version")?.Value,
    };

    private static ScenarioRestoreSession RestoreSession(MappingReader reader)
    {
        var usual = new ScenarioRestoreSession { VmDisplayName = reader.Needed("vmDisplayName") };
        return usual with
        {
            Age = reader.Span("age") ?? usual.Age,
            Duration = reader.Span("duration") ?? usual.Duration,
            End = reader.Word<SessionEnd>("end") ?? usual.End,
            BackupServer = reader.Text("backupServer")?.Value,
            JobType = reader.Text("jobType")?.Value ?? usual.JobType,
        };
    }

    private static ServiceRestart Restart(MappingReader reader)
    {
        reader.Require("after");
        reader.Require("lasts");
        return new ServiceRestart(reader.Span("after") ?? TimeSpan.Zero, reader.Span("lasts") ?? TimeSpan.Zero);
    }
}
