namespace DrRunbook.Core.Signing;

/// <summary>One line of a file of allowed signers.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Principals">Patterns of the principals whose key this is.</param>
/// <param name="Namespaces">Patterns of the purposes that the key may sign for, or null for all.</param>
/// <param name="ValidAfter">From when on, UTC, or null.</param>
/// <param name="ValidBefore">Until when, itself included, UTC, or null.</param>
public sealed record AllowedSigner(
    int Line, string Principals, string? Namespaces, DateTimeOffset? ValidAfter, DateTimeOffset? ValidBefore, SshPublicKey Key)
{
    /// <summary>Whether the line is about this principal.</summary>
    public bool Names(string principal) => PatternList.Matches(Principals, principal);

    /// <summary>Whether the key may sign for this purpose.</summary>
    public bool Covers(string forNamespace) => Namespaces is null || PatternList.Matches(Namespaces, forNamespace);

    /// <summary>Whether the key is valid then.</summary>
    public bool IsValid(DateTimeOffset at) => !(at < ValidAfter) && !(at > ValidBefore);
}
