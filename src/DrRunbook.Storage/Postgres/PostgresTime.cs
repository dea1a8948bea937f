namespace DrRunbook.Storage.Postgres;

/// <summary>The database's own clock, in the ticks of .NET: 100 nanoseconds since the year 1. It judges every lease, so the clocks of the machines that share a store do not matter.</summary>
internal static class PostgresTime
{
    /// <summary>The time at which the database evaluates it, not that of the transaction's beginning.</summary>
    public const string Now = "((extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 10 + 621355968000000000)";
}
