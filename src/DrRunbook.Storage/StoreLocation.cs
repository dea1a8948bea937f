using System.Text.RegularExpressions;
using DrRunbook.Engine.Ports;

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
    /// <param name="clock">Tells when leases run out: the host's clock, never a run's.</param>
    /// <param name="leaseDuration">How long a lease lasts; null for <see cref="LeaseDuration"/>.</param>
    /// <exception cref="StoreException">There is no store to be had there. The message repeats nothing that may hold a password.</exception>
    public static IRunStore Open(string fileOrUrl, TimeProvider clock, TimeSpan? leaseDuration = null)
    {
        if (string.IsNullOrWhiteSpace(fileOrUrl))
        {
            throw new StoreException($"the store's location is empty: name a file, such as {DefaultFile}");
        }

        var scheme = Scheme().Match(fileOrUrl).Groups["name"].Value;
        if (scheme is "postgres" or "postgresql")
        {
            throw new StoreException($"this version of drrun keeps runs in a file only, not in PostgreSQL: name a file, such as {DefaultFile}");
        }

        if (scheme.Length > 0)
        {
            throw new StoreException($"a store is a file, such as {DefaultFile}; a URL of the scheme '{scheme}' is none");
        }

        if (Password().IsMatch(fileOrUrl))
        {
            throw new StoreException($"a store is a file, such as {DefaultFile}; a database's connection string is none");
        }

        return SqliteRunStore.Open(fileOrUrl, clock, leaseDuration);
    }

    // A scheme of one letter would be a drive.
    [GeneratedRegex(@"^(?<name>[A-Za-z][A-Za-z0-9+.-]+)://", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"(password|pwd)\s*=", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Password();
}
