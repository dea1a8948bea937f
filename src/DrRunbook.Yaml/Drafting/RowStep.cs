namespace DrRunbook.Yaml.Drafting;

/// <summary>A row on its way to a step.</summary>
internal sealed class RowStep(PlanRow row, string id, RowKind kind)
{
    public PlanRow Row => row;

    public string Id => id;

    public RowKind Kind => kind;

    /// <summary>Lines above the step.</summary>
    public List<string> Comments { get; } = [];

    /// <summary>The siblings it waits for.</summary>
    public List<RowStep> Needs { get; } = [];

    /// <summary>The failover than whose point this one's is not newer; null where it is free.</summary>
    public RowStep? Consistent { get; set; }

    /// <summary>The tenant it is drafted in; null for what all share.</summary>
    public string? Tenant { get; set; }

    /// <summary>Which of its scope's buckets it is in.</summary>
    public int Bucket { get; set; }

    /// <summary>Where it stands in the draft, counted over all.</summary>
    public int Place { get; set; }
}
