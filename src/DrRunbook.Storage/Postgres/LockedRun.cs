using Npgsql;

namespace DrRunbook.Storage.Postgres;

/// <summary>A run's row, locked for the rest of a transaction.</summary>
/// <param name="NowTicks">The store's time when the row was read.</param>
internal sealed record LockedRun(long Key, bool Simulated, JournalTail Tail, long Epoch, string? Owner, long ExpiresTicks, long NowTicks)
{
    // NO KEY: an operator's command, which refers to the run, may come in meanwhile.
    private const string Lock = $"""
        SELECT key, simulated, length, head, epoch, owner, coalesce(lease_expires_ticks, 0), coalesce($2::bigint, {PostgresTime.Now})
        FROM drrun.run WHERE id = $1 FOR NO KEY UPDATE
        """;

    /// <summary>Whose claims this run's meet.</summary>
    public long ClaimScope => Simulated ? Key : 0;

    /// <summary>Whether somebody holds the lease.</summary>
    public bool IsHeld => Owner is not null && ExpiresTicks > NowTicks;

    /// <summary>Locks a run; null where there is none of that id.</summary>
    /// <param name="now">A test's time, or null for the database's.</param>
    public static Task<LockedRun?> TakeAsync(NpgsqlConnection connection, string run, long? now) => connection.Command(Lock, run, now).FirstAsync(row => new LockedRun(
        row.GetInt64(0), row.GetBoolean(1), new JournalTail(row.GetInt64(2), row.GetString(3)), row.GetInt64(4), row.Text(5), row.GetInt64(6), row.GetInt64(7)));
}
