using System.Collections.Frozen;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>What a vApp is for, as far as its labels or its name tell.</summary>
public enum VAppRole
{
    /// <summary>Nothing tells.</summary>
    Other,

    /// <summary>Directory, name service, identity: what others log on to.</summary>
    Directory,

    /// <summary>A database.</summary>
    Database,

    /// <summary>Network and storage, which may come before a directory.</summary>
    Infrastructure,

    /// <summary>What lets users in: gateways and load balancers. It may come before a directory, too.</summary>
    Edge,
}

/// <summary>What a vApp looks like: its role, and the words of its name that are no role.</summary>
/// <param name="Stem">Lower-case words such as <c>erp</c> of <c>erp-db-01</c>; what vApps of one service share.</param>
public sealed record VAppLook(VAppRole Role, ImmutableArray<string> Stem)
{
    private static readonly FrozenSet<string> DirectoryWords =
        FrozenSet.ToFrozenSet(["ad", "adds", "dc", "dns", "ldap", "directory", "idm", "ipa", "kdc", "domain", "identity"]);

    private static readonly FrozenSet<string> DatabaseWords =
        FrozenSet.ToFrozenSet(["db", "sql", "mssql", "mysql", "mariadb", "postgres", "postgresql", "pgsql", "oracle", "mongo", "mongodb", "database"]);

    private static readonly FrozenSet<string> InfrastructureWords =
        FrozenSet.ToFrozenSet(["fw", "firewall", "vpn", "router", "network", "storage", "nas", "san"]);

    private static readonly FrozenSet<string> EdgeWords =
        FrozenSet.ToFrozenSet(["edge", "gw", "gateway", "lb", "loadbalancer"]);

    /// <summary>Of a failover step.</summary>
    internal static VAppLook Of(PlanStep step, FailoverAction failover) => Of(failover.VApp, step.Labels.GetValueOrDefault("role"));

    /// <summary>Of a vApp: a label decides, else the words of its name.</summary>
    /// <param name="roleLabel">The label <c>role</c>, or null where there is none.</param>
    public static VAppLook Of(string vApp, string? roleLabel)
    {
        var words = Words(vApp);
        var stem = words.Where(word => RoleOf(word) == VAppRole.Other && word is not ("app" or "web" or "srv" or "vm" or "vapp" or "prod")).Distinct().ToImmutableArray();
        var role = roleLabel is not null
            ? RoleOf(roleLabel.ToLowerInvariant())
            : words.Select(RoleOf).FirstOrDefault(role => role != VAppRole.Other);
        return new VAppLook(role, stem);
    }

    /// <summary>Whether both belong to one service, by a word they share.</summary>
    public bool SharesServiceWith(VAppLook other) => Stem.Intersect(other.Stem).Any();

    /// <summary>The words of a name in lower case, without the numbers behind them: <c>erp</c>, <c>db</c> of <c>ERP_db-01</c>.</summary>
    private static ImmutableArray<string> Words(string name) =>
    [
        .. name.ToLowerInvariant()
            .Split(['-', '_', '.', ' ', '/', '@', ':'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'))
            .Where(word => word.Length > 0),
    ];

    private static VAppRole RoleOf(string word) => DirectoryWords.Contains(word) ? VAppRole.Directory
        : DatabaseWords.Contains(word) ? VAppRole.Database
        : InfrastructureWords.Contains(word) ? VAppRole.Infrastructure
        : EdgeWords.Contains(word) ? VAppRole.Edge
        : VAppRole.Other;
}
