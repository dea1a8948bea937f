using DrRunbook.Core.Journal;
using DrRunbook.Engine.Ports;
using Npgsql;

namespace DrRunbook.Storage.Postgres;

/// <summary>What reads a PostgreSQL store.</summary>
/// <param name="clock">A test's clock; null for the database's.</param>
internal sealed class PostgresReader(PostgresLocation location, TimeProvider? clock)
{
    private const string RunsSql = $"""
        SELECT id, runbook, mode, simulated, outcome, created_at, last_at, length, owner, lease_expires_ticks, coalesce($1::bigint, {PostgresTime.Now})
        FROM drrun.run ORDER BY key DESC
        """;

    private const string PendingSql = """
        SELECT number, kind, target, principal, given_at, text, signature
        FROM drrun.command WHERE accepted IS NULL AND run = (SELECT key FROM drrun.run WHERE id = $1) ORDER BY number
        """;

    // One statement, so that lines and end are of one moment while another process appends.
    private const string LinesSql = """
        SELECT line.bytes, run.length, run.head
        FROM drrun.run LEFT JOIN drrun.line ON line.run = run.key AND line.seq > $2
        WHERE run.id = $1 ORDER BY line.seq
        """;

    /// <summary>The lines after an entry.</summary>
    public async Task<ImmutableArray<ReadOnlyMemory<byte>>> LinesAsync(NpgsqlConnection connection, string run, long afterSequence)
    {
        var rows = await connection.Command(LinesSql, run, afterSequence)
            .AllAsync(row => (Bytes: row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0), End: new JournalTail(row.GetInt64(1), row.GetString(2))));
        if (rows.IsEmpty)
        {
            throw new RunNotFoundException(run);
        }

        ImmutableArray<ReadOnlyMemory<byte>> lines = [.. rows.Where(row => row.Bytes is not null).Select(row => new ReadOnlyMemory<byte>(row.Bytes))];
        return rows[^1].End.IsEndOf(lines, afterSequence)
            ? lines
            : throw new StoreException($"store '{location}' is damaged: the journal of run {run} does not end with the line that was written last; put a backup in its place");
    }

    /// <summary>Every run, the newest first.</summary>
    public async Task<ImmutableArray<RunSummary>> RunsAsync(NpgsqlConnection connection) =>
        [.. (await connection.Command(RunsSql, clock?.GetUtcNow().UtcTicks).AllAsync(Summary)).OrderByDescending(run => run.CreatedAt)];

    /// <summary>A blob's bytes, checked against its name; null where there is none.</summary>
    public async Task<ReadOnlyMemory<byte>?> BlobAsync(NpgsqlConnection connection, string sha256)
    {
        var content = await connection.Command("SELECT content FROM drrun.blob WHERE sha256 = $1", sha256).FirstAsync(row => row.GetFieldValue<byte[]>(0));
        if (content is null)
        {
            return null;
        }

        return JournalLine.HashOf(content) == sha256
            ? content
            : throw new StoreException($"store '{location}' is damaged: blob {sha256} is not what its name says; put a backup in its place");
    }

    /// <summary>The commands that wait for an answer.</summary>
    public static Task<ImmutableArray<PendingCommand>> PendingAsync(NpgsqlConnection connection, string run) => connection.Command(PendingSql, run).AllAsync(row => new PendingCommand(
        row.GetInt64(0),
        new OperatorCommand(row.GetString(1), row.Text(2), row.GetString(3), Columns.At(row.GetString(4)), row.Text(5), row.Text(6))));

    /// <summary>A command's answer, or null.</summary>
    public static Task<CommandAnswer?> AnswerAsync(NpgsqlConnection connection, long command) =>
        connection.Command("SELECT number, accepted, reason FROM drrun.command WHERE number = $1 AND accepted IS NOT NULL", command)
            .FirstAsync(row => new CommandAnswer(row.GetInt64(0), row.GetBoolean(1), row.Text(2)));

    /// <summary>The replicas that real runs have claimed, and those runs.</summary>
    public static async Task<ImmutableDictionary<string, string>> ClaimsAsync(NpgsqlConnection connection) =>
        (await connection.Command("SELECT claim.replica, run.id FROM drrun.claim JOIN drrun.run ON run.key = claim.run WHERE claim.scope = 0")
            .AllAsync(row => KeyValuePair.Create(row.GetString(0), row.GetString(1)))).ToImmutableDictionary(StringComparer.Ordinal);

    private RunSummary Summary(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetBoolean(3),
        Columns.Outcome(row.GetString(4)) ?? throw new StoreException($"store '{location}' is damaged: run {row.GetString(0)} has the outcome '{row.GetString(4)}'"),
        Columns.At(row.GetString(5)),
        Columns.At(row.GetString(6)),
        row.GetInt64(7),
        row.Text(8),
        row.IsDBNull(9) ? null : new DateTimeOffset(row.GetInt64(9), TimeSpan.Zero),
        row.IsDBNull(9) ? null : TimeSpan.FromTicks(row.GetInt64(9) - row.GetInt64(10)));
}
