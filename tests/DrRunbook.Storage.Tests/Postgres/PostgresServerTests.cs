using DrRunbook.TestKit.Postgres;
using Npgsql;

namespace DrRunbook.Storage.Tests.Postgres;

/// <summary>The server that the tests start is a real one, and crashes as one.</summary>
public sealed class PostgresServerTests
{
    public PostgresServerTests() => Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");

    [Fact]
    public void What_was_committed_outlives_a_crash_and_what_was_not_does_not()
    {
        using var server = PostgresServer.Start();
        var database = server.NewDatabase();
        database.Execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)");
        using var open = database.Open();
        using (var begun = new NpgsqlCommand("BEGIN; INSERT INTO kept VALUES (2)", open))
        {
            begun.ExecuteNonQuery();
        }

        server.Crash();
        Assert.Throws<NpgsqlException>(database.Open);
        server.StartAgain();

        Assert.Equal(1, database.Value<int>("SELECT n FROM kept"));
    }

    [Fact]
    public void The_guarded_role_needs_its_password()
    {
        var database = SharedPostgres.Server.NewDatabase();
        using var connection = new NpgsqlConnection(database.ConnectionString.Replace($"Username={PostgresServer.Owner}", $"Username={PostgresServer.Guarded};Password=wrong", StringComparison.Ordinal));

        Assert.Equal("28P01", Assert.Throws<PostgresException>(connection.Open).SqlState);
    }
}
