using System.Diagnostics;

namespace DrRunbook.TestKit.Postgres;

/// <summary>The programs of a PostgreSQL server, where they are installed, and how they are run: as anybody but root, whom they refuse.</summary>
internal static class PostgresPrograms
{
    private const string User = "postgres";

    /// <summary>Where they lie; null where they are not all there.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Why no server can be started here; null where one can.</summary>
    public static string? Missing { get; } = Folder is null
        ? "PostgreSQL's server programs (Debian: postgresql) are not installed"
        : IsRoot && !HasUser()
            ? $"PostgreSQL does not run as root, and there is no user '{User}'"
            : null;

    /// <summary>The words before a program that root starts as another user.</summary>
    public static string AsUser => IsRoot ? $"setpriv --reuid {User} --regid {User} --init-groups " : "";

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>Runs a shell's command line to its end.</summary>
    /// <returns>Whether it went well.</returns>
    public static bool Run(string commandLine)
    {
        using var shell = Start(commandLine);
        shell.WaitForExit();
        return shell.ExitCode == 0;
    }

    /// <summary>Starts a shell's command line; its standard input is a pipe of this process.</summary>
    public static Process Start(string commandLine)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", commandLine]) { RedirectStandardInput = true, WorkingDirectory = "/" };

        // Its own settings alone: a developer's PGDATA or PGPORT would reach another server.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        return Process.Start(start)!;
    }

    /// <summary>Gives a folder to the user who runs the server, and lets others in: they look at its log.</summary>
    public static void Hand(string folder)
    {
        if (IsRoot && !Run($"chown {User} '{folder}' && chmod 755 '{folder}'"))
        {
            throw new InvalidOperationException($"'{folder}' cannot be given to {User}");
        }
    }

    private static bool HasUser() => File.Exists("/etc/passwd") && File.ReadLines("/etc/passwd").Any(line => line.StartsWith($"{User}:", StringComparison.Ordinal));

    private static string? Find()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        const string Debian = "/usr/lib/postgresql";
        var installed = Directory.Exists(Debian) ? Directory.GetDirectories(Debian).OrderByDescending(folder => folder, StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin")) : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return installed.Concat(path).FirstOrDefault(folder => new[] { "initdb", "pg_ctl", "postgres" }.All(program => File.Exists(Path.Combine(folder, program))));
    }
}
