using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Evidence.Bundles.Verification;

/// <summary>What a verification has found so far.</summary>
internal sealed class VerificationNotes
{
    private readonly List<Diagnostic> _findings = [];
    private readonly List<ProvenFact> _proven = [];
    private readonly List<ProvenFact> _notProven = [];

    public ImmutableArray<Diagnostic> Findings => [.. _findings];

    public ImmutableArray<ProvenFact> Proven => [.. _proven];

    public ImmutableArray<ProvenFact> NotProven => [.. _notProven];

    /// <summary>Whether anything does not hold: what comes after would rest on it.</summary>
    public bool Stopped => _findings.Exists(finding => finding.Severity == Severity.Error);

    public void Find(Diagnostic finding) => _findings.Add(finding);

    public void Prove(string what, string text) => _proven.Add(new ProvenFact(what, text));

    public void Leave(string what, string text) => _notProven.Add(new ProvenFact(what, text));
}
