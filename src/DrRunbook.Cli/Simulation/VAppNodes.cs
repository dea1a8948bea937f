using DrRunbook.Simulator;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Cli.Simulation;

/// <summary>What can be failed over in a scenario file, and how that goes.</summary>
internal static class VAppNodes
{
    public static ScenarioVApp VApp(MappingReader reader) => new()
    {
        Name = reader.Needed("name"),
        BackupServer = reader.Text("backupServer")?.Value,
        Replica = reader.Text("replica")?.Value,
        Vms = reader.Names("vms"),
        Points = reader.Each("points", "a restore point", Point),
        Failovers = Failovers(reader),
        SecondFailover = reader.Word<SecondFailover>("secondFailover") ?? default,
    };

    public static ScenarioFailoverPlan FailoverPlan(MappingReader reader)
    {
        var usual = new ScenarioFailoverPlan { Name = reader.Needed("name") };
        return usual with
        {
            Description = reader.Plain("description") ?? usual.Description,
            BackupServer = reader.Text("backupServer")?.Value,
            Vms = reader.Names("vms"),
            BootDelay = reader.Span("bootDelay") ?? usual.BootDelay,
            Failovers = Failovers(reader),
        };
    }

    public static ScenarioCdpVApp CdpVApp(MappingReader reader)
    {
        var usual = new ScenarioCdpVApp { Name = reader.Needed("name") };
        return usual with
        {
            BackupServer = reader.Text("backupServer")?.Value,
            Policy = reader.Text("policy")?.Value ?? usual.Policy,
            Vms = reader.Names("vms"),
            Retention = reader.Span("retention") ?? usual.Retention,
            Rpo = reader.Duration("rpo") ?? usual.Rpo,
            ApplicationConsistent = reader.Has("applicationConsistent")
                ? [.. reader.Many("applicationConsistent").Select(node => reader.Values.Duration(node, "an item of 'applicationConsistent'", mayBeZero: true)).OfType<TimeSpan>()]
                : usual.ApplicationConsistent,
            Failovers = Failovers(reader),
            SecondFailover = reader.Word<SecondFailover>("secondFailover") ?? usual.SecondFailover,
        };
    }

    private static ScenarioPoint Point(MappingReader reader)
    {
        if (reader.Has("at") && reader.Has("age"))
        {
            reader.OneOf("at", "age");
        }

        var usual = new ScenarioPoint();
        return new ScenarioPoint
        {
            Id = reader.Identifier("id"),
            Name = reader.Text("name")?.Value,
            At = reader.Time("at"),
            Age = reader.SignedSpan("age") ?? usual.Age,
            Vms = reader.Each("vms", "the time of a VM", VmTime),
            DeletedAfter = reader.Span("deletedAfter"),
            Ghost = reader.Boolean("ghost") ?? usual.Ghost,
            Gone = reader.Word<GonePoint>("gone") ?? usual.Gone,
            FailoverLink = reader.Boolean("failoverLink") ?? usual.FailoverLink,
            Algorithm = reader.Text("algorithm")?.Value ?? usual.Algorithm,
            PointType = reader.Text("pointType")?.Value ?? usual.PointType,
            Failovers = Failovers(reader),
        };
    }

    private static VmPointTime VmTime(MappingReader reader)
    {
        reader.Require("later");
        return new VmPointTime(reader.Needed("vm"), reader.SignedSpan("later") ?? TimeSpan.Zero);
    }

    private static ImmutableArray<FailoverBehaviour> Failovers(MappingReader reader) => reader.Each("failovers", "a failover", Failover);

    private static FailoverBehaviour Failover(MappingReader reader)
    {
        var usual = new FailoverBehaviour();
        return new FailoverBehaviour
        {
            TaskSuccessAfter = reader.Says("taskSuccessAfter", "never") ? null : reader.Span("taskSuccessAfter") ?? usual.TaskSuccessAfter,
            OperationFinishedAfter = reader.Span("operationFinishedAfter"),
            TaskFinishedAfter = reader.Span("taskFinishedAfter") ?? usual.TaskFinishedAfter,
            Task = reader.Word<TaskEnd>("task") ?? usual.Task,
            TaskMessage = reader.Text("taskMessage")?.Value,
            ClearsAfterReads = reader.WholeNumber("clearsAfterReads", 0, int.MaxValue) ?? usual.ClearsAfterReads,
            RunsDespiteFailedTask = reader.Boolean("runsDespiteFailedTask") ?? usual.RunsDespiteFailedTask,
            TaskVanishesAfter = reader.Span("taskVanishesAfter"),
            TaskVanishesAfterReads = reader.WholeNumber("taskVanishesAfterReads", 0, int.MaxValue),
            RelatedLink = reader.Boolean("relatedLink") ?? usual.RelatedLink,
            SessionsPer = reader.Word<SessionsPer>("sessionsPer") ?? usual.SessionsPer,
            SessionAfter = reader.Span("sessionAfter") ?? usual.SessionAfter,
            SessionHiddenFor = reader.Span("sessionHiddenFor") ?? usual.SessionHiddenFor,
            SessionStarting = reader.Span("sessionStarting") ?? usual.SessionStarting,
            SessionDuration = reader.Span("sessionDuration") ?? usual.SessionDuration,
            Session = reader.Word<SessionEnd>("session") ?? usual.Session,
            FailureMessage = reader.Text("failureMessage")?.Value,
            Progress = reader.Word<ProgressStyle>("progress") ?? usual.Progress,
            JobType = reader.Text("jobType")?.Value ?? usual.JobType,
            Vms = reader.Each("vms", "how a VM fares", Outcome),
            VmStagger = reader.Span("vmStagger") ?? usual.VmStagger,
        };
    }

    private static VmOutcome Outcome(MappingReader reader) => new()
    {
        Vm = reader.Needed("vm"),
        Session = reader.Word<SessionEnd>("session"),
        Duration = reader.Span("duration"),
        FailureMessage = reader.Text("failureMessage")?.Value,
        Reported = reader.Boolean("reported") ?? true,
    };
}
