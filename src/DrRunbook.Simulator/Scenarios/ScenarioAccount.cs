namespace DrRunbook.Simulator;

/// <summary>An account of a simulated manager.</summary>
public sealed record ScenarioAccount
{
    /// <summary>The user name, compared without regard to case: <c>DOMAIN\user</c> or plain.</summary>
    public string User { get; init; } = "operator";

    /// <summary>The password. It protects nothing.</summary>
    public string Password { get; init; } = "simulated";

    /// <summary>What the account may do.</summary>
    public AccountRole Role { get; init; }

    /// <summary>Globs of the vApps that an account without administrator role sees; empty: all.</summary>
    public ImmutableArray<string> Scope { get; init; } = [];
}

/// <summary>The roles of Enterprise Manager that matter for failover (Enterprise Manager REST API reference, v13).</summary>
public enum AccountRole
{
    /// <summary>May do everything.</summary>
    PortalAdministrator,

    /// <summary>No failover plans, no CDP.</summary>
    PortalUser,

    /// <summary>Failover and failover plans, but no replica sessions, backup servers or CDP.</summary>
    VmRestoreOperator,
}
