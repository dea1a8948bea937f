using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;

namespace DrRunbook.Evidence.Rendering.Coverage;

/// <summary>What a run does not cover, in sentences.</summary>
internal static class CoverageGaps
{
    private const int MostNamed = 6;

    public static IEnumerable<string> OfRecord(RunReport report)
    {
        if (report.Run.Rehearsal is not null)
        {
            yield return "This is a rehearsal: everything outside was simulated. It tests the runbook, not the site.";
        }

        if (!report.Verdict.IsFinal)
        {
            yield return "The run is not over; this report is not its last.";
        }
    }

    public static IEnumerable<string> OfStated(RunReport report)
    {
        if (report.Exercise?.Scenario is null)
        {
            yield return "No scenario was stated before the run.";
        }

        if (report.Criteria.IsEmpty)
        {
            yield return "No success criterion was stated before the run.";
        }

        if (report.Assumptions.IsEmpty)
        {
            yield return "No assumption was stated before the run.";
        }

        foreach (var (one, many, list, refuted) in ((string, string, ImmutableArray<StatedReport>, string)[])
            [("Criterion", "Criteria", report.Criteria, "not met"), ("Assumption", "Assumptions", report.Assumptions, "broken")])
        {
            foreach (var (state, word) in new[] { (StatedState.NotAssessed, "not assessed by anybody"), (StatedState.Refuted, refuted) })
            {
                var numbers = list.Where(stated => stated.State == state).Select(stated => FormattableString.Invariant($"{stated.Number}")).ToList();
                if (numbers.Count > 0)
                {
                    yield return $"{(numbers.Count == 1 ? one : many)} {string.Join(", ", numbers)}: {word}.";
                }
            }
        }
    }

    public static IEnumerable<string> OfScope(RunReport report)
    {
        if (report.Scope.IsEmpty)
        {
            yield return "The plan fails no vApp over.";
        }

        if (report.Exercise is not { Exclusions.IsEmpty: false })
        {
            yield return "No exclusions were stated: what is not exercised cannot be told from what was forgotten.";
        }

        var untouched = report.Scope.Where(vApp => !vApp.Requested).Select(vApp => vApp.VApp).ToList();
        if (untouched.Count > 0)
        {
            yield return $"In scope and not failed over: {Listed(untouched)}.";
        }
    }

    public static IEnumerable<string> OfPeople(RunReport report)
    {
        if (report.Exercise is not { Participants.IsEmpty: false })
        {
            yield return "No participants were named.";
        }

        var answers = Authorisation.Of(report);
        if (!answers.Any(answer => answer.Answer.Decision == GateDecision.Approve))
        {
            yield return "No approval stands in this run: nobody but who started it authorised it.";
        }

        var unsigned = answers.Where(answer => !answer.Answer.SignatureChecked).Select(answer => answer.Gate.Value).Distinct().ToList();
        if (unsigned.Count > 0)
        {
            yield return $"Answers without a signature, which rest on the word of the machine they came from: {Listed(unsigned)}.";
        }
    }

    public static IEnumerable<string> OfVersions(RunReport report)
    {
        if (report.Provenance.GitCommit is null)
        {
            yield return "The runbook was read from no repository: no commit names its version, only the digests of its files.";
        }
        else if (report.Provenance.GitDirty == true)
        {
            yield return "The runbook's files differed from the commit: what ran was never committed.";
        }
    }

    public static IEnumerable<string> OfCourse(RunReport report)
    {
        var notStarted = report.NotExecuted.Where(step => step.Kind != NotExecutedKind.LeftOut && IsMain(report, step)).Select(step => step.Step.Value).ToList();
        if (notStarted.Count > 0)
        {
            yield return $"Planned and not executed: {Listed(notStarted)}.";
        }

        if (!report.Times.OutageStated)
        {
            yield return "Nobody stated when the outage began: times count from the run's start.";
        }

        foreach (var manager in report.Managers.Where(manager => manager.ClockOffsetMs is null))
        {
            yield return $"The clock of manager {manager.Name} was not measured: its times cannot be held against ours.";
        }
    }

