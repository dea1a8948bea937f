using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>Something in a runbook that is allowed and tends to go wrong at four in the morning.</summary>
/// <param name="Step">The step it is about, on which it can be waived; null where it is about the runbook.</param>
public sealed record LintFinding(Diagnostic Diagnostic, StepId? Step);

/// <summary>A finding that the runbook says is meant.</summary>
/// <param name="Reason">The waiver's reason.</param>
public sealed record WaivedFinding(LintFinding Finding, string Reason);

/// <summary>What lint has to say of a runbook.</summary>
/// <param name="Diagnostics">What stands, in the order of the file; never errors.</param>
/// <param name="Waived">What the runbook says is meant.</param>
public sealed record LintResult(ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<WaivedFinding> Waived);
