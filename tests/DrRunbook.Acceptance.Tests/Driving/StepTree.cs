using System.Text;

namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary>A runbook as a tree that knows by itself which of its leaves must come before which: it is not asked of what is tested.</summary>
/// <param name="Id">The step's id.</param>
internal abstract record StepTree(string Id)
{
    /// <summary>Siblings in a parallel group that must have ended before.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>What happens when it fails, or null for the default.</summary>
    public string? OnFailure { get; init; }

    /// <summary>All leaves, in order.</summary>
    public abstract IEnumerable<Leaf> Leaves { get; }

    /// <summary>This group and those within it.</summary>
    public virtual IEnumerable<Group> Groups => [];

    /// <summary>Every pair of leaves of which the first must have ended before the second begins.</summary>
    public virtual IEnumerable<(Leaf Before, Leaf After)> Order => [];

    /// <summary>Writes it as an entry of a list of steps.</summary>
    public abstract void Write(StringBuilder yaml, string indent);

    /// <summary>The keys besides id and action.</summary>
    protected IEnumerable<string> Keys()
    {
        if (!Needs.IsEmpty)
        {
            yield return $"needs: [{string.Join(", ", Needs)}]";
        }

        if (OnFailure is not null)
        {
            yield return $"onFailure: {OnFailure}";
        }
    }
}

/// <summary>A step that acts.</summary>
/// <param name="Action">Its action in YAML; null: it fails over the vApp of its own name.</param>
internal sealed record Leaf(string Id, string? Action = null) : StepTree(Id)
{
    /// <summary>Whether it fails a vApp over.</summary>
    public bool IsFailover => Action is null;

    public override IEnumerable<Leaf> Leaves => [this];

    public override void Write(StringBuilder yaml, string indent) =>
        yaml.Append(indent).Append($"- {{ {string.Join(", ", Keys().Prepend(Action ?? $"failover: {Id}").Prepend($"id: {Id}"))} }}\n");
}

/// <summary>A group.</summary>
/// <param name="Parallel">Whether its children run together.</param>
/// <param name="MaxConcurrency">How many of them at most; null: all.</param>
internal sealed record Group(string Id, bool Parallel, int? MaxConcurrency, ImmutableArray<StepTree> Children) : StepTree(Id)
{
    public override IEnumerable<Leaf> Leaves => Children.SelectMany(child => child.Leaves);

    public override IEnumerable<Group> Groups => Children.SelectMany(child => child.Groups).Prepend(this);

    public override IEnumerable<(Leaf Before, Leaf After)> Order => Children
        .SelectMany((child, index) => Before(child, index).SelectMany(before => before.Leaves).SelectMany(before => child.Leaves, (before, after) => (before, after)))
        .Concat(Children.SelectMany(child => child.Order));

    public override void Write(StringBuilder yaml, string indent)
    {
        yaml.Append(indent).Append($"- id: {Id}\n");
        foreach (var key in Keys())
        {
            yaml.Append(indent).Append($"  {key}\n");
        }

        yaml.Append(indent).Append(Parallel ? "  parallel:\n" : "  sequence:\n");
        if (MaxConcurrency is { } most)
        {
            yaml.Append(indent).Append($"    maxConcurrency: {most}\n");
        }

        yaml.Append(indent).Append("    steps:\n");
        foreach (var child in Children)
        {
            child.Write(yaml, indent + "      ");
        }
    }

    private IEnumerable<StepTree> Before(StepTree child, int index) =>
        Parallel ? Children.Where(sibling => child.Needs.Contains(sibling.Id)) : Children.Take(index);
}
