namespace DrRunbook.Engine.Ports;

/// <summary>Reads runs.</summary>
public interface IRunReader : IAsyncDisposable
{
    /// <summary>The exact lines of a journal after an entry, in order; empty where there are none.</summary>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    Task<ImmutableArray<ReadOnlyMemory<byte>>> ReadAsync(string run, long afterSequence, CancellationToken cancellationToken);

    /// <summary>Every run, the newest first.</summary>
    Task<ImmutableArray<RunSummary>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The bytes of a blob, or null where there is none of that name.</summary>
    /// <param name="sha256">Lower-case hex.</param>
    Task<ReadOnlyMemory<byte>?> ReadBlobAsync(string sha256, CancellationToken cancellationToken);
}

/// <summary>A store that is looked into without writing anything: its file or tables stay as they are.</summary>
public interface IRunLookup : IRunReader
{
    /// <summary>The replicas that real runs have claimed, by UID, and those runs.</summary>
    Task<ImmutableDictionary<string, string>> ClaimsAsync(CancellationToken cancellationToken);
}
