using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Linting;

namespace DrRunbook.Cli.Formats;

/// <summary>What was found in one file.</summary>
/// <param name="File">As the operator named it.</param>
/// <param name="Valid">Whether no finding is an error.</param>
/// <param name="Diagnostics">Ordered by place.</param>
/// <param name="Waived">Findings of lint that the runbook says are meant.</param>
internal sealed record FileCheck(string File, bool Valid, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<WaivedFinding> Waived)
{
    /// <summary>How many findings have this weight.</summary>
    public int Count(Severity severity) => Diagnostics.Count(diagnostic => diagnostic.Severity == severity);
}
