namespace DrRunbook.Simulator.State;

/// <summary>How the manager learns what the backup servers hold: after its lag, or when a requested collection has ended.</summary>
internal sealed class Collections(ScenarioManager scenario, ulong seed)
{
    private readonly List<CollectionRow> _all = [];

    public IReadOnlyList<CollectionRow> All => _all;

    public void Begin(int number, BackupServerRow server, DateTimeOffset at)
    {
        var created = at + scenario.ClockOffset;
        _all.Add(new CollectionRow
        {
            Id = Seeded.Guid(seed, "system session", number),
            Name = $"Collect Job @{created.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}",
            Server = server,
            Created = at,
            Ends = at + scenario.CollectionDuration,
        });
    }

    /// <summary>Whether the manager knows by now of something that happened on a backup server.</summary>
    /// <param name="happened">When it happened; what happened before the start of the simulation is known.</param>
    public bool Knows(DateTimeOffset happened, BackupServerRow server, DateTimeOffset started, DateTimeOffset now) =>
        happened <= started
        || happened + scenario.CollectionLag <= now
        || _all.Any(collection => collection.Server == server && happened <= collection.Created && collection.Ends <= now);
}

/// <summary>A data collection, as a system session shows it.</summary>
internal sealed class CollectionRow : Row
{
    public override string Type => "SystemSession";

    public required BackupServerRow Server { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Ends { get; init; }
}
