namespace DrRunbook.Evidence.Rendering.Coverage;

/// <summary>Holds a report against what audits of recovery tests ask for. A reading of drrun's; no opinion of an auditor, and no certificate.</summary>
internal static class CoverageList
{
    /// <summary>What the list is and is not, for its reader.</summary>
    public const string About =
        "What regulations and standards ask of the report of a recovery test, where this report answers it, and what this run does not cover. The clauses are named, not quoted; "
        + "which of them apply to you, and whether this is enough, is for you and your auditor to say.";

    /// <summary>Every item, in the order in which a reader asks.</summary>
    public static ImmutableArray<CoverageItem> Of(RunReport report) =>
    [
        new("What was exercised, told by a record that cannot be changed unseen", Clauses.Record, Invariant($"run {report.Run.Id}, {report.Provenance.JournalLength} journal entries, each with the digest of the one before"), [.. CoverageGaps.OfRecord(report)]),
        new("Scenario, success criteria and assumptions, stated beforehand, and what became of each", Clauses.Stated, Stated(report), [.. CoverageGaps.OfStated(report)]),
        new("Scope and exclusions, with reasons", Clauses.Scope, Scope(report), [.. CoverageGaps.OfScope(report)]),
        new("Who took part, who decided, who authorised what", Clauses.People, People(report), [.. CoverageGaps.OfPeople(report)]),
        new("Which version of the plan was followed", Clauses.Versions, Versions(report), [.. CoverageGaps.OfVersions(report)]),
        new("What was done when, and what was not done", Clauses.Course, Course(report), [.. CoverageGaps.OfCourse(report)]),
        new("Recovery time against its objective", Clauses.RecoveryTime, Objective("RTO", report.Objectives.RecoveryTime), [.. CoverageGaps.OfRecoveryTime(report)]),
        new("Data loss against its objective", Clauses.DataLoss, Objective("RPO", report.Objectives.DataLoss), [.. CoverageGaps.OfDataLoss(report)]),
        new("Proof that what was recovered works", Clauses.Verification, Verification(report), [.. CoverageGaps.OfVerification(report)]),
        new("Deviations and findings, with an owner and a date", Clauses.Findings, Findings(report), [.. CoverageGaps.OfFindings(report)]),
        new("What the test itself put at risk, and the return to normal", Clauses.Return, Return(report), [.. CoverageGaps.OfReturn(report)]),
        new("Communication during the event", Clauses.Communication, Communication(report), [.. CoverageGaps.OfCommunication(report)]),
    ];

    private static string Stated(RunReport report) => report.Exercise is null
        ? "nothing was stated"
        : $"{(report.Exercise.Scenario is null ? "no scenario" : "a scenario")}, {Words.Plural(report.Criteria.Length, "criterion", "criteria")}, {Words.Plural(report.Assumptions.Length, "assumption")}";

    private static string Scope(RunReport report) =>
        $"{Words.Plural(report.Scope.Length, "vApp")} in scope, {Words.Plural(report.Exercise?.Exclusions.Length ?? 0, "exclusion")}, {Words.Plural(report.NotExecuted.Length, "step")} not executed";

    private static string People(RunReport report) =>
        $"{Words.Plural(report.Exercise?.Participants.Length ?? 0, "participant")} named, {Words.Plural(report.People.Length, "act")} of people in the journal, {Words.Plural(Authorisation.Of(report).Length, "answer")} to gates";

    private static string Versions(RunReport report) =>
        $"plan {report.Provenance.PlanDigest[..12]}…, {(report.Provenance.GitCommit is { } commit ? $"commit {commit[..Math.Min(12, commit.Length)]}…" : "no commit")}, drrun {report.Run.ToolVersion}";

    private static string Course(RunReport report) => $"{Words.Plural(report.Counts.Steps, "step")} with start, end, every attempt and its reason";

    private static string Objective(string name, Objective objective) =>
        $"{(objective.TargetMs is { } target ? $"{name} {Words.Span(target)}" : $"no {name} stated")}, measured {(objective.ActualMs is { } actual ? Words.Span(actual) : "nothing")}: {Words.Verdict(objective)}";

    private static string Verification(RunReport report) => Invariant($"{report.Counts.ChecksPassed} checks held, {report.Counts.ChecksFailed} did not; {Words.Plural(report.Evidence.Length, "raw answer")} by digest");

    private static string Findings(RunReport report) =>
        $"{Words.Plural(report.Findings.Length, "finding")} by drrun, {Words.Plural(report.RecordedFindings.Length, "finding")} by people, {Words.Plural(report.Notes.Length, "note")}";

    private static string Return(RunReport report) => report.Impact.IsEmpty
        ? "no replication was held"
        : $"replication of {Words.Plural(report.Impact.Length, "vApp")} held, {Words.Plural(report.Impact.Count(held => held.Undone is not null), "undo", "undos")} confirmed";

    private static string Communication(RunReport report) =>
        $"{Words.Plural(report.Communications.Length, "address", "addresses")} configured, {Words.Messages(report.Communications, report.Run.Rehearsal is not null)}";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
