namespace DrRunbook.Core.Execution;

/// <summary>That somebody signed what the entry says, and where it can be checked again.</summary>
/// <param name="Fingerprint">The key's, as in <c>SHA256:uNiVztks…</c>.</param>
/// <param name="Statement">Name of the blob that holds the bytes that were signed.</param>
/// <param name="Signature">Name of the blob that holds the armored SSH signature.</param>
public sealed record SignatureProof(string Fingerprint, string Statement, string Signature);