    public static IEnumerable<string> OfRecoveryTime(RunReport report)
    {
        var objective = report.Objectives.RecoveryTime;
        if (Objective("RTO", objective) is { } missing)
        {
            yield return missing;
        }

        if (report.Tiers.IsEmpty)
        {
            yield return "No step carries the label 'tier': the recovery time cannot be told by criticality.";
        }

        var missed = report.Steps.Where(step => step.RecoveryTime?.State is ObjectiveState.Missed or ObjectiveState.NotReached).Select(step => step.Id.Value).ToList();
        if (missed.Count > 0)
        {
            yield return $"Steps whose own RTO is not met: {Listed(missed)}.";
        }
    }

    public static IEnumerable<string> OfDataLoss(RunReport report)
    {
        if (Objective("RPO", report.Objectives.DataLoss) is { } missing)
        {
            yield return missing;
        }

        var missed = report.Steps.Where(step => step.Failover?.DataLoss.State == ObjectiveState.Missed).Select(step => step.Id.Value).ToList();
        if (missed.Count > 0)
        {
            yield return $"Failovers that lost more than allowed: {Listed(missed)}.";
        }
    }

    public static IEnumerable<string> OfVerification(RunReport report)
    {
        var unverified = report.Steps
            .Where(step => step.Failover is not null && !step.Attempts.IsEmpty && !step.Gates.Any(gate => gate is { Place: GatePlace.Verify, Outcome: GateOutcome.Passed }))
            .Select(step => step.Id.Value)
            .ToList();
        if (unverified.Count > 0)
        {
            yield return $"Failed over without a check of its own that held; the manager's word stands alone: {Listed(unverified)}.";
        }

        if (report.Counts.ChecksFailed > 0)
        {
            yield return $"{Words.Plural(report.Counts.ChecksFailed, "check")} of the result did not hold.";
        }
    }

    public static IEnumerable<string> OfFindings(RunReport report)
    {
        var open = report.RecordedFindings.Where(finding => finding.Closed is null).ToList();
        var adrift = open.Where(finding => finding.Owner is null || finding.Due is null).Select(finding => FormattableString.Invariant($"{finding.Number}")).ToList();
        if (adrift.Count > 0)
        {
            yield return $"Open findings without an owner or a date: {Listed(adrift)}.";
        }

        if (!report.Findings.IsEmpty && !report.RecordedFindings.Any(finding => finding.Owner is not null))
        {
            yield return $"drrun found {Words.Plural(report.Findings.Length, "deviation")}, and nobody is on record to see to {(report.Findings.Length == 1 ? "it" : "them")}.";
        }
    }

    public static IEnumerable<string> OfReturn(RunReport report)
    {
        var owed = report.Impact.Where(held => held.Undone is null).Select(held => held.VApp).ToList();
        if (owed.Count > 0)
        {
            yield return report.Run.Rehearsal is null
                ? $"No undo is confirmed for {Listed(owed)}: these vApps are not replicated."
                : $"The return to normal was not rehearsed: a real run would owe an undo for {Listed(owed)}.";
        }

        if (!report.StillRunning.IsEmpty)
        {
            yield return $"The manager still works on {Listed([.. report.StillRunning.Select(work => work.VApp)])}.";
        }
    }

    public static IEnumerable<string> OfCommunication(RunReport report)
    {
        if (report.Communications.IsEmpty)
        {
            yield return "No address to be told is configured, and drrun told nobody.";
            yield break;
        }

        if (report.Communications.Sum(communication => communication.Sent) == 0)
        {
            yield return "drrun told nobody: no message was delivered.";
        }
        else if (report.Run.Rehearsal is not null)
        {
            yield return "The messages were simulated: nobody was told.";
        }

        var failed = report.Communications.Sum(communication => communication.Failed);
        if (failed > 0)
        {
            yield return $"{Words.Plural(failed, "message")} {(failed == 1 ? "was" : "were")} not delivered.";
        }
    }

    private static string? Objective(string name, Objective objective) => objective.State switch
    {
        ObjectiveState.NotStated => $"No {name} was stated: there is nothing to hold the value against.",
        ObjectiveState.Missed => $"The {name} is {Words.Verdict(objective)}.",
        ObjectiveState.NotReached => $"The {name} was not reached.",
        _ => null,
    };

    private static bool IsMain(RunReport report, NotExecuted step) => report.Steps.Any(known => known.Id == step.Step && known.Section == PlanSection.Main && known.Kind != StepKind.Group);

    private static string Listed(List<string> names) => names.Count <= MostNamed + 1
        ? string.Join(", ", names)
        : string.Join(", ", names.Take(MostNamed)) + FormattableString.Invariant($" and {names.Count - MostNamed} more");
}
