using System.Globalization;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Face;

/// <summary>How a run stands: what goes on, what waits for whom and which command answers it.</summary>
internal static class StatusText
{
    /// <summary>Writes it.</summary>
    /// <param name="summary">What the store says: who drives the run.</param>
    /// <param name="now">By the host's clock.</param>
    public static void Write(TextWriter output, RunState state, RunSummary summary, RunCommands commands, DateTimeOffset now)
    {
        WriteHead(output, state, summary, now);
        WriteQuestions(output, state, commands);
        WriteActive(output, state);
        WriteBad(output, state);
        WriteNext(output, state);
        WriteOwed(output, state, commands);
        WriteRecords(output, state, now);
        WriteHint(output, state, summary, commands);
    }

    private static void WriteHead(TextWriter output, RunState state, RunSummary summary, DateTimeOffset now)
    {
        var start = state.Start!;
        var rehearsal = start.Simulation is null ? "" : "REHEARSAL  ";
        output.WriteLine($"{rehearsal}{TerminalEncoder.Encode(start.Runbook)}  {Readable.Word(start.Mode)}  run {start.Run}  {Standing(state.Standing, summary)}");
        output.WriteLine($"  started  {Readable.DayAndTime(state.StartedAt.At)} by {TerminalEncoder.Encode(start.StartedBy)}{(start.Proof is { } proof ? $" (signed, {proof.Fingerprint})" : "")} on {TerminalEncoder.Encode(start.Machine)}");
        output.WriteLine($"  RTO      {RecoveryClock.Of(state, SinceStart(state, now))}{(start.OutageStated ? $", outage at {Readable.DayAndTime(start.OutageAt)}" : "")}");
        output.WriteLine($"  steps    {StepCounts.Of(state)}");
        output.WriteLine($"  driven   {Driver(state, summary)}");
        if (NoticeText.Summary(state) is { } told)
        {
            output.WriteLine($"  told     {told}");
        }

        foreach (var manager in state.Managers.Values.Where(manager => manager.LostAt is not null))
        {
            output.WriteLine($"  manager  {manager.Plan.Name} does not answer since {Readable.Time(manager.LostAt!.Value.At)}");
        }
    }

    private static void WriteQuestions(TextWriter output, RunState state, RunCommands commands)
    {
        var questions = OpenQuestion.Of(state, commands);
        if (questions.IsEmpty || RunLifecycle.IsFinal(state.Phase))
        {
            return;
        }

        output.WriteLine("Waits for people");
        foreach (var question in questions)
        {
            var until = question.Deadline is { } deadline ? $", until {Readable.DayAndTime(deadline)}" : "";
            var answered = question.Answered.IsEmpty ? "" : $", answered by {string.Join(", ", question.Answered.Select(TerminalEncoder.Encode))}";
            output.WriteLine($"  {question.Gate}  {TerminalEncoder.Encode(question.Who)}{until}{answered}");
            if (!question.Question.IsEmpty)
            {
                output.WriteLine($"    {TerminalEncoder.Encode(question.Question)}");
            }

            output.WriteLine($"    {question.Command}");
        }
    }

    private static void WriteActive(TextWriter output, RunState state)
    {
        var active = state.Active.Select(index => state.Steps[index]).Where(step => !step.Node.IsGroup).ToList();
        if (active.Count == 0)
        {
            return;
        }

        output.WriteLine("Goes on");
        foreach (var step in active)
        {
            output.WriteLine($"  {step.Step.Id}  {StepText.Describe(step, state)}, since {Readable.Time(step.StartedAt!.Value.At)}");
        }
    }

    private static void WriteBad(TextWriter output, RunState state)
    {
        var bad = state.Steps.Take(state.Graph.StepCount)
            .Where(step => step.State is StepState.Failed or StepState.Partial or StepState.Blocked && step.Reason != FailureReasons.ChildFailed && !step.Node.IsGroup)
            .ToList();
        if (bad.Count == 0)
        {
            return;
        }

        output.WriteLine("Did not succeed");
        foreach (var step in bad)
        {
            output.WriteLine($"  {step.Step.Id}  {StepText.Describe(step, state)}");
            foreach (var vm in VmStatus.Of(step))
            {
                var message = vm.Message is { } told ? $": {TerminalEncoder.Encode(told.Raw)}" : "";
                output.WriteLine($"    {TerminalEncoder.Encode(vm.Vm.Raw)}  {TerminalEncoder.Encode(vm.Result ?? "not reported by the manager")}{message}");
            }
        }
    }

