namespace DrRunbook.Simulator.State;

/// <summary>Everything a simulated manager knows.</summary>
internal sealed class ManagerState
{
    public ManagerState(ScenarioManager scenario, ulong seed, DateTimeOffset started)
    {
        Scenario = scenario;
        Seed = seed;
        Started = started;
        Inventory = new Inventory(scenario, seed, started);
        Works = new WorkBook(scenario, seed);
        Collections = new Collections(scenario, seed);
        Logons = new Logons(scenario, seed);
        for (var i = 0; i < scenario.RestoreSessions.Length; i++)
        {
            Works.AddPast(Past(scenario.RestoreSessions[i], i));
        }
    }

    public ScenarioManager Scenario { get; }

    public ulong Seed { get; }

    public DateTimeOffset Started { get; }

    public Inventory Inventory { get; }

    public WorkBook Works { get; }

    public Collections Collections { get; }

    public Logons Logons { get; }

    /// <summary>Whether the manager lists a point by now: it knows of its making and not yet of its deletion.</summary>
    public bool Lists(VAppPointRow point, DateTimeOffset now) =>
        Knows(point.MadeAt, point, now) && !(point.DeletedAt is { } deleted && deleted <= now && Knows(deleted, point, now));

    private bool Knows(DateTimeOffset happened, VAppPointRow point, DateTimeOffset now) =>
        happened <= now && Collections.Knows(happened, point.VApp.BackupServer, Started, now);

    private RestoreSessionRow Past(ScenarioRestoreSession session, int index)
    {
        var created = Started - session.Age;
        return new RestoreSessionRow
        {
            Id = Seeded.Guid(Seed, "past restore session", index),
            Name = Inventory.Label(session.VmDisplayName, created + Scenario.ClockOffset),
            VmDisplayName = session.VmDisplayName,
            BackupServer = Inventory.BackupServer(session.BackupServer),
            JobType = session.JobType,
            Created = created,
            VisibleFrom = created,
            WorkingFrom = created,
            Stops = session.End is SessionEnd.Hangs ? null : created + session.Duration,
            End = session.End,
            Progress = ProgressStyle.Counts,
        };
    }
}
