using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DrRunbook.TestKit.Postgres;

/// <summary>A throwaway PostgreSQL server on loopback, in a folder of its own.</summary>
/// <remarks>Everybody is trusted but the role <see cref="Guarded"/>, which needs its password. When the process that started it dies, it stops too.</remarks>
public sealed class PostgresServer : IDisposable
{
    /// <summary>The role that owns the databases; it needs no password.</summary>
    public const string Owner = "drrun";

    /// <summary>A role that owns nothing and needs <see cref="GuardedPassword"/>.</summary>
    public const string Guarded = "guarded";

    /// <summary>The password of <see cref="Guarded"/>; it has characters that a URL must escape.</summary>
    public const string GuardedPassword = "sesame/open@42";

    private const string Access = $"""
        local all all trust
        host all {Guarded} 127.0.0.1/32 scram-sha-256
        host all all 127.0.0.1/32 trust
        """;

    private readonly string _folder;
    private readonly Process _keeper;
    private int _databases;

    private PostgresServer()
    {
        _folder = Directory.CreateTempSubdirectory("drrun-postgres-").FullName;
        PostgresPrograms.Hand(_folder);
        Must(PostgresPrograms.Run($"cd '{_folder}' && {Program("initdb")} -D '{Data}' -A trust -U {Owner} -E UTF8 --no-locale --no-sync >'{_folder}/initdb.log' 2>&1"), "initdb.log");
        File.WriteAllText(Path.Combine(Data, "pg_hba.conf"), Access);

        // The pipe closes when this process ends, however it ends.
        _keeper = PostgresPrograms.Start($"read -r _; {Control("stop -m immediate")} >/dev/null 2>&1; rm -rf '{_folder}'");
    }

    /// <summary>Why no server can be started on this machine; null where one can.</summary>
    public static string? Missing => PostgresPrograms.Missing;

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; private set; }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Makes a server and waits until it answers.</summary>
    public static PostgresServer Start()
    {
        var server = new PostgresServer();
        try
        {
            server.StartOnAFreePort();
            new PostgresDatabase(server, "postgres").Execute($"CREATE ROLE {Guarded} LOGIN PASSWORD '{GuardedPassword}'");
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Makes an empty database.</summary>
    public PostgresDatabase NewDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        new PostgresDatabase(this, "postgres").Execute($"CREATE DATABASE {name}");
        return new PostgresDatabase(this, name);
    }

    /// <summary>The server's processes die without a word, as in a power cut.</summary>
    public void Crash() => Must(PostgresPrograms.Run(Control("stop -m immediate")), "log");

    /// <summary>Starts it again after <see cref="Crash"/>, on the same port, and waits until it answers.</summary>
    public void StartAgain() => Must(TryStart(Port), "log");

    /// <inheritdoc />
    public void Dispose()
    {
        _keeper.StandardInput.Close();
        _keeper.WaitForExit();
        _keeper.Dispose();
    }

    private void StartOnAFreePort()
    {
        // Between the look and the start somebody else may take the port.
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Port = FreePort();
            if (TryStart(Port))
            {
                return;
            }
        }

        Must(false, "log");
    }

    // What outlives a crash of the server's processes needs no fsync; what outlives one of the machine is not tested here.
    private bool TryStart(int port) => PostgresPrograms.Run(Control(string.Create(
        CultureInfo.InvariantCulture,
        $"start -w -t 60 -l '{_folder}/log' -o '-p {port} -k {_folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200'")));

    private string Control(string command) => $"cd '{_folder}' && {Program("pg_ctl")} -s -D '{Data}' {command}";

    private static string Program(string name) => $"{PostgresPrograms.AsUser}'{Path.Combine(PostgresPrograms.Folder!, name)}'";

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private void Must(bool wentWell, string log)
    {
        if (!wentWell)
        {
            var path = Path.Combine(_folder, log);
            throw new InvalidOperationException($"the PostgreSQL server of the tests does not run:\n{(File.Exists(path) ? File.ReadAllText(path) : "")}");
        }
    }
}
