using DrRunbook.Core.Execution;

namespace DrRunbook.Evidence.Bundles;

/// <summary>A run as a test's result (in-toto/attestation, spec/predicates/test-result.md, v0.1), for programs that enforce policies.</summary>
/// <param name="Result"><c>PASSED</c>, <c>WARNED</c> or <c>FAILED</c>; of a rehearsal never <c>PASSED</c>.</param>
/// <param name="Configuration">Plan and runbook.</param>
/// <param name="PassedTests">Steps, and objectives as <c>objective:rto</c> and <c>objective:rpo</c>.</param>
internal sealed record TestResultPredicate(
    string Result,
    ImmutableArray<Subject> Configuration,
    ImmutableArray<string> PassedTests,
    ImmutableArray<string> WarnedTests,
    ImmutableArray<string> FailedTests)
{
    /// <summary>The predicate's type.</summary>
    public const string Type = "https://in-toto.io/attestation/test-result/v0.1";

    private const string Passed = "PASSED";
    private const string Warned = "WARNED";
    private const string Failed = "FAILED";

    /// <summary>What a rehearsal did not test, as a test that warns.</summary>
    private const string Rehearsal = "rehearsal: everything outside was simulated";

    public static TestResultPredicate Of(BundledRun run)
    {
        var report = run.Report;
        var tests = report.Steps.Where(step => step.Kind != StepKind.Group).Select(step => (Name: step.Id.Value, Result: Of(step)))
            .Append((Name: "objective:rto", Result: Of(report.Objectives.RecoveryTime)))
            .Append((Name: "objective:rpo", Result: Of(report.Objectives.DataLoss)));
        var isRehearsal = report.Run.Rehearsal is not null;
        if (isRehearsal)
        {
            tests = tests.Append((Name: Rehearsal, Result: Warned));
        }

        var byResult = tests.Where(test => test.Result.Length > 0).ToLookup(test => test.Result, test => test.Name);
        var result = Of(report.Verdict.Outcome);
        return new TestResultPredicate(
            isRehearsal && result == Passed ? Warned : result,
            [
                .. run.Named.Where(file => file.Key == BundleNames.Plan || file.Key.StartsWith(BundleNames.RunbookFolder, StringComparison.Ordinal))
                    .Select(file => new Subject(file.Key, new SubjectDigest(file.Value))),
            ],
            [.. byResult[Passed]],
            [.. byResult[Warned]],
            [.. byResult[Failed]]);
    }

    private static string Of(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Succeeded => Passed,
        RunOutcome.SucceededWithFindings => Warned,
        _ => Failed,
    };

    private static string Of(StepReport step) => step.Outcome switch
    {
        StepOutcome.Succeeded => Passed,
        StepOutcome.Warning or StepOutcome.Skipped or StepOutcome.NotStarted => Warned,
        _ => step.Tolerated ? Warned : Failed,
    };

    /// <summary>Empty where no objective was stated.</summary>
    private static string Of(Objective objective) => objective.State switch
    {
        ObjectiveState.Met => Passed,
        ObjectiveState.NotStated => "",
        _ => Failed,
    };
}
