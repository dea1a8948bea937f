using Npgsql;

namespace DrRunbook.TestKit.Postgres;

/// <summary>A database of a <see cref="PostgresServer"/>.</summary>
public sealed record PostgresDatabase(PostgresServer Server, string Name)
{
    /// <summary>What <c>--store</c> takes: its owner needs no password.</summary>
    public string Url => UrlFor(PostgresServer.Owner);

    /// <summary>For looking into it beside drrun.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Server.Port};Username={PostgresServer.Owner};Database={Name};Pooling=False;GssEncryptionMode=Disable";

    /// <summary>The URL with another user.</summary>
    /// <param name="user">As it stands in the URL; a password behind a colon.</param>
    public string UrlFor(string user) => $"postgres://{user}@127.0.0.1:{Server.Port}/{Name}";

    /// <summary>Runs SQL.</summary>
    public void Execute(string sql)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>The one value that a query answers.</summary>
    public T Value<T>(string sql)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand(sql, connection);
        return (T)command.ExecuteScalar()!;
    }

    /// <summary>A connection of the caller's own.</summary>
    public NpgsqlConnection Open()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        connection.Open();
        return connection;
    }
}
