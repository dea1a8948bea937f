using DrRunbook.Core.Journal;
using DrRunbook.Engine.Ports;
using Microsoft.Data.Sqlite;

namespace DrRunbook.Storage.Sqlite;

/// <summary>What reads an SQLite store, also while another process writes it.</summary>
/// <param name="clock">Judges leases.</param>
internal sealed class StoreReader(StoreConnection connection, TimeProvider clock) : IDisposable
{
    // One statement, so that lines and end are of one moment while another process appends.
    private readonly PreparedStatement _lines = connection.Prepare(
        """
        SELECT line.bytes, run.length, run.head
        FROM run LEFT JOIN line ON line.run = run.key AND line.seq > $2
        WHERE run.id = $1 ORDER BY line.seq
        """);

    private readonly PreparedStatement _runs = connection.Prepare(
        """
        SELECT id, runbook, mode, simulated, outcome, created_at, last_at, length, owner, lease_expires_ticks
        FROM run ORDER BY key DESC
        """);

    private readonly PreparedStatement _blob = connection.Prepare("SELECT content FROM blob WHERE sha256 = $1");

    private readonly PreparedStatement _pending = connection.Prepare(
        """
        SELECT number, kind, target, principal, given_at, text, signature
        FROM command WHERE accepted IS NULL AND run = (SELECT key FROM run WHERE id = $1) ORDER BY number
        """);

    private readonly PreparedStatement _answer = connection.Prepare("SELECT number, accepted, reason FROM command WHERE number = $1 AND accepted IS NOT NULL");

    private readonly PreparedStatement _claims = connection.Prepare("SELECT claim.replica, run.id FROM claim JOIN run ON run.key = claim.run WHERE claim.scope = 0");

    /// <summary>The lines after an entry.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Lines(string run, long afterSequence)
    {
        var rows = _lines.All(row => (Bytes: row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0), End: new JournalTail(row.GetInt64(1), row.GetString(2))), run, afterSequence);
        if (rows.IsEmpty)
        {
            throw new RunNotFoundException(run);
        }

        ImmutableArray<ReadOnlyMemory<byte>> lines = [.. rows.Where(row => row.Bytes is not null).Select(row => new ReadOnlyMemory<byte>(row.Bytes))];
        return rows[^1].End.IsEndOf(lines, afterSequence)
            ? lines
            : throw new StoreException($"store '{connection.File}' is damaged: the journal of run {run} does not end with the line that was written last; keep the file for inspection and put a backup in its place");
    }

    /// <summary>Every run, the newest first.</summary>
    public ImmutableArray<RunSummary> Runs() => [.. _runs.All(Summary).OrderByDescending(run => run.CreatedAt)];

    /// <summary>A blob's bytes, checked against its name; null where there is none.</summary>
    public byte[]? Blob(string sha256)
    {
        var content = _blob.First(row => row.GetFieldValue<byte[]>(0), sha256);
        return content is null || JournalLine.HashOf(content) == sha256
            ? content
            : throw new StoreException($"store '{connection.File}' is damaged: blob {sha256} is not what its name says; put a backup in its place");
    }

    /// <summary>The commands that wait for an answer.</summary>
    public ImmutableArray<PendingCommand> Pending(string run) => _pending.All(
        row => new PendingCommand(
            row.GetInt64(0),
            new OperatorCommand(row.GetString(1), Text(row, 2), row.GetString(3), Columns.At(row.GetString(4)), Text(row, 5), Text(row, 6))),
        run);

    /// <summary>A command's answer, or null.</summary>
    public CommandAnswer? Answer(long command) => _answer.First(row => new CommandAnswer(row.GetInt64(0), row.GetBoolean(1), Text(row, 2)), command);

    /// <summary>The replicas that real runs have claimed, and those runs.</summary>
    public ImmutableDictionary<string, string> Claims() => _claims.All(row => KeyValuePair.Create(row.GetString(0), row.GetString(1))).ToImmutableDictionary(StringComparer.Ordinal);

    public void Dispose()
    {
        PreparedStatement[] statements = [_lines, _runs, _blob, _pending, _answer, _claims];
        foreach (var statement in statements)
        {
            statement.Dispose();
        }
    }

    private RunSummary Summary(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetBoolean(3),
        Columns.Outcome(row.GetString(4)) ?? throw new StoreException($"store '{connection.File}' is damaged: run {row.GetString(0)} has the outcome '{row.GetString(4)}'"),
        Columns.At(row.GetString(5)),
        Columns.At(row.GetString(6)),
        row.GetInt64(7),
        Text(row, 8),
        row.IsDBNull(9) ? null : new DateTimeOffset(row.GetInt64(9), TimeSpan.Zero),
        row.IsDBNull(9) ? null : TimeSpan.FromTicks(row.GetInt64(9) - clock.GetUtcNow().UtcTicks));

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
