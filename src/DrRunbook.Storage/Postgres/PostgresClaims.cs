using DrRunbook.Engine.Ports;
using Npgsql;

namespace DrRunbook.Storage.Postgres;

/// <summary>Moves a batch's claims. Two runs that reach for one replica at the same time are put in order by the claim's primary key: the second waits for the first's transaction.</summary>
internal static class PostgresClaims
{
    private const string Take = """
        INSERT INTO drrun.claim (scope, replica, run) SELECT $1, replica, $3 FROM unnest($2::text[]) AS replica ON CONFLICT DO NOTHING
        """;

    private const string Holders = """
        SELECT claim.replica, claim.run, run.id FROM drrun.claim JOIN drrun.run ON run.key = claim.run WHERE claim.scope = $1 AND claim.replica = ANY($2)
        """;

    /// <summary>Ends and takes claims; the first that another run holds is told, and the caller undoes the transaction.</summary>
    public static async Task<ClaimRefusal?> MoveAsync(NpgsqlConnection connection, LockedRun row, AppendBatch batch)
    {
        // Releases first: a batch that ends one attempt and starts the next leaves the replica claimed.
        if (!batch.Releases.IsEmpty)
        {
            await connection.Command("DELETE FROM drrun.claim WHERE scope = $1 AND run = $2 AND replica = ANY($3)", row.ClaimScope, row.Key, batch.Releases.ToArray()).RunAsync();
        }

        if (batch.Claims.IsEmpty)
        {
            return null;
        }

        // In one order for all, so that two batches do not wait for each other in a circle.
        var claims = batch.Claims.Order(StringComparer.Ordinal).ToArray();
        while (true)
        {
            await connection.Command(Take, row.ClaimScope, claims, row.Key).RunAsync();
            var holders = (await connection.Command(Holders, row.ClaimScope, claims).AllAsync(holder => (Replica: holder.GetString(0), Key: holder.GetInt64(1), Run: holder.GetString(2))))
                .ToDictionary(holder => holder.Replica, StringComparer.Ordinal);
            if (batch.Claims.Where(replica => holders.TryGetValue(replica, out var holder) && holder.Key != row.Key).Take(1).ToList() is [var refused])
            {
                return new ClaimRefusal(refused, holders[refused].Run);
            }

            // One that nobody holds was another's a moment ago.
            if (claims.All(holders.ContainsKey))
            {
                return null;
            }
        }
    }
}
