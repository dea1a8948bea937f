namespace DrRunbook.TestKit.Postgres;

/// <summary>
/// The one PostgreSQL server of a test assembly, started by the first test that asks. An assembly that uses it says
/// <c>[assembly: AssemblyFixture(typeof(SharedPostgres))]</c>, so that it is stopped at the end. A test that crashes a server starts its own.
/// </summary>
public sealed class SharedPostgres : IDisposable
{
    private static readonly Lazy<PostgresServer> Started = new(PostgresServer.Start);

    /// <summary>The server. Ask <see cref="PostgresServer.Missing"/> first, and skip the test where it has a reason.</summary>
    public static PostgresServer Server => Started.Value;

    /// <inheritdoc />
    public void Dispose()
    {
        if (Started.IsValueCreated)
        {
            Started.Value.Dispose();
        }
    }
}
