using DrRunbook.Core.Execution;

namespace DrRunbook.Evidence.Building;

/// <summary>Reads what people put on record: findings, notes, and their word on what was stated before the run.</summary>
internal static class RecordReader
{
    public static ImmutableArray<RecordedFindingReport> Findings(RunReading reading) =>
    [
        .. reading.State.Records.Findings.Select(finding => new RecordedFindingReport(
            finding.Added.Number,
            finding.Added.Severity,
            finding.Added.Step,
            finding.Added.Text,
            finding.Added.Owner,
            finding.Added.Due,
            RunReading.Moment(finding.At),
            finding.Added.By,
            finding.Closed is { } closed ? new ClosingReport(RunReading.Moment(finding.ClosedAt!.Value), closed.By, closed.Note) : null)),
    ];

    public static ImmutableArray<NoteReport> Notes(RunReading reading) =>
    [
        .. reading.State.Records.Notes.Select(note =>
            new NoteReport(note.Added.Number, note.Added.Step, note.Added.Text, RunReading.Moment(note.At), note.Added.By)),
    ];

    public static ImmutableArray<StatedReport> Criteria(RunReading reading) => Stated(
        reading.Plan.Exercise?.Criteria ?? [],
        number => reading.OfRun
            .Where(happening => happening.Event is CriterionJudged judged && judged.Number == number)
            .Select(happening => Judgement(happening, ((CriterionJudged)happening.Event).Met, ((CriterionJudged)happening.Event).Note)));

    public static ImmutableArray<StatedReport> Assumptions(RunReading reading) => Stated(
        reading.Plan.Exercise?.Assumptions ?? [],
        number => reading.OfRun
            .Where(happening => happening.Event is AssumptionJudged judged && judged.Number == number)
            .Select(happening => Judgement(happening, ((AssumptionJudged)happening.Event).Held, ((AssumptionJudged)happening.Event).Note)));

    private static ImmutableArray<StatedReport> Stated(ImmutableArray<string> texts, Func<int, IEnumerable<JudgementReport>> judgementsOf) =>
    [
        .. texts.Select((text, index) =>
        {
            var judgements = judgementsOf(index + 1).ToImmutableArray();
            var state = judgements.IsEmpty ? StatedState.NotAssessed : judgements[^1].Confirmed ? StatedState.Confirmed : StatedState.Refuted;
            return new StatedReport(index + 1, text, state, judgements);
        }),
    ];

    private static JudgementReport Judgement(Happening happening, bool confirmed, OutsideText note) =>
        new(RunReading.Moment(happening.When), ((RecordEvent)happening.Event).By, confirmed, note);
}
