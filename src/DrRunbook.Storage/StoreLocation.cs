using System.Text.RegularExpressions;
using DrRunbook.Engine.Ports;
using DrRunbook.Storage.Postgres;

namespace DrRunbook.Storage;

/// <summary>Where runs are kept: a file on this machine, or a database that several machines share.</summary>
public static partial class StoreLocation
{
    /// <summary>The file taken where nobody names one, relative to the working directory.</summary>
    public const string DefaultFile = ".drrun/drrun.db";

    /// <summary>How long a lease lasts without renewal: 15 seconds.</summary>
    public static TimeSpan LeaseDuration { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Opens the store at a location, making a file that is not there yet.</summary>
    /// <param name="fileOrUrl">A path, or a <c>postgres://</c> URL.</param>
    /// <param name="clock">Tells when leases of a file run out: the host's clock, never a run's. A database judges its leases by its own clock.</param>
    /// <param name="leaseDuration">How long a lease lasts; null for <see cref="LeaseDuration"/>.</param>
    /// <exception cref="StoreException">There is no store to be had there. The message repeats nothing that may hold a password.</exception>
    public static IRunStore Open(string fileOrUrl, TimeProvider clock, TimeSpan? leaseDuration = null)
    {
        if (string.IsNullOrWhiteSpace(fileOrUrl))
        {
            throw new StoreException($"the store's location is empty: name a file, such as {DefaultFile}");
        }

        if (PostgresLocation.IsOne(fileOrUrl))
        {
            return PostgresRunStore.Open(fileOrUrl, leaseDuration);
        }

        RefuseOthers(fileOrUrl);
        return SqliteRunStore.Open(fileOrUrl, clock, leaseDuration);
    }

    /// <summary>Looks into the store at a location, without making one and without writing to it.</summary>
    /// <param name="fileOrUrl">A path, or a <c>postgres://</c> URL.</param>
    /// <param name="clock">Tells how long leases of a file still hold.</param>
    /// <returns>Null where there is no store.</returns>
    /// <exception cref="StoreException">There is one, and it cannot be read.</exception>
    public static IRunLookup? LookInto(string fileOrUrl, TimeProvider clock)
    {
        if (PostgresLocation.IsOne(fileOrUrl))
        {
            return PostgresRunLookup.Open(PostgresLocation.Parse(fileOrUrl));
        }

        RefuseOthers(fileOrUrl);
        return SqliteRunLookup.Open(fileOrUrl, clock);
    }

    /// <summary>Brings the schema of the store at a location forward; nothing but this changes a schema.</summary>
    /// <param name="fileOrUrl">A path, or a <c>postgres://</c> URL.</param>
    /// <param name="clock">Tells which leases of a file still hold.</param>
    /// <exception cref="StoreException">There is no store, it is a newer version's, or a process drives one of its runs.</exception>
    public static MigrationResult Migrate(string fileOrUrl, TimeProvider clock)
    {
        if (PostgresLocation.IsOne(fileOrUrl))
        {
            return PostgresRunStore.Migrate(fileOrUrl);
        }

        RefuseOthers(fileOrUrl);
        return SqliteRunStore.Migrate(fileOrUrl, clock);
    }

    /// <summary>Whether a location is a database, not a file.</summary>
    public static bool IsShared(string fileOrUrl) => PostgresLocation.IsOne(fileOrUrl);

    /// <summary>The location as it may be shown: a database's without its password.</summary>
    /// <exception cref="StoreException">It is no database's URL, though it begins like one.</exception>
    public static string Describe(string fileOrUrl) => PostgresLocation.IsOne(fileOrUrl) ? PostgresLocation.Parse(fileOrUrl).ToString() : fileOrUrl;

    private static void RefuseOthers(string fileOrUrl)
    {
        if (Scheme().Match(fileOrUrl).Groups["name"].Value is { Length: > 0 } scheme)
        {
            throw new StoreException($"a store is a file, such as {DefaultFile}, or a postgres:// URL; a URL of the scheme '{scheme}' is neither");
        }

        if (Password().IsMatch(fileOrUrl))
        {
            throw new StoreException($"a store is a file, such as {DefaultFile}, or a postgres:// URL; a connection string is neither");
        }
    }

    // A scheme of one letter would be a drive.
    [GeneratedRegex(@"^(?<name>[A-Za-z][A-Za-z0-9+.-]+)://", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"(password|pwd)\s*=", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Password();
}
