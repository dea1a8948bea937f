using System.Globalization;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence.Building;

/// <summary>Says how the run stands, why, and what a person has to do now.</summary>
internal sealed class VerdictReader(RunReading reading, ImmutableArray<FindingReport> findings, ReportCounts counts, ImmutableArray<StillRunning> stillRunning)
{
    private const int MostNamed = 10;

    private RunState State => reading.State;

    public VerdictReport Read() => new(
        State.Standing,
        RunLifecycle.IsFinal(State.Phase),
        State.FirstFailure,
        [.. Because().Select(OutsideText.From)],
        [.. Next().Select(OutsideText.From)]);

    private IEnumerable<string> Because()
    {
        if (Stand() is { } stand)
        {
            yield return stand;
        }

        if (SaidButNotProven() is { } contradiction)
        {
            yield return contradiction;
        }

        foreach (var finding in findings.Where(finding => finding.Severity == FindingSeverity.Major && finding.Kind != "step-blocked"))
        {
            yield return Words(finding);
        }

        var blocked = findings.Count(finding => finding is { Severity: FindingSeverity.Major, Kind: "step-blocked" });
        if (blocked > 0)
        {
            yield return Invariant($"{Plural(blocked, "step")} blocked");
        }

        if (State.Standing == RunOutcome.Succeeded)
        {
            yield return "every step did what it should, and every objective that was stated is met";
        }

        foreach (var reason in MinorFindings())
        {
            yield return reason;
        }
    }

    /// <summary>Named where they alone keep the run from being good, else counted.</summary>
    private IEnumerable<string> MinorFindings()
    {
        var minor = findings.Where(finding => finding.Severity == FindingSeverity.Minor).ToList();
        return State.Standing == RunOutcome.SucceededWithFindings && minor.Count <= MostNamed ? minor.Select(Words)
            : minor.Count > 0 ? [Invariant($"{Plural(minor.Count, "finding")} of less weight")]
            : [];
    }

    private static string Words(FindingReport finding) => finding.Step is { } step ? $"{step}: {finding.Text.Raw}" : finding.Text.Raw;

    private string? Stand() => State.Standing switch
    {
        RunOutcome.Halted => HaltedBy(),
        RunOutcome.InDoubt => $"the effect of a request is not known: {Names(step => step.State == StepState.InDoubt)}",
        RunOutcome.Waiting => $"a person has to answer: {string.Join(", ", AskedGates().Select(gate => gate.Plan.Id.Value))}",
        RunOutcome.Running when State.Phase == RunPhase.Concluding => $"the outcome is {Word(State.Outcome!.Value)}; the steps that run at the end are not over",
        RunOutcome.Running when State.Phase == RunPhase.Halting => $"halting; what runs is followed to its end: {Names(step => step.IsActive && !step.Node.IsGroup)}",
        RunOutcome.Running => $"the journal ends while the run goes on: {Names(step => step.IsActive && !step.Node.IsGroup)}",
        _ => null,
    };

    private string HaltedBy()
    {
        var (what, by, reason) = reading.OfRun.Last(happening => happening.Event is HaltRequested or RunReopened).Event switch
        {
            RunReopened reopened => ("it had failed and was reopened", reopened.By, reopened.Reason),
            HaltRequested halt => ("halted", halt.By, halt.Reason),
            var other => throw new InvalidOperationException($"{other.GetType().Name} halts no run"),
        };
        return reason.IsEmpty ? $"{what} by {by.Raw}" : $"{what} by {by.Raw}: {reason.Raw}";
    }

    /// <summary>The case that a product's own report hides: everything it did is green, and what it was done for does not work.</summary>
    private string? SaidButNotProven()
    {
        var allSaidSuccess = counts.Failovers > 0 && counts.TasksSucceeded == counts.Failovers && counts.SessionsSucceeded == counts.Sessions;
        return allSaidSuccess && counts.ChecksFailed > 0
            ? Invariant($"the manager reported success for every one of {Plural(counts.Failovers, "failover")}; {Plural(counts.ChecksFailed, "check")} of the result did not hold")
            : null;
    }

    private IEnumerable<string> Next()
    {
        var run = reading.Start.Run;
        switch (State.Standing)
        {
            case RunOutcome.Halted:
                yield return $"go on with: drrun resume {run}";
                break;
            case RunOutcome.InDoubt:
                yield return $"look at the restore sessions in the console, then: drrun resume {run} (it reads tasks and sessions back and sends nothing twice)";
                foreach (var step in State.Active.Select(index => State.Steps[index]).Where(step => step is { State: StepState.InDoubt, Settled: null }))
                {
                    yield return $"where that does not settle it, say what you saw, then resume: drrun settle {run} {step.Step.Id} --as succeeded|failed --reason TEXT";
                }

                break;
        }

        foreach (var step in Retriable())
        {
            yield return $"once what made it fail is mended: drrun retry {run} {step.Step.Id}, then: drrun resume {run}";
        }

        foreach (var gate in AskedGates())
        {
            var verb = gate.Manual is null ? "approve" : "confirm";
            yield return $"answer {gate.Plan.Id}: drrun {verb} {run} {gate.Plan.Id}, or: drrun reject {run} {gate.Plan.Id} --reason TEXT";
        }

        foreach (var work in stillRunning.Where(work => State[work.Step].IsFinal))
        {
            yield return $"watch {work.VApp} in the console of {work.Manager}: the manager still works on it";
        }

        foreach (var step in State.Steps.Take(State.Graph.StepCount).Where(step => step.State == StepState.Partial))
        {
            yield return $"decide on the VMs of {step.Step.Id} that did not fail over; those that did run on their replicas";
        }

        if (State.OwedUndos.Count > 0 && RunLifecycle.IsFinal(State.Phase))
        {
            var act = reading.Start.Mode == RunMode.Drill ? "undo" : "make permanent or undo";
            yield return $"{act} in the console, for the API cannot: {Listed(State.OwedUndos.Keys)}; until then their replication is held";
        }
    }

    /// <summary>A rehearsal in virtual time is in no store: nobody can go on with it.</summary>
    private IEnumerable<StepProgress> Retriable() => State is { Phase: RunPhase.Failed, IsClosed: false } && reading.Start.Simulation is not { Speed: 0 }
        ? State.Steps.Take(State.Graph.StepCount).Where(step => step.IsUntoleratedEnd && Retrial.Of(State, step).WhyNot is null).Take(MostNamed)
        : [];

    private IEnumerable<GateProgress> AskedGates() =>
        State.Phase is RunPhase.Running or RunPhase.Waiting or RunPhase.Halted
            ? State.Active.Select(index => State.Steps[index]).SelectMany(step => step.CurrentGates.ToArray()).Where(gate => gate.WaitsForPerson)
            : [];

    private string Names(Func<StepProgress, bool> isMeant)
    {
        var names = State.Steps.Take(State.Graph.StepCount).Where(isMeant).Select(step => step.Step.Id.Value).ToList();
        return names.Count == 0 ? "nothing is at work" : Listed(names);
    }

    private static string Listed(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count <= MostNamed + 2 ? string.Join(", ", all) : string.Join(", ", all.Take(MostNamed)) + Invariant($" and {all.Count - MostNamed} more");
    }

    private static string Word(RunOutcome outcome) => outcome switch
    {
        RunOutcome.SucceededWithFindings => "succeeded with findings",
        RunOutcome.Succeeded => "succeeded",
        _ => "failed",
    };

    private static string Plural(int count, string noun) => Invariant($"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
