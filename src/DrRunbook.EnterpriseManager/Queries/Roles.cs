namespace DrRunbook.EnterpriseManager.Queries;

/// <summary>Says which role a refused account lacks.</summary>
internal static class Roles
{
    /// <remarks>Enterprise Manager REST API reference, v13, table of roles: these three may read points, tasks and sessions and start failovers.</remarks>
    public static string Needed(string what) =>
        $"the account may not read {what}: it needs the role Portal Administrator, Portal User or VM Restore Operator in Enterprise Manager";
}
