namespace DrRunbook.Cli.Face;

/// <summary>The outage clock against the RTO.</summary>
/// <param name="SinceOutage">From the outage to now, or to the moment that stopped the clock.</param>
/// <param name="Limit">The RTO, or null where none is stated.</param>
/// <param name="IsStopped">Whether the step that stops the clock has succeeded.</param>
/// <param name="IsGivenUp">Whether the run is over and that step has not succeeded.</param>
internal sealed record RecoveryClock(TimeSpan SinceOutage, TimeSpan? Limit, bool IsStopped, bool IsGivenUp)
{
    /// <summary>What is left of the RTO; negative where it is missed; null without one, and where nothing stops the clock any more.</summary>
    public TimeSpan? Left => IsGivenUp ? null : Limit - SinceOutage;

    /// <summary>Whether less than a quarter of the RTO is left.</summary>
    public bool IsInDanger => Left < Limit / 4;

    /// <summary>Whether the RTO is missed.</summary>
    public bool IsMissed => Left < TimeSpan.Zero || (IsGivenUp && Limit is not null);

    /// <summary>The clock of a run.</summary>
    /// <param name="sinceStart">How long ago the run started.</param>
    public static RecoveryClock Of(RunState state, TimeSpan sinceStart)
    {
        var until = RunVerdict.Until(state);
        var stopped = until is { Unlocks: true, EndedAt: not null };
        var since = stopped
            ? RunVerdict.SinceOutage(state, until!.EndedAt!.Value)
            : RunVerdict.SinceOutage(state, state.LastAt with { SinceStart = sinceStart });
        return new RecoveryClock(since, state.Graph.Plan.Objectives.Rto, stopped, !stopped && RunLifecycle.IsFinal(state.Phase));
    }

    /// <summary>On one line: <c>12m3s of 2h, 1h47m57s left</c>.</summary>
    public override string ToString() => (Limit, Left) switch
    {
        ({ } limit, _) when IsGivenUp => $"not recovered, {Readable.Span(limit)} was asked for",
        (null, _) when IsGivenUp => "not recovered",
        ({ } limit, { } left) when left < TimeSpan.Zero => $"{Readable.Span(SinceOutage)} of {Readable.Span(limit)}, missed by {Readable.Span(-left)}",
        ({ } limit, { } left) => $"{Readable.Span(SinceOutage)} of {Readable.Span(limit)}, {Readable.Span(left)} {(IsStopped ? "to spare" : "left")}",
        _ => Readable.Span(SinceOutage),
    };
}
