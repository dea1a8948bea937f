using DrRunbook.Engine.Ports;
using Npgsql;

namespace DrRunbook.Storage.Postgres;

/// <summary>What changes a PostgreSQL store. Each method runs inside a transaction of its caller's, and finds out first whether an earlier attempt stands.</summary>
/// <param name="clock">A test's clock; null for the database's.</param>
/// <param name="duration">How long a lease lasts.</param>
internal sealed class PostgresWriter(TimeProvider? clock, TimeSpan duration)
{
    private const string AddRun = $"""
        INSERT INTO drrun.run (id, runbook, mode, simulated, outcome, created_at, last_at, length, head, epoch, owner, lease_expires_ticks)
        VALUES ($1, $2, $3, $4, $5, $6, $6, 0, $7, 1, $8, coalesce($9::bigint, {PostgresTime.Now}) + $10)
        ON CONFLICT DO NOTHING
        """;

    private const string Renew = $"""
        UPDATE drrun.run SET lease_expires_ticks = coalesce($3::bigint, {PostgresTime.Now}) + $4
        WHERE id = $1 AND epoch = $2 AND owner IS NOT NULL RETURNING lease_expires_ticks
        """;

    private const string AddCommand = """
        INSERT INTO drrun.command (token, run, kind, target, principal, given_at, text, signature)
        SELECT $2, key, $3, $4::text, $5, $6, $7::text, $8::text FROM drrun.run WHERE id = $1
        ON CONFLICT DO NOTHING
        """;

    private long? Now => clock?.GetUtcNow().UtcTicks;

    /// <summary>Makes a run with its first lines.</summary>
    /// <param name="mayStand">Whether an earlier attempt may have been committed.</param>
    public async Task<Done<RunLease>> CreateAsync(NpgsqlConnection connection, NewRun run, string owner, bool mayStand)
    {
        var added = await connection.Command(
            AddRun, run.Run, run.Runbook, run.Mode, run.Simulated, Columns.Of(run.First.Outcome), Columns.Of(run.CreatedAt), JournalTail.Empty.Head, owner, Now, duration.Ticks).RunAsync();
        var row = await FindAsync(connection, run.Run);
        var lease = LeaseOf(run.Run, owner, row.Epoch, row.ExpiresTicks);
        if (added == 0)
        {
            return mayStand && row.Owner == owner && row.Epoch == 1 && Stands(row, run.First)
                ? new Done<RunLease>(lease)
                : throw new InvalidOperationException($"run '{run.Run}' is in the store already");
        }

        return await AppendAsync(connection, lease, run.First, mayStand: false) is { Value: { } refusal }
            ? throw new InvalidOperationException($"run '{run.Run}' begins with a claim on replica {refusal.ReplicaUid}, which run {refusal.HeldByRun} holds")
            : new Done<RunLease>(lease);
    }

    /// <summary>Takes the lease where it is free.</summary>
    /// <param name="tried">The epoch that an earlier attempt, which may stand, would have made; 0 for none.</param>
    public async Task<(Done<RunLease?> Lease, long Tried)> AcquireAsync(NpgsqlConnection connection, string run, string owner, long tried)
    {
        var row = await FindAsync(connection, run);
        if (tried != 0 && row.Owner == owner && row.Epoch == tried)
        {
            return (new Done<RunLease?>(LeaseOf(run, owner, row.Epoch, row.ExpiresTicks)), tried);
        }

        if (row.IsHeld)
        {
            return (new Done<RunLease?>(null, Keep: false), tried);
        }

        var (epoch, expires) = (row.Epoch + 1, row.NowTicks + duration.Ticks);
        await connection.Command("UPDATE drrun.run SET owner = $2, epoch = $3, lease_expires_ticks = $4 WHERE key = $1", row.Key, owner, epoch, expires).RunAsync();
        return (new Done<RunLease?>(LeaseOf(run, owner, epoch, expires)), epoch);
    }

    /// <summary>Extends the lease; null where it was lost.</summary>
    public async Task<Done<RunLease?>> RenewAsync(NpgsqlConnection connection, RunLease lease)
    {
        var expires = await connection.Command(Renew, lease.Run, lease.Epoch, Now, duration.Ticks).AllAsync(row => row.GetInt64(0));
        return new Done<RunLease?>(expires is [var ticks] ? LeaseOf(lease.Run, lease.Owner, lease.Epoch, ticks) : null);
    }

    /// <summary>Gives the lease back where it is still held.</summary>
    public static async Task<Done<bool>> ReleaseAsync(NpgsqlConnection connection, RunLease lease) => new(
        await connection.Command("UPDATE drrun.run SET owner = NULL, lease_expires_ticks = NULL WHERE id = $1 AND epoch = $2", lease.Run, lease.Epoch).RunAsync() > 0);

