using DrRunbook.Engine.Ports;

namespace DrRunbook.Storage.Sqlite;

/// <summary>What changes an SQLite store. Each method runs inside a transaction of its caller's.</summary>
/// <param name="duration">How long a lease lasts.</param>
internal sealed class StoreWriter(StoreConnection connection, TimeProvider clock, TimeSpan duration) : IDisposable
{
    private readonly PreparedStatement _addRun = connection.Prepare(
        """
        INSERT INTO run (id, runbook, mode, simulated, outcome, created_at, last_at, length, head, epoch, owner, lease_expires_ticks)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, 1, $9, $10)
        ON CONFLICT DO NOTHING
        """);

    private readonly PreparedStatement _findRun = connection.Prepare("SELECT key, simulated, length, head, epoch, owner FROM run WHERE id = $1");

    private readonly PreparedStatement _acquire = connection.Prepare(
        """
        UPDATE run SET owner = $2, epoch = epoch + 1, lease_expires_ticks = $3
        WHERE id = $1 AND (owner IS NULL OR lease_expires_ticks <= $4)
        """);

    private readonly PreparedStatement _renew = connection.Prepare("UPDATE run SET lease_expires_ticks = $3 WHERE id = $1 AND epoch = $2 AND owner IS NOT NULL");
    private readonly PreparedStatement _release = connection.Prepare("UPDATE run SET owner = NULL, lease_expires_ticks = NULL WHERE id = $1 AND epoch = $2");
    private readonly PreparedStatement _addLine = connection.Prepare("INSERT INTO line (run, seq, bytes) VALUES ($1, $2, $3)");
    private readonly PreparedStatement _addBlob = connection.Prepare("INSERT INTO blob (sha256, content) VALUES ($1, $2) ON CONFLICT DO NOTHING");

    private readonly PreparedStatement _claimant = connection.Prepare(
        "SELECT run.id FROM claim JOIN run ON run.key = claim.run WHERE claim.scope = $1 AND claim.replica = $2 AND claim.run <> $3");