    private static void WriteNext(TextWriter output, RunState state)
    {
        var next = StepText.Next(state, 5);
        if (next.IsEmpty || RunLifecycle.IsFinal(state.Phase))
        {
            return;
        }

        output.WriteLine("Comes next");
        foreach (var step in next)
        {
            output.WriteLine($"  {step.Step.Id}  {StepText.Action(step.Step)}");
        }
    }

    private static void WriteOwed(TextWriter output, RunState state, RunCommands commands)
    {
        if (state.OwedUndos.IsEmpty || state.Start!.Mode == RunMode.Disaster)
        {
            return;
        }

        output.WriteLine(state.Start.Simulation is null ? "Undo owed, in the backup console" : "Undo that a real drill would owe");
        foreach (var (vApp, since) in state.OwedUndos)
        {
            output.WriteLine($"  {TerminalEncoder.Encode(vApp)}  since {Readable.DayAndTime(since.At)}");
        }

        if (state.Start.Simulation is null && RunLifecycle.IsFinal(state.Phase))
        {
            output.WriteLine($"    {commands.ConfirmUndo}");
        }
    }

    /// <summary>What people put on record: the findings that are still open, and how much else there is.</summary>
    private static void WriteRecords(TextWriter output, RunState state, DateTimeOffset now)
    {
        var (findings, notes) = (state.Records.Findings, state.Records.Notes);
        if (findings.IsEmpty && notes.IsEmpty)
        {
            return;
        }

        var closed = findings.Count(finding => finding.Closed is not null);
        output.WriteLine($"On record: {Readable.Count(findings.Length, "finding")}, {closed} of them closed; {Readable.Count(notes.Length, "note")}");
        foreach (var added in findings.Where(finding => finding.Closed is null).Select(finding => finding.Added))
        {
            var about = added.Step is { } step ? $"{step}: " : "";
            var owner = added.Owner is { } name ? $", {TerminalEncoder.Encode(name)} sees to it" : "";
            var due = added.Due is { } day
                ? string.Create(CultureInfo.InvariantCulture, $", due {day:yyyy-MM-dd}{(day < DateOnly.FromDateTime(now.UtcDateTime) ? ", OVERDUE" : "")}")
                : "";
            output.WriteLine($"  {added.Number}  {Readable.Word(added.Severity)}  {about}{TerminalEncoder.Encode(added.Text)}{owner}{due}");
        }
    }

    private static void WriteHint(TextWriter output, RunState state, RunSummary summary, RunCommands commands)
    {
        if (state is { Phase: RunPhase.Failed, IsClosed: false, FirstFailure: { } first })
        {
            output.WriteLine($"It can be reopened: {commands.Retry(state[first])}, then {commands.Resume}");
        }

        if (RunLifecycle.IsFinal(state.Phase))
        {
            output.WriteLine($"Report: {commands.Report}");
        }
        else if (!summary.Driven)
        {
            output.WriteLine($"Nobody drives this run. Go on: {commands.Resume}");
        }
    }

    /// <summary>How a run stands in one word: one that is not over, was not left on purpose, and that nobody drives is <c>orphaned</c>, not <c>running</c>.</summary>
    internal static string Standing(RunOutcome outcome, RunSummary summary) =>
        outcome == RunOutcome.Running && !summary.Driven ? "orphaned" : Readable.Word(outcome);

    /// <summary>How long ago the run started, by its own clock: a run that is quickened or over does not age with the host's.</summary>
    private static TimeSpan SinceStart(RunState state, DateTimeOffset now)
    {
        var goesOn = !RunLifecycle.IsFinal(state.Phase) && state.Start!.Simulation is null && now > state.LastAt.At;
        return goesOn ? state.LastAt.SinceStart + (now - state.LastAt.At) : state.LastAt.SinceStart;
    }

    /// <summary>The run's own times are told, not the store's: a simulated run's clock is another than the host's.</summary>
    private static string Driver(RunState state, RunSummary summary) => summary.Owner switch
    {
        var owner when summary.Driven => $"by {TerminalEncoder.Encode(owner)}",
        null => $"by nobody, since {Readable.DayAndTime(state.LastAt.At)}",
        var owner => $"by nobody, since {Readable.DayAndTime(state.LastAt.At)}; {TerminalEncoder.Encode(owner)} was the last",
    };
}
