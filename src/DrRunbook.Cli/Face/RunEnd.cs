namespace DrRunbook.Cli.Face;

/// <summary>The end of a run for programs.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Outcome">How it ended or stands.</param>
/// <param name="Simulated">Whether it was a rehearsal.</param>
/// <param name="RecoveryTime">From the outage to the end of the step that stops the RTO clock; null where that has not succeeded.</param>
/// <param name="DataLoss">From the oldest VM point used to the outage; null where nothing was failed over.</param>
/// <param name="Findings">What the report lists.</param>
/// <param name="OwedUndos">The vApps whose undo is owed.</param>
internal sealed record RunEnd(
    string Run,
    RunOutcome Outcome,
    bool Simulated,
    TimeSpan? RecoveryTime,
    TimeSpan? DataLoss,
    ImmutableArray<Finding> Findings,
    ImmutableArray<string> OwedUndos)
{
    /// <summary>Of a run as far as it has come.</summary>
    public static RunEnd Of(RunState state)
    {
        var verdict = RunVerdict.Of(state);
        return new RunEnd(
            state.Start!.Run, state.Standing, state.Start.Simulation is not null, verdict.RecoveryTime, verdict.DataLoss, verdict.Findings, [.. state.OwedUndos.Keys]);
    }
}
