using DrRunbook.Core.Planning;

namespace DrRunbook.Core.Execution;

/// <summary>A finding that a person added, and its end.</summary>
/// <param name="Closed">Null: it is open.</param>
public sealed record RecordedFinding(FindingAdded Added, Moment At, FindingClosed? Closed, Moment? ClosedAt);

/// <summary>A note that a person added.</summary>
public sealed record RecordedNote(NoteAdded Added, Moment At);

/// <summary>What people put on record about a run.</summary>
/// <param name="Findings">By their numbers.</param>
/// <param name="Notes">By their numbers.</param>
public sealed record RunRecords(ImmutableArray<RecordedFinding> Findings, ImmutableArray<RecordedNote> Notes)
{
    /// <summary>Nothing.</summary>
    public static RunRecords None { get; } = new([], []);

    /// <summary>With one more.</summary>
    /// <exception cref="InvalidOperationException">It does not fit to those before it, or to the plan.</exception>
    public RunRecords With(RecordEvent record, Moment now, Plan plan) => record switch
    {
        FindingAdded added when added.Number == Findings.Length + 1 && IsKnown(added.Step, plan) => this with { Findings = Findings.Add(new RecordedFinding(added, now, null, null)) },
        FindingClosed closed when Open(closed.Number) is { } finding => this with
        {
            Findings = Findings.SetItem(closed.Number - 1, finding with { Closed = closed, ClosedAt = now }),
        },
        NoteAdded added when added.Number == Notes.Length + 1 && IsKnown(added.Step, plan) => this with { Notes = Notes.Add(new RecordedNote(added, now)) },
        CriterionJudged judged when Stands(plan.Exercise?.Criteria, judged.Number) => this,
        AssumptionJudged judged when Stands(plan.Exercise?.Assumptions, judged.Number) => this,
        _ => throw new InvalidOperationException($"{record.GetType().Name} does not fit to what was put on record before"),
    };

    /// <summary>The open finding of this number, or null.</summary>
    public RecordedFinding? Open(int number) => number >= 1 && number <= Findings.Length && Findings[number - 1] is { Closed: null } open ? open : null;

    private static bool IsKnown(Runbooks.StepId? step, Plan plan) => step is not { } id || plan.Steps.Any(known => known.Id == id) || plan.LeftOut.Any(known => known.Id == id);

    private static bool Stands(ImmutableArray<string>? list, int number) => number >= 1 && number <= (list?.Length ?? 0);
}
