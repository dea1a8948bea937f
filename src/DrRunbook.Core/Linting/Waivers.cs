using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>What a runbook waives: on a step for what stands in it, on the runbook for all of it.</summary>
internal sealed class Waivers
{
    private readonly LintContext _context;
    private readonly ImmutableArray<(Waiver Waiver, StepId? Step)> _all;
    private readonly HashSet<Waiver> _used = [];

    private Waivers(LintContext context) => (_context, _all) = (context,
    [
        .. context.Runbook.Waivers.Select(waiver => (waiver, (StepId?)null)),
        .. context.Steps.SelectMany(step => step.Step.Waivers.Select(waiver => (waiver, (StepId?)step.Step.Id))),
    ]);

    public static Waivers Of(LintContext context) => new(context);

    /// <summary>The waiver that says a finding is meant, or null.</summary>
    public Waiver? Take(LintFinding finding)
    {
        foreach (var (waiver, step) in _all)
        {
            if (waiver.Code == finding.Diagnostic.Code && (step is not { } place || Covers(place, finding)))
            {
                _used.Add(waiver);
                return waiver;
            }
        }

        return null;
    }

    /// <summary>Findings about waivers that waive nothing.</summary>
    public IEnumerable<Diagnostic> WithoutUse() => _all
        .Select(pair => pair.Waiver)
        .Where(waiver => !_used.Contains(waiver))
        .Select(waiver => Linter.Codes.Contains(waiver.Code)
            ? LintDiagnostics.WaivesNothing(waiver.At, waiver.Code)
            : LintDiagnostics.NotWaivable(waiver.At, waiver.Code));

    private bool Covers(StepId place, LintFinding finding) => finding.Step is { } about && _context.Find(about)?.IsIn(place) == true;
}
