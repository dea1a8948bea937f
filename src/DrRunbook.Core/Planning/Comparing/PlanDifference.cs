using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>One difference between two plans, in what they mean and not in how they are written.</summary>
/// <param name="Step">The step of the later plan, of the earlier one where it is gone, or null for the plan as a whole.</param>
/// <param name="Text">What has changed, in one sentence without a full stop.</param>
/// <param name="Before">As it was, or null where there was nothing or the text says it.</param>
/// <param name="After">As it is, or null where there is nothing or the text says it.</param>
public sealed record PlanDifference(DifferenceKind Kind, DifferenceEffect Effect, StepId? Step, string Text, string? Before = null, string? After = null)
{
    /// <summary>The other steps that it is about, such as those whose order with this one has changed.</summary>
    public ImmutableArray<StepId> Others { get; init; } = [];

    /// <summary>The code of its kind.</summary>
    public string Code => ToDiagnostic(default).Code;

    /// <summary>All differences: the plan's own, then those of its steps in the later plan's order, then those of steps that are gone.</summary>
    /// <param name="before">The earlier plan.</param>
    /// <param name="after">The later plan.</param>
    public static ImmutableArray<PlanDifference> Between(Plan before, Plan after)
    {
        var pair = new PlanPair(before, after);
        return
        [
            .. HeaderComparison.Compare(pair),
            .. ManagerComparison.Compare(pair),
            .. PeopleComparison.Compare(pair),
            .. FileComparison.Compare(pair),
            .. StepComparison.Compare(pair),
            .. new SurroundingsComparison(pair).Compare(),
            .. new OrderComparison(pair).Compare(),
        ];
    }

    /// <summary>The difference as a diagnostic: a warning where it weakens the recovery.</summary>
    /// <param name="at">Where it stands in the later plan's runbook.</param>
    public Diagnostic ToDiagnostic(SourceSpan at) => Kind switch
    {
        DifferenceKind.WaiversChanged => DifferenceDiagnostics.WaiversChanged(at, Effect, Text),
        DifferenceKind.TermsChanged => DifferenceDiagnostics.TermsChanged(at, Text),
        DifferenceKind.LeftOutChanged => DifferenceDiagnostics.LeftOutChanged(at, Text),
        DifferenceKind.WordsChanged => DifferenceDiagnostics.WordsChanged(at, Text),
        DifferenceKind.StepAdded => DifferenceDiagnostics.StepAdded(at, Text),
        DifferenceKind.StepRemoved => DifferenceDiagnostics.StepRemoved(at, Effect, Text),
        DifferenceKind.StepRenamed => DifferenceDiagnostics.StepRenamed(at, Text),
        DifferenceKind.GroupingChanged => DifferenceDiagnostics.GroupingChanged(at, Effect, Text),
        DifferenceKind.OrderChanged => DifferenceDiagnostics.OrderChanged(at, Effect, Text),
        DifferenceKind.NeedsChanged => DifferenceDiagnostics.NeedsChanged(at, Effect, Text),
        DifferenceKind.ActionChanged => DifferenceDiagnostics.ActionChanged(at, Effect, Text),
        DifferenceKind.PointChanged => DifferenceDiagnostics.PointChanged(at, Effect, Text),
        DifferenceKind.GateAdded => DifferenceDiagnostics.GateAdded(at, Text),
        DifferenceKind.GateRemoved => DifferenceDiagnostics.GateRemoved(at, Effect, Text),
        DifferenceKind.GateLoosened => DifferenceDiagnostics.GateLoosened(at, Effect, Text),
        DifferenceKind.GateChanged => DifferenceDiagnostics.GateChanged(at, Text),
        DifferenceKind.AttemptsChanged => DifferenceDiagnostics.AttemptsChanged(at, Effect, Text),
        DifferenceKind.OnFailureChanged => DifferenceDiagnostics.OnFailureChanged(at, Effect, Text),
        DifferenceKind.ObjectivesChanged => DifferenceDiagnostics.ObjectivesChanged(at, Effect, Text),
        DifferenceKind.FencesChanged => DifferenceDiagnostics.FencesChanged(at, Effect, Text),
        DifferenceKind.ManagersChanged => DifferenceDiagnostics.ManagersChanged(at, Effect, Text),
        DifferenceKind.PeopleChanged => DifferenceDiagnostics.PeopleChanged(at, Effect, Text),
        DifferenceKind.FilesChanged => DifferenceDiagnostics.FilesChanged(at, Text),
        DifferenceKind.ForecastChanged => DifferenceDiagnostics.ForecastChanged(at, Effect, Text),
        _ => throw new InvalidOperationException($"unknown kind {Kind}"),
    };
}
