using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Face;

/// <summary>The last lines of a run: outcome, objectives, findings, and what to do next.</summary>
internal static class OutcomeText
{
    private const int MostMendable = 5;

    /// <summary>Writes them.</summary>
    /// <param name="commands">What goes on with the run; null where nothing is left of it to go on with.</param>
    public static void Write(TextWriter output, RunState state, RunCommands? commands)
    {
        var start = state.Start!;
        var verdict = RunVerdict.Of(state);
        var rehearsal = start.Simulation is null ? "" : "REHEARSAL: ";
        output.WriteLine();
        output.WriteLine($"{rehearsal}run {start.Run} of {TerminalEncoder.Encode(start.Runbook)}: {Headline(state)}");
        output.WriteLine($"  steps  {StepCounts.Of(state)}");
        output.WriteLine($"  RTO    {Recovery(state, verdict)}");
        output.WriteLine($"  RPO    {Loss(state, verdict)}");
        WriteFindings(output, verdict);
        WriteOwed(output, state, commands);
        if (commands is not null)
        {
            WriteNext(output, state, commands);
        }
    }

    private static string Headline(RunState state) => state.Standing switch
    {
        RunOutcome.Succeeded => "succeeded",
        RunOutcome.SucceededWithFindings => "succeeded with findings",
        RunOutcome.Failed => $"FAILED{(state.FirstFailure is { } first ? $", first at {first}" : "")}",
        RunOutcome.Halted => "halted; what was sent is seen to its end, nothing more was started",
        RunOutcome.InDoubt => "left IN DOUBT: whether a request took effect is not known",
        RunOutcome.Waiting => "left waiting for people",
        _ => "not finished; what the managers do goes on",
    };

    private static string Recovery(RunState state, RunVerdict verdict)
    {
        var from = state.Start!.OutageStated && verdict.RecoveryTime is { } recovered
            ? $" since the outage ({Readable.Span(recovered - RunVerdict.SinceOutage(state, state.StartedAt))} since the run's start)"
            : " since the run's start";
        return (verdict.RecoveryTime, state.Graph.Plan.Objectives.Rto) switch
        {
            ({ } time, { } rto) when time > rto => $"MISSED by {Readable.Span(time - rto)}: recovered in {Readable.Span(time)}{from}, {Readable.Span(rto)} allowed",
            ({ } time, { } rto) => $"met: recovered in {Readable.Span(time)}{from}, {Readable.Span(rto)} allowed",
            ({ } time, null) => $"none stated: recovered in {Readable.Span(time)}{from}",
            (null, { } rto) => $"not recovered; {Readable.Span(rto)} was asked for",
            _ => "none stated; not recovered",
        };
    }

    /// <summary>The loss is held against what holds for the failover that lost most: its own RPO, else the run's.</summary>
    private static string Loss(RunState state, RunVerdict verdict) => (verdict.DataLoss, RunVerdict.Oldest(state) is { } oldest ? PointRules.Objective(oldest.Step, state.Graph.Plan) : state.Graph.Plan.Objectives.Rpo) switch
    {
        ({ } loss, { } rpo) when loss > rpo => $"MISSED by {Readable.Span(loss - rpo)}: {Readable.Span(loss)} of data lost, {Readable.Span(rpo)} allowed",
        ({ } loss, { } rpo) => $"met: {Readable.Span(loss)} of data lost, {Readable.Span(rpo)} allowed",
        ({ } loss, null) => $"none stated: {Readable.Span(loss)} of data lost",
        (null, { } rpo) => $"nothing was failed over; {Readable.Span(rpo)} was asked for",
        _ => "none stated; nothing was failed over",
    };

    private static void WriteFindings(TextWriter output, RunVerdict verdict)
    {
        if (verdict.Findings.IsEmpty)
        {
            return;
        }

        output.WriteLine("Findings");
        foreach (var finding in verdict.Findings)
        {
            var about = finding.Step is { } step ? $"{step}: " : "";
            output.WriteLine($"  {Readable.Word(finding.Severity)}  {finding.Kind}  {about}{TerminalEncoder.Encode(finding.Text)}");
        }
    }

    private static void WriteOwed(TextWriter output, RunState state, RunCommands? commands)
    {
        if (state.OwedUndos.IsEmpty || state.Start!.Mode == RunMode.Disaster)
        {
            return;
        }

        output.WriteLine(state.Start.Simulation is null
            ? "Owed: undo the failover in the backup console; until then these vApps are not replicated"
            : "A real drill would now owe: undo the failover in the backup console; until then these vApps are not replicated");
        foreach (var (vApp, since) in state.OwedUndos)
        {
            output.WriteLine($"  {TerminalEncoder.Encode(vApp)}, failed over since {Readable.DayAndTime(since.At)}");
        }

        if (commands is not null && state.Start.Simulation is null && RunLifecycle.IsFinal(state.Phase))
        {
            output.WriteLine($"  when it is done: {commands.ConfirmUndo}");
        }
    }

    /// <summary>The failures that keep the run from going on, in the plan's order.</summary>
    public static IEnumerable<StepProgress> Mendable(RunState state) => state.Steps.Take(state.Graph.StepCount)
        .Where(step => step.State is StepState.Failed or StepState.Partial && step.IsUntoleratedEnd && step.Reason != FailureReasons.ChildFailed);

    private static void WriteNext(TextWriter output, RunState state, RunCommands commands)
    {
        output.WriteLine("Next");
        foreach (var question in state.Start!.Simulation is null ? OpenQuestion.Of(state, commands) : [])
        {
            output.WriteLine($"  {question.Command}    # asked of {TerminalEncoder.Encode(question.Who)}");
        }

        foreach (var step in state.Active.Select(index => state.Steps[index]).Where(step => step is { State: StepState.InDoubt, Settled: null }))
        {
            output.WriteLine($"  {commands.Settle(step)}    # where the console tells what became of it");
        }

        ImmutableArray<StepProgress> mendable = state is { Phase: RunPhase.Failed, IsClosed: false } ? [.. Mendable(state).Take(MostMendable)] : [];
        foreach (var step in mendable)
        {
            output.WriteLine(Retrial.Of(state, step).WhyNot is null
                ? $"  {commands.Retry(step)}    # once what made it fail is mended"
                : $"  {commands.Skip(step)}    # where it is done by hand");
        }

        if (!RunLifecycle.IsFinal(state.Phase) || !mendable.IsEmpty)
        {
            output.WriteLine($"  {commands.Resume}{(mendable.IsEmpty ? "" : "    # goes on behind these")}");
        }

        output.WriteLine($"  {commands.Report}");
    }
}
