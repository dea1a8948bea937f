using System.Net;
using System.Net.Sockets;
using DrRunbook.Engine.Ports;
using DrRunbook.Storage.Postgres;
using DrRunbook.TestKit.Postgres;

namespace DrRunbook.Storage.Tests.Postgres;

/// <summary>What an operator reads where a PostgreSQL store cannot be used.</summary>
public sealed class PostgresErrorTests
{
    public PostgresErrorTests() => Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");

    [Fact]
    public void A_server_that_is_not_there_is_named()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)closed.LocalEndPoint!).Port;

        Assert.Equal(
            $"store 'postgres://drrun@127.0.0.1:{port}/drrun' cannot be reached at 127.0.0.1:{port}: Connection refused; does the server run, and may this machine connect to it?",
            Refused($"postgres://drrun:sesame-open@127.0.0.1:{port}/drrun"));
    }

    [Fact]
    public void A_database_that_is_not_there_is_named()
    {
        var server = SharedPostgres.Server;
        Assert.Equal(
            $"store 'postgres://drrun@127.0.0.1:{server.Port}/nowhere' is not there: the server 127.0.0.1:{server.Port} has no database 'nowhere'; make it, for example with 'createdb nowhere', or name another",
            Refused(new PostgresDatabase(server, "nowhere").Url));
    }

    [Fact]
    public void A_wrong_password_is_told_and_not_repeated()
    {
        var database = SharedPostgres.Server.NewDatabase();
        Assert.Equal(
            $"store '{database.UrlFor("guarded")}' refuses the logon to user 'guarded': password authentication failed for user \"guarded\"; the password comes from DRRUN_STORE, PGPASSWORD, PGPASSFILE or ~/.pgpass",
            Refused(database.UrlFor("guarded:sesame-shut")));
    }

    [Fact]
    public void A_user_who_may_not_make_the_tables_is_told_what_is_wanting()
    {
        var database = SharedPostgres.Server.NewDatabase();
        Assert.Equal(
            $"store '{database.UrlFor("guarded")}' gives too few rights to user 'guarded': permission denied for database {database.Name}; the first use makes the schema 'drrun', for which it needs CREATE on the database",
            Refused(database.UrlFor($"guarded:{Uri.EscapeDataString(PostgresServer.GuardedPassword)}")));
    }

    [Fact]
    public void A_server_without_the_encryption_that_is_asked_for_is_refused()
    {
        var database = SharedPostgres.Server.NewDatabase();
        Assert.StartsWith($"store '{database.Url}' ", Refused($"{database.Url}?sslmode=verify-full"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_store_is_refused_before_anything_is_written()
    {
        var database = SharedPostgres.Server.NewDatabase();
        database.Execute("CREATE SCHEMA drrun; CREATE TABLE drrun.store (format text, schema_version bigint); INSERT INTO drrun.store VALUES ('drrun', 7)");

        Assert.Equal(
            $"store '{database.Url}' has schema 7, this drrun knows schema {PostgresSchema.Current.Steps[^1].Version}: use the version of drrun that wrote it, or a newer one",
            Refused(database.Url));
        Assert.Equal(1, database.Value<long>("SELECT count(*) FROM pg_tables WHERE schemaname = 'drrun'"));
    }

    private static string Refused(string url)
    {
        var error = Assert.Throws<StoreException>(() => PostgresRunStore.Open(url));
        Assert.DoesNotContain("sesame", error.ToString(), StringComparison.Ordinal);
        return error.Message;
    }
}
