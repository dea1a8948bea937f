using DrRunbook.Yaml;

namespace DrRunbook.Cli.Against;

/// <summary>Which inputs a runbook has: of two that are compared, each may have inputs of its own.</summary>
internal static class RunbookInputs
{
    /// <summary>The names of its inputs; null where it is so wrong that they are not known.</summary>
    public static ImmutableHashSet<string>? DeclaredIn(LoadRequest request) =>
        RunbookLoader.Load(request with { InputsRequired = false, Inputs = ImmutableDictionary<string, string>.Empty }).Runbook?.Inputs.Select(input => input.Name).ToImmutableHashSet(StringComparer.Ordinal);
}

/// <summary>Values for the inputs of the runbook that another is held against.</summary>
/// <param name="Shared">Given to both; each takes what it has.</param>
/// <param name="Own">Given to it alone.</param>
internal sealed record OtherInputs(ImmutableSortedDictionary<string, string> Shared, ImmutableSortedDictionary<string, string> Own)
{
    /// <summary>What a runbook with these inputs is given.</summary>
    /// <param name="declared">Null where they are not known.</param>
    public ImmutableDictionary<string, string> For(ImmutableHashSet<string>? declared) =>
        Shared.Where(input => declared?.Contains(input.Key) ?? true).ToImmutableDictionary(StringComparer.Ordinal).SetItems(Own);
}
