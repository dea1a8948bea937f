namespace DrRunbook.EnterpriseManager.Wire;

/// <summary>Ids as the manager writes them: <c>urn:veeam:VAppReplicaPoint:…</c> or a bare GUID. Ours are always URNs with a lower-case GUID.</summary>
internal static class Uid
{
    public const string VAppReplicaPoint = "VAppReplicaPoint";
    public const string VmReplicaPoint = "VmReplicaPoint";
    public const string Replica = "Replica";
    public const string BackupServer = "BackupServer";
    public const string RestoreSession = "RestoreSession";

    private const string Scheme = "urn:veeam:";
    private static readonly Uri Placeholder = new("http://manager.invalid/");

    /// <summary>The URN of an id given as URN or GUID; null for none.</summary>
    public static string? Of(string type, string? id) => IdIn(id) is { } bare ? $"{Scheme}{type}:{bare}" : null;

    /// <summary>The URN of what a link leads to; null where its path is not of that kind.</summary>
    /// <param name="collection">The path segment before the id, such as <c>backupServers</c>.</param>
    /// <remarks>
    /// Only the id is taken from a link. Its host is the name the server gives itself, and a token never follows a link to another host:
    /// the address of a request is always built on the configured one.
    /// </remarks>
    public static string? InLink(string type, string collection, string href)
    {
        if (!Uri.TryCreate(Placeholder, href, out var uri))
        {
            return null;
        }

        var segments = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments is [.., var kind, var id] && kind.Equals(collection, StringComparison.OrdinalIgnoreCase)
            ? Of(type, Uri.UnescapeDataString(id))
            : null;
    }

    /// <summary>The id alone, as it stands in paths.</summary>
    public static string? IdIn(string? uid)
    {
        if (string.IsNullOrWhiteSpace(uid))
        {
            return null;
        }

        var bare = uid.Trim()[(uid.Trim().LastIndexOf(':') + 1)..];
        return Guid.TryParse(bare, out var guid) ? guid.ToString("D") : null;
    }
}
