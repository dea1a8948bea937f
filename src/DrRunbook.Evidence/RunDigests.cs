namespace DrRunbook.Evidence;

/// <summary>What names the bytes that a report rests on.</summary>
/// <param name="Plan">SHA-256 of the plan's bytes, lower-case hex.</param>
/// <param name="Head">SHA-256 of the journal's last line, lower-case hex.</param>
public sealed record RunDigests(string Plan, string Head);
