using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence.Rendering;

/// <summary>How a test case ended.</summary>
internal enum JUnitResult
{
    /// <summary>Well.</summary>
    Passed,

    /// <summary>Not well.</summary>
    Failure,

    /// <summary>Nobody knows.</summary>
    Error,

    /// <summary>It was not done.</summary>
    Skipped,
}

/// <summary>A test case.</summary>
/// <param name="Type">A fixed word for what is wrong.</param>
internal sealed record JUnitCase(string ClassName, string Name, long Milliseconds, JUnitResult Result, string Type, string Message);

/// <summary>Test cases of one kind.</summary>
/// <param name="HasProperties">Whether the run's properties stand with it.</param>
internal sealed record JUnitSuite(string Name, ImmutableArray<JUnitCase> Cases, bool HasProperties);

/// <summary>A report's outcome, steps, checks and objectives as test cases.</summary>
internal static class JUnitCases
{
    public static ImmutableArray<JUnitSuite> Of(RunReport report) =>
    [
        new("run", [Outcome(report)], true),
        new("steps", [.. report.Steps.Where(step => step.Kind != StepKind.Group).Select(step => Step(report, step)), .. report.NotExecuted.Where(step => step.Kind == NotExecutedKind.LeftOut).Select(step => LeftOut(report, step))], false),
        new("checks", [.. report.Steps.SelectMany(step => step.Gates.GroupBy(gate => gate.Id).Select(tries => Check(report, step, tries.Last())))], false),
        new("objectives", [.. Objectives(report)], false),
    ];

    private static JUnitCase Outcome(RunReport report)
    {
        var outcome = report.Verdict.Outcome;
        var result = outcome switch
        {
            RunOutcome.Succeeded or RunOutcome.SucceededWithFindings => JUnitResult.Passed,
            RunOutcome.Failed => JUnitResult.Failure,
            _ => JUnitResult.Error,
        };
        var because = string.Join("; ", report.Verdict.Because.Select(reason => reason.Raw));
        return new JUnitCase(report.Run.Runbook, "outcome", report.Times.DurationMs, result, Core.Json.Words.Of(outcome), because);
    }

    private static JUnitCase Step(RunReport report, StepReport step)
    {
        var blocked = step.BlockedBy.IsEmpty ? "" : $"blocked by {string.Join(", ", step.BlockedBy)}";
        var why = report.NotExecuted.FirstOrDefault(candidate => candidate.Step == step.Id)?.Reason.Raw;
        var detail = why ?? (blocked.Length > 0 ? blocked : step.Detail.Raw ?? "");
        var result = step.Outcome switch
        {
            StepOutcome.Succeeded or StepOutcome.Warning => JUnitResult.Passed,
            StepOutcome.Failed or StepOutcome.Partial => FailsTheRun(report, step.Id, "step-") ? JUnitResult.Failure : JUnitResult.Skipped,
            StepOutcome.InDoubt or StepOutcome.Running => JUnitResult.Error,
            _ => JUnitResult.Skipped,
        };
        var lead = result == JUnitResult.Skipped && step.Outcome is StepOutcome.Failed or StepOutcome.Partial ? $"tolerated: {Words.Of(step.Outcome)}" : Words.Of(step.Outcome);
        return new JUnitCase(
            $"{report.Run.Runbook}.steps{(step.Parent is { } group ? $".{group}" : "")}",
            step.Id.Value,
            step.DurationMs ?? 0,
            result,
            step.Reason ?? Core.Json.Words.Of(step.Outcome),
            detail.Length == 0 ? lead : $"{lead}: {detail}");
    }

    private static JUnitCase LeftOut(RunReport report, NotExecuted step) =>
        new($"{report.Run.Runbook}.steps", step.Step.Value, 0, JUnitResult.Skipped, "left-out", $"left out: {step.Reason.Raw}");

    private static JUnitCase Check(RunReport report, StepReport step, GateReport gate)
    {
        var result = gate.Outcome switch
        {
            GateOutcome.Passed => JUnitResult.Passed,
            GateOutcome.Failed => FailsTheRun(report, step.Id, "step-") ? JUnitResult.Failure : JUnitResult.Skipped,
            GateOutcome.Open => JUnitResult.Error,
            _ => JUnitResult.Skipped,
        };
        var seen = gate.Detail.IsEmpty ? "" : $": {gate.Detail.Raw}";
        return new JUnitCase($"{report.Run.Runbook}.checks.{step.Id}", $"{gate.Id} {gate.What}", gate.DurationMs ?? 0, result, gate.Kind, $"{Words.Of(gate.Outcome)}{seen}");
    }

    private static IEnumerable<JUnitCase> Objectives(RunReport report)
    {
        yield return Objective(report, "RTO of the run", report.Objectives.RecoveryTime, FailsTheRun(report, null, "rto-"));
        yield return Objective(report, "RPO of the run", report.Objectives.DataLoss, report.Findings.Any(finding => finding is { Severity: FindingSeverity.Major, Kind: "rpo-missed" }));
        foreach (var step in report.Steps)
        {
            if (step.RecoveryTime is { } recovery)
            {
                yield return Objective(report, $"RTO of {step.Id}", recovery, FailsTheRun(report, step.Id, "rto-"));
            }

            if ((step.DataLoss ?? step.Failover?.DataLoss) is { State: not ObjectiveState.NotStated } loss)
            {
                yield return Objective(report, $"RPO of {step.Id}", loss, FailsTheRun(report, step.Id, "rpo-"));
            }

            if (step.Target is { } target)
            {
                yield return Objective(report, $"target of {step.Id}", target, failsTheRun: false);
            }
        }
    }

    private static JUnitCase Objective(RunReport report, string name, Objective objective, bool failsTheRun)
    {
        var result = objective.State switch
        {
            ObjectiveState.Met => JUnitResult.Passed,
            ObjectiveState.Missed when failsTheRun => JUnitResult.Failure,
            _ => JUnitResult.Skipped,
        };
        var stated = objective.TargetMs is { } target ? $"{Words.Exact(target)} stated" : "none stated";
        var measured = objective.ActualMs is { } actual ? $"{Words.Exact(actual)} measured" : "nothing measured";
        return new JUnitCase(
            $"{report.Run.Runbook}.objectives", name, 0, result, Core.Json.Words.Of(objective.State), $"{Words.Verdict(objective)}: {stated}, {measured}");
    }

    /// <summary>What drrun tolerates is no failure of the build either: there is no word for a warning in JUnit XML, so it is skipped, with the message.</summary>
    private static bool FailsTheRun(RunReport report, StepId? step, string kind) => report.Findings.Any(finding =>
        finding.Severity == FindingSeverity.Major && finding.Step == step && finding.Kind.StartsWith(kind, StringComparison.Ordinal));
}
