namespace DrRunbook.Simulator.Http;

/// <summary>Who may ask for what (role table of the Enterprise Manager REST API reference, v13).</summary>
internal static class Roles
{
    public static bool Allow(AccountRole role, Route route) => role switch
    {
        AccountRole.PortalAdministrator => true,
        AccountRole.PortalUser => !IsPlan(route) && !IsCdp(route),
        _ => !IsCdp(route) && !IsReplication(route) && !IsServer(route) && !IsPlanEdit(route),
    };

    private static bool IsPlan(Route route) => route.Resource == "failoverplans" || Queries(route, "FailoverPlan");

    private static bool IsPlanEdit(Route route) => route.Resource == "failoverplans" && route.Method == "PUT";

    private static bool IsCdp(Route route) =>
        route.Resource is "cdpreplica" or "cdpreplicas" or "cdppolicies"
        || (route.Parameters.TryGetValue("type", out var type) && type.StartsWith("Cdp", StringComparison.OrdinalIgnoreCase));

    private static bool IsReplication(Route route) =>
        route.Kind is RequestKind.ReplicaSessions || Queries(route, "ReplicaJobSession") || Queries(route, "ReplicaTaskSession");

    private static bool IsServer(Route route) => route.Resource == "backupservers" || Queries(route, "BackupServer");

    private static bool Queries(Route route, string type) =>
        route.Resource == "query" && string.Equals(route.Parameters.GetValueOrDefault("type"), type, StringComparison.OrdinalIgnoreCase);
}
