using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence.Building;

/// <summary>Reads a step's gates from its entries. A gate that was tried again stands there once per try.</summary>
internal sealed class GateReader
{
    private readonly StepProgress _step;
    private readonly List<GateReport> _gates = [];
    private int _attempt;

    private GateReader(StepProgress step)
    {
        _step = step;
    }

    public static ImmutableArray<GateReport> Read(RunReading reading, StepProgress step)
    {
        var reader = new GateReader(step);
        foreach (var happening in reading.Of(step.Step.Id))
        {
            reader.Take((StepEvent)happening.Event, RunReading.Moment(happening.When));
        }

        return reader.Finish(reading);
    }

    private void Take(StepEvent stepEvent, ReportMoment now)
    {
        switch (stepEvent)
        {
            case StepStarted started:
                _attempt = started.Attempt;
                break;
            case StepWithdrawn or StepEnded:
                for (var index = 0; index < _gates.Count; index++)
                {
                    _gates[index] = IsOpen(_gates[index]) ? Ended(_gates[index], now, GateOutcome.Withdrawn) : _gates[index];
                }

                break;
            case GateStarted started:
                var plan = _step.Gates.First(gate => gate.Plan.Id == started.Gate).Plan;
                _gates.Add(Untried(plan) with { Outcome = GateOutcome.Open, Attempt = _attempt, Started = now, Deadline = started.Deadline });
                break;
            case GateEvent gate when _gates.FindLastIndex(candidate => candidate.Id == gate.Gate) is >= 0 and var at:
                _gates[at] = Seen(_gates[at], gate, now);
                break;
        }
    }

    private static GateReport Seen(GateReport gate, GateEvent gateEvent, ReportMoment now) => gateEvent switch
    {
        PersonAsked asked => gate with { AsksPeople = true, Question = asked.Question, From = asked.From, Deadline = asked.Deadline },
        GateAnswered answer => gate with
        {
            Answers = gate.Answers.Add(new GateAnswerReport(now, answer.Principal, answer.Decision, answer.Note, answer.SignatureChecked, answer.Proof?.Fingerprint)),
        },
        GateFailing failing => gate with { FirstFailure = failing.Detail, Detail = failing.Detail },
        GatePassed passed => Ended(gate, now, GateOutcome.Passed) with { Detail = passed.Detail, Tries = passed.Tries, Evidence = passed.Evidence },
        GateFailed failed => Ended(gate, now, failed.Tolerated ? GateOutcome.Tolerated : GateOutcome.Failed) with
        {
            Detail = failed.Detail,
            Tries = failed.Tries,
            Evidence = failed.Evidence,
        },
        _ => gate,
    };

    private ImmutableArray<GateReport> Finish(RunReading reading)
    {
        var now = RunReading.Milliseconds(reading.State.LastAt.SinceStart);
        var tried = _gates.Select(gate => IsOpen(gate) ? gate with { DurationMs = now - gate.Started!.OffsetMs } : gate);
        var untried = _step.Gates.Where(gate => !_gates.Exists(known => known.Id == gate.Plan.Id)).Select(gate => Untried(gate.Plan));
        return [.. tried.Concat(untried).OrderBy(gate => gate.Place).ThenBy(gate => gate.Attempt == 0 ? int.MaxValue : gate.Attempt)];
    }

    private GateReport Untried(PlanGate plan)
    {
        var place = _step.Step.Require.Contains(plan) ? GatePlace.Require : _step.Step.Verify.Contains(plan) ? GatePlace.Verify : GatePlace.Step;
        return new GateReport(
            plan.Id,
            place,
            GateWords.Kind(plan.Gate),
            Descriptions.Of(plan.Gate),
            plan.Gate is ApprovalGate or ManualGate,
            GateOutcome.NotTried,
            0,
            0,
            null,
            null,
            null,
            null,
            OutsideText.None,
            OutsideText.None,
            OutsideText.None,
            [],
            [],
            []);
    }

    private static GateReport Ended(GateReport gate, ReportMoment now, GateOutcome outcome) =>
        gate with { Outcome = outcome, Ended = now, DurationMs = now.OffsetMs - gate.Started!.OffsetMs };

    private static bool IsOpen(GateReport gate) => gate.Outcome == GateOutcome.Open;
}
