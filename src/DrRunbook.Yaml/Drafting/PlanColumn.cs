namespace DrRunbook.Yaml.Drafting;

/// <summary>What a column of an old plan means. <c>docs/import.md</c> lists the headers of each.</summary>
internal enum PlanColumn
{
    /// <summary>The tenant that the row belongs to.</summary>
    Tenant,

    /// <summary>How important it is: gold, silver, bronze, or a number.</summary>
    Tier,

    /// <summary>The tenant's recovery time objective.</summary>
    Rto,

    /// <summary>What starts together.</summary>
    Wave,

    /// <summary>A number that puts rows in order.</summary>
    Order,

    /// <summary>What is done, in words.</summary>
    Step,

    /// <summary>The vApp.</summary>
    VApp,

    /// <summary>What the vApp is for, as the label <c>role</c>.</summary>
    Role,

    /// <summary>What has to be there first.</summary>
    DependsOn,

    /// <summary>The vApp than whose restore point this one's is not newer.</summary>
    Consistent,

    /// <summary>What proves that it is there.</summary>
    Check,

    /// <summary>The longest it may take.</summary>
    Timeout,

    /// <summary>How long it should take.</summary>
    Target,

    /// <summary>Who does it or answers for it.</summary>
    Owner,

    /// <summary>Anything else that is to be known.</summary>
    Notes,
}
