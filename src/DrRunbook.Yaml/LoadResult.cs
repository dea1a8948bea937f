using DrRunbook.Core.Runbooks;

namespace DrRunbook.Yaml;

/// <summary>A runbook, or what is wrong with it.</summary>
/// <param name="Runbook">Null exactly where a diagnostic is an error.</param>
/// <param name="Diagnostics">Each finding once, ordered by place.</param>
public sealed record LoadResult(Runbook? Runbook, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>
    /// Whether the file states no <c>enterpriseManagers</c>: it is valid, but serves <c>uses</c> alone and cannot run by itself.
    /// Managers, roles and variables that it does not state itself are then not checked, and a failover without a manager has an empty name.
    /// </summary>
    public bool OnlyServesUses { get; init; }
}