    private readonly PreparedStatement _claim = connection.Prepare("INSERT INTO claim (scope, replica, run) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
    private readonly PreparedStatement _endClaim = connection.Prepare("DELETE FROM claim WHERE scope = $1 AND replica = $2 AND run = $3");
    private readonly PreparedStatement _answer = connection.Prepare(
        "UPDATE command SET accepted = $3, reason = $4 WHERE number = $1 AND run = $2 AND accepted IS NULL");

    private readonly PreparedStatement _advance = connection.Prepare("UPDATE run SET length = $2, head = $3, outcome = $4, last_at = $5 WHERE key = $1");

    private readonly PreparedStatement _addCommand = connection.Prepare(
        """
        INSERT INTO command (run, kind, target, principal, given_at, text, signature)
        SELECT key, $2, $3, $4, $5, $6, $7 FROM run WHERE id = $1
        """);

    /// <summary>Makes a run with its first lines.</summary>
    public RunLease Create(NewRun run, string owner)
    {
        var expiresAt = clock.GetUtcNow() + duration;
        var added = _addRun.Execute(
            run.Run, run.Runbook, run.Mode, run.Simulated ? 1L : 0L, Columns.Of(run.First.Outcome), Columns.Of(run.CreatedAt), Columns.Of(run.CreatedAt),
            JournalTail.Empty.Head, owner, expiresAt.UtcTicks);
        if (added == 0)
        {
            throw new InvalidOperationException($"run '{run.Run}' is in the store already");
        }

        var lease = new RunLease(run.Run, owner, Epoch: 1, expiresAt, duration);
        return Append(lease, run.First) is { } refusal
            ? throw new InvalidOperationException($"run '{run.Run}' begins with a claim on replica {refusal.ReplicaUid}, which run {refusal.HeldByRun} holds")
            : lease;
    }

    /// <summary>Takes the lease where it is free; else null.</summary>
    public RunLease? Acquire(string run, string owner)
    {
        var now = clock.GetUtcNow();
        var expiresAt = now + duration;
        var acquired = _acquire.Execute(run, owner, expiresAt.UtcTicks, now.UtcTicks);
        var row = Find(run);
        return acquired == 0 ? null : new RunLease(run, owner, row.Epoch, expiresAt, duration);
    }

    /// <summary>Extends the lease; null where it was lost.</summary>
    public RunLease? Renew(RunLease lease)
    {
        var expiresAt = clock.GetUtcNow() + duration;
        return _renew.Execute(lease.Run, lease.Epoch, expiresAt.UtcTicks) == 0 ? null : lease with { ExpiresAt = expiresAt, Duration = duration };
    }

    /// <summary>Gives the lease back where it is still held.</summary>
    public void Release(RunLease lease) => _release.Execute(lease.Run, lease.Epoch);

    /// <summary>Appends a batch; a refusal comes before anything is written.</summary>
    public ClaimRefusal? Append(RunLease lease, AppendBatch batch)
    {
        var row = Find(lease.Run);
        if (row.Epoch != lease.Epoch || row.Owner is null)
        {
            throw new LeaseLostException(lease.Run);
        }

        var tail = row.Tail.Append(batch.Lines);
        var refusal = FindRefusal(row, batch.Claims);
        if (refusal is not null)
        {
            return refusal;
        }

        AddBlobs(batch.Blobs);
        MoveClaims(row, batch);
        foreach (var line in batch.Lines)
        {
            _addLine.Execute(row.Key, line.Sequence, line.Bytes.ToArray());
        }

        Answer(row, batch.Answers);
        _advance.Execute(row.Key, tail.Length, tail.Head, Columns.Of(batch.Outcome), Columns.Of(clock.GetUtcNow()));
        return null;
    }

    /// <summary>Leaves a command in the run's inbox.</summary>
    public long Post(string run, OperatorCommand command)
    {
        var added = _addCommand.Execute(run, command.Kind, command.Target, command.By, Columns.Of(command.At), command.Text, command.Signature);
        return added == 0 ? throw new RunNotFoundException(run) : connection.Number("SELECT last_insert_rowid()");
    }

    public void Dispose()
    {
        PreparedStatement[] statements =
            [_addRun, _findRun, _acquire, _renew, _release, _addLine, _addBlob, _claimant, _claim, _endClaim, _answer, _advance, _addCommand];
        foreach (var statement in statements)
        {
            statement.Dispose();
        }
    }

    private RunRow Find(string run) =>
        _findRun.First(
            row => new RunRow(
                row.GetInt64(0), row.GetBoolean(1), new JournalTail(row.GetInt64(2), row.GetString(3)), row.GetInt64(4), row.IsDBNull(5) ? null : row.GetString(5)),
            run)
        ?? throw new RunNotFoundException(run);

    private ClaimRefusal? FindRefusal(RunRow row, ImmutableArray<string> claims)
    {
        foreach (var replica in claims)
        {
            if (_claimant.First(claimant => claimant.GetString(0), row.ClaimScope, replica, row.Key) is { } holder)
            {
                return new ClaimRefusal(replica, holder);
            }
        }

        return null;
    }

    private void AddBlobs(ImmutableArray<Blob> blobs)
    {
        foreach (var blob in blobs)
        {
            _addBlob.Execute(blob.Sha256, blob.Content.ToArray());
        }
    }

    // Releases first: a batch that ends one attempt and starts the next leaves the replica claimed.
    private void MoveClaims(RunRow row, AppendBatch batch)
    {
        foreach (var replica in batch.Releases)
        {
            _endClaim.Execute(row.ClaimScope, replica, row.Key);
        }

        foreach (var replica in batch.Claims)
        {
            _claim.Execute(row.ClaimScope, replica, row.Key);
        }
    }

    private void Answer(RunRow row, ImmutableArray<CommandAnswer> answers)
    {
        foreach (var answer in answers)
        {
            if (_answer.Execute(answer.Number, row.Key, answer.Accepted ? 1L : 0L, answer.Reason) == 0)
            {
                throw new InvalidOperationException($"command {answer.Number} is not one that waits for an answer in this run");
            }
        }
    }

    private sealed record RunRow(long Key, bool Simulated, JournalTail Tail, long Epoch, string? Owner)
    {
        /// <summary>Whose claims this run's meet.</summary>
        public long ClaimScope => Simulated ? Key : 0;
    }
}