    /// <summary>Appends a batch; where a claim is refused, nothing of it stands.</summary>
    /// <param name="mayStand">Whether an earlier attempt may have been committed.</param>
    public async Task<Done<ClaimRefusal?>> AppendAsync(NpgsqlConnection connection, RunLease lease, AppendBatch batch, bool mayStand)
    {
        var row = await FindAsync(connection, lease.Run);
        if (row.Epoch != lease.Epoch || row.Owner is null)
        {
            throw new LeaseLostException(lease.Run);
        }

        // Nobody else appends in this epoch, and a line's hash is its own: where the journal ends with this batch, it is this batch.
        if (mayStand && (batch.Lines.IsEmpty ? await AreAnsweredAsync(connection, batch.Answers) : Stands(row, batch)))
        {
            return new Done<ClaimRefusal?>(null);
        }

        var tail = row.Tail.Append(batch.Lines);
        if (await PostgresClaims.MoveAsync(connection, row, batch) is { } refusal)
        {
            return new Done<ClaimRefusal?>(refusal, Keep: false);
        }

        await AnswerAsync(connection, row, batch.Answers);
        await WriteAsync(connection, row, batch, tail);
        return new Done<ClaimRefusal?>(null);
    }

    /// <summary>Leaves a command in the run's inbox.</summary>
    /// <param name="token">Names this request: where it is repeated, the command is left once.</param>
    public static async Task<Done<long>> PostAsync(NpgsqlConnection connection, string run, OperatorCommand command, Guid token)
    {
        await connection.Command($"SELECT pg_notify('{CommandListener.Channel}', $1)", run).RunAsync();
        await connection.Command(AddCommand, run, token, command.Kind, command.Target, command.By, Columns.Of(command.At), command.Text, command.Signature).RunAsync();
        var number = await connection.Command("SELECT number FROM drrun.command WHERE token = $1", token).AllAsync(row => row.GetInt64(0));
        return number is [var posted] ? new Done<long>(posted) : throw new RunNotFoundException(run);
    }

    private static bool Stands(LockedRun row, AppendBatch batch) => row.Tail == new JournalTail(batch.Lines[^1].Sequence, batch.Lines[^1].Hash);

    private static async Task<bool> AreAnsweredAsync(NpgsqlConnection connection, ImmutableArray<CommandAnswer> answers)
    {
        var numbers = answers.Select(answer => answer.Number).ToArray();
        var open = await connection.Command("SELECT number FROM drrun.command WHERE number = ANY($1) AND accepted IS NULL", numbers).AllAsync(row => row.GetInt64(0));
        return open.IsEmpty;
    }

    private static async Task WriteAsync(NpgsqlConnection connection, LockedRun row, AppendBatch appended, JournalTail tail)
    {
        await using var batch = connection.CreateBatch();
        if (!appended.Blobs.IsEmpty)
        {
            // In one order for all, so that two runs with the same blobs do not wait for each other in a circle.
            var blobs = appended.Blobs.OrderBy(blob => blob.Sha256, StringComparer.Ordinal).ToList();
            batch.Add(
                "INSERT INTO drrun.blob (sha256, content) SELECT * FROM unnest($1::text[], $2::bytea[]) ON CONFLICT DO NOTHING",
                blobs.Select(blob => blob.Sha256).ToArray(),
                blobs.Select(blob => blob.Content.ToArray()).ToArray());
        }

        if (!appended.Lines.IsEmpty)
        {
            batch.Add(
                "INSERT INTO drrun.line (run, seq, bytes) SELECT $1, * FROM unnest($2::bigint[], $3::bytea[])",
                row.Key,
                appended.Lines.Select(line => line.Sequence).ToArray(),
                appended.Lines.Select(line => line.Bytes.ToArray()).ToArray());
        }

        batch.Add(
            "UPDATE drrun.run SET length = $2, head = $3, outcome = $4, last_at = $5 WHERE key = $1",
            row.Key, tail.Length, tail.Head, Columns.Of(appended.Outcome), Columns.Of(new DateTimeOffset(row.NowTicks, TimeSpan.Zero)));
        await batch.ExecuteNonQueryAsync();
    }

    private static async Task AnswerAsync(NpgsqlConnection connection, LockedRun row, ImmutableArray<CommandAnswer> answers)
    {
        const string Answer = "UPDATE drrun.command SET accepted = $3, reason = $4::text WHERE number = $1 AND run = $2 AND accepted IS NULL";
        foreach (var answer in answers)
        {
            if (await connection.Command(Answer, answer.Number, row.Key, answer.Accepted, answer.Reason).RunAsync() == 0)
            {
                throw new InvalidOperationException($"command {answer.Number} is not one that waits for an answer in this run");
            }
        }
    }

    private RunLease LeaseOf(string run, string owner, long epoch, long expiresTicks) => new(run, owner, epoch, new DateTimeOffset(expiresTicks, TimeSpan.Zero), duration);

    private async Task<LockedRun> FindAsync(NpgsqlConnection connection, string run) =>
        await LockedRun.TakeAsync(connection, run, Now) ?? throw new RunNotFoundException(run);
}
