using System.Globalization;
using DrRunbook.Engine.Ports;
using Npgsql;

namespace DrRunbook.Storage.Postgres;

/// <summary>Where a PostgreSQL store is: <c>postgres://USER@HOST:PORT/DATABASE?sslmode=…</c>, read here and not by a library, so that an error never repeats a password.</summary>
/// <param name="Host">A name, an address, or the folder of a Unix socket.</param>
/// <param name="User">Null: <c>PGUSER</c>, else the user who is logged on.</param>
/// <param name="Password">Null: <c>PGPASSWORD</c>, else <c>PGPASSFILE</c> or <c>~/.pgpass</c>, as everywhere with PostgreSQL.</param>
/// <param name="RootCertificate">The file of the authority that vouches for the server, or null for the system's.</param>
internal sealed record PostgresLocation(string Host, int Port, string Database, string? User, string? Password, SslMode SslMode, string? RootCertificate)
{
    private const int DefaultPort = 5432;
    private const string Example = "postgres://drrun@db.example:5432/drrun?sslmode=verify-full";

    /// <summary>The server, for messages.</summary>
    public string Server => Host.StartsWith('/') ? Host : string.Create(CultureInfo.InvariantCulture, $"{Bracketed}:{Port}");

    private string Bracketed => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    /// <summary>The location without its password and parameters: for messages, logs and the screen.</summary>
    public override string ToString() =>
        $"postgres://{(User is null ? "" : $"{Uri.EscapeDataString(User)}@")}{(Host.StartsWith('/') ? "" : Server)}/{Uri.EscapeDataString(Database)}";

    /// <summary>Whether a store's location is one of a PostgreSQL server.</summary>
    public static bool IsOne(string location) =>
        location.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || location.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a URL.</summary>
    /// <exception cref="StoreException">It is none. The message repeats nothing that may be a password.</exception>
    public static PostgresLocation Parse(string url)
    {
        var rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        if (rest.Contains('#', StringComparison.Ordinal))
        {
            throw Wrong("it has a '#', which must be written %23 in a name or a password");
        }

        var (beforeQuery, query) = Cut(rest, '?');
        var (authority, database) = Cut(beforeQuery, '/');
        var at = authority.LastIndexOf('@');
        var (user, password) = at < 0 ? (null, null) : Cut(authority[..at], ':');
        var (host, port) = ReadHost(authority[(at + 1)..]);
        if (string.IsNullOrEmpty(database) || database.Contains('/', StringComparison.Ordinal))
        {
            throw Wrong("it names no database behind the host");
        }

        var location = new PostgresLocation(host, port, Decode(database), user is null or "" ? null : Decode(user), password is null ? null : Decode(password), SslMode.Prefer, RootCertificate: null);
        location = (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries).Aggregate(location, ReadParameter);
        return location.Host.Length == 0 ? throw Wrong("it names no host") : location;
    }

    /// <summary>What the connecting library is told.</summary>
    public NpgsqlConnectionStringBuilder Settings()
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = Host,
            Port = Port,
            Database = Database,
            SslMode = SslMode,
            ApplicationName = "drrun",
            Timeout = 5,
            CommandTimeout = 10,
            KeepAlive = 10,
            MaxPoolSize = 8,
            MaxAutoPrepare = 40,

            // Nobody asked for Kerberos' encryption, and trying it needs a library that most machines do not have.
            GssEncryptionMode = GssEncryptionMode.Disable,

            // A commit is on the server's disk before its task ends, whatever the server's own setting. And a process that is frozen
            // within a transaction must not keep a run locked for longer than its lease.
            Options = "-c synchronous_commit=on -c idle_in_transaction_session_timeout=5000 -c lock_timeout=8000",
        };
        if (User is not null)
        {
            settings.Username = User;
        }

        if (Password is not null)
        {
            settings.Password = Password;
        }

        if (RootCertificate is not null)
        {
            settings.RootCertificate = RootCertificate;
        }

        return settings;
    }

    private static PostgresLocation ReadParameter(PostgresLocation location, string parameter)
    {
        var (name, text) = Cut(parameter, '=');
        var value = Decode(text ?? "");
        return name switch
        {
            "sslmode" => location with { SslMode = ReadSslMode(value) },
            "sslrootcert" => location with { RootCertificate = value },
            "host" when location.Host.Length == 0 => location with { Host = value },
            "password" => throw Wrong("a password stands before the '@' (in DRRUN_STORE alone), in PGPASSWORD, or in ~/.pgpass"),
            _ => throw Wrong($"it has the parameter '{name}'; those known are sslmode, sslrootcert, and host for the folder of a Unix socket"),
        };
    }

    private static SslMode ReadSslMode(string value) => value switch
    {
        "disable" => SslMode.Disable,
        "allow" => SslMode.Allow,
        "prefer" => SslMode.Prefer,
        "require" => SslMode.Require,
        "verify-ca" => SslMode.VerifyCA,
        "verify-full" => SslMode.VerifyFull,
        _ => throw Wrong("its sslmode is none of disable, allow, prefer, require, verify-ca, verify-full"),
    };

    private static (string Host, int Port) ReadHost(string authority)
    {
        var isBracketed = authority.StartsWith('[');
        var end = isBracketed ? authority.IndexOf(']', StringComparison.Ordinal) + 1 : authority.LastIndexOf(':') is >= 0 and var colon ? colon : authority.Length;
        var host = isBracketed && end > 1 ? authority[1..(end - 1)] : authority[..end];
        var rest = authority[end..];
        if (host.Contains(',', StringComparison.Ordinal) || (!isBracketed && host.Contains(':', StringComparison.Ordinal)))
        {
            throw Wrong("its host must be one name or address; an IPv6 address stands in brackets");
        }

        if (rest.Length == 0)
        {
            return (Decode(host), DefaultPort);
        }

        return rest[0] == ':' && int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            ? (Decode(host), port)
            : throw Wrong("its port must be a number from 1 to 65535; '@', '/' and ':' in a name or a password must be written %40, %2F and %3A");
    }

    private static (string Before, string? After) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var index ? (text[..index], text[(index + 1)..]) : (text, null);

    private static string Decode(string text) => Uri.UnescapeDataString(text);

    private static StoreException Wrong(string what) => new($"the store's postgres:// URL is wrong: {what}; right is {Example}");
}
