using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine;
using DrRunbook.Evidence;
using DrRunbook.Simulator;

namespace DrRunbook.Acceptance.Tests.Crashing;

/// <summary>What is left of a run that was killed, and then driven to its end.</summary>
/// <param name="WasKilled">False: the run was over before it came to the point.</param>
/// <param name="Struck">The vApp whose request was under way when the process was killed inside one; else null.</param>
/// <param name="LeftAt">The journal as the killed process left it.</param>
/// <param name="Ending">How the last process ended.</param>
/// <param name="Stored">The whole journal, checked line by line.</param>
/// <param name="Marks">The steps whose programs ran, one for each time.</param>
/// <param name="SettledAsFailed">The steps in doubt of which the operator found no trace.</param>
internal sealed record CrashedRun(
    CrashPoint Point,
    bool WasKilled,
    string? Struck,
    ImmutableArray<JournalEntry> LeftAt,
    Ending Ending,
    StoredRun Stored,
    Ledger Ledger,
    ImmutableArray<string> Marks,
    IReadOnlySet<string> SettledAsFailed)
{
    /// <summary>Clocks of two processes differ by less.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    /// <summary>The report.</summary>
    public RunReport Report { get; } = RunReport.From(Stored.Plan, Stored.Entries);

    /// <summary>The one thing that a kill may add to the findings of a run: what an interrupted program came to, a person had to say.</summary>
    private const string Settled = "step-settled";

    /// <summary>Where it is not as it must be, compared with the run that nobody killed; empty where it is.</summary>
    public IEnumerable<string> Faults(CrashedRun unbroken)
    {
        var faults = OutcomeFaults(unbroken)
            .Concat(unbroken.Report.Steps.Select(step => step.Id).SelectMany(step => StepFaults(unbroken, step)))
            .Concat(LedgerFaults(unbroken))
            .Concat(MarkFaults())
            .Concat(FindingFaults(unbroken));
        return faults.Select(fault => $"{Point}: {fault}");
    }

    /// <summary>The step whose request was struck.</summary>
    public StepReport StruckStep => Report.Steps.Single(step => step.Failover?.VApp == Struck);

    /// <inheritdoc />
    public override string ToString() => $"{Point}\n{Ending}\n{string.Join('\n', Stored.Entries.Select(entry => $"{entry.Sequence} {entry.At:HH:mm:ss.fff} {entry.Event}"))}\n{string.Join('\n', Ledger.Effects)}\n{string.Join(' ', Marks)}";

    private bool IsExplained => SettledAsFailed.Count > 0;

    private IEnumerable<string> OutcomeFaults(CrashedRun unbroken)
    {
        var outcome = Report.Verdict.Outcome;
        if (IsExplained)
        {
            if (outcome != RunOutcome.Failed || Report.Verdict.FailedStep is not { } failed || !SettledAsFailed.Contains(failed.Value))
            {
                yield return $"{string.Join(", ", SettledAsFailed)} settled as failed, and the run is {outcome} because of {Report.Verdict.FailedStep}";
            }
        }
        else
        {
            var expected = Stored.Entries.Any(entry => entry.Event is StepSettled) ? RunOutcome.SucceededWithFindings : unbroken.Report.Verdict.Outcome;
            if (outcome != expected)
            {
                yield return $"{outcome} instead of {expected}";
            }
        }
    }

    private IEnumerable<string> StepFaults(CrashedRun unbroken, StepId id)
    {
        var step = StepOf(id);
        var same = unbroken.StepOf(id);
        if (!IsExplained && step.Outcome != same.Outcome)
        {
            yield return $"step {id} is {step.Outcome} instead of {same.Outcome}";
        }

        if (step.Outcome != StepOutcome.Succeeded)
        {
            yield break;
        }

        var attempts = string.Join(", ", step.Attempts.Select(attempt => attempt.Outcome));
        var before = string.Join(", ", same.Attempts.Select(attempt => attempt.Outcome));
        if (attempts != before)
        {
            yield return $"step {id} shows the attempts [{attempts}] instead of [{before}]";
        }

        var gates = string.Join(", ", step.Gates.Select(gate => $"{gate.Id} {gate.Outcome}").Distinct());
        var gatesBefore = string.Join(", ", same.Gates.Select(gate => $"{gate.Id} {gate.Outcome}").Distinct());
        if (gates != gatesBefore)
        {
            yield return $"step {id} shows the gates [{gates}] instead of [{gatesBefore}]";
        }

        if (step.Failover is { } failover && !IsProven(id, failover.VApp))
        {
            yield return $"step {id} is called a success and the manager's ledger does not prove it";
        }
    }

    /// <summary>Its last failover had come to its good end before the journal said so.</summary>
    private bool IsProven(StepId step, string vApp)
    {
        var said = Stored.Entries.Last(entry => entry.Event is ActionSucceeded succeeded && succeeded.Step == step);
        var last = Ledger.FailoversOf(vApp).LastOrDefault();
        return last is { End: SessionEnd.Success, WorkEnd: { } end } && end <= said.At + Slack;
    }

    private IEnumerable<string> LedgerFaults(CrashedRun unbroken)
    {
        foreach (var failover in Report.Steps.Where(step => step.Failover is not null))
        {
            var vApp = failover.Failover!.VApp;
            var (began, expected) = (Ledger.FailoversOf(vApp).Count(), unbroken.Ledger.FailoversOf(vApp).Count());
            if (failover.Outcome == StepOutcome.Succeeded ? began != expected : began > expected)
            {
                yield return $"{vApp} was failed over {began} times instead of {expected}";
            }

            var (asked, most) = (Ledger.FailoverPosts.Count(post => post.VApp == vApp), unbroken.Ledger.FailoverPosts.Count(post => post.VApp == vApp));
            if (asked > most)
            {
                yield return $"{vApp} was asked for {asked} times instead of {most}";
            }
        }
    }

    private IEnumerable<string> MarkFaults()
    {
        foreach (var step in Stored.Plan.Steps.Where(step => step.Action is CommandAction))
        {
            var marks = Marks.Count(mark => mark == step.Id.Value);
            var outcome = StepOf(step.Id).Outcome;
            var most = step.Repeatable ? 2 : 1;
            if (marks > most || (outcome == StepOutcome.Succeeded && marks == 0))
            {
                yield return $"the program of {step.Id} ({outcome}) ran {marks} times";
            }
        }
    }

    private IEnumerable<string> FindingFaults(CrashedRun unbroken)
    {
        var known = unbroken.Report.Findings.Select(finding => (finding.Kind, finding.Step)).ToHashSet();
        return Report.Findings
            .Where(finding => !known.Contains((finding.Kind, finding.Step)) && finding.Kind != Settled && !IsExplained)
            .Select(finding => $"finding {finding.Kind} of {finding.Step}: {finding.Text}");
    }

    private StepReport StepOf(StepId id) => Report.Steps.First(step => step.Id == id);
}
