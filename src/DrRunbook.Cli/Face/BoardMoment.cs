namespace DrRunbook.Cli.Face;

/// <summary>Now, as the live view sees it.</summary>
/// <param name="At">By the run's clock, UTC.</param>
/// <param name="SinceStart">Since the run's start.</param>
internal readonly record struct BoardMoment(DateTimeOffset At, TimeSpan SinceStart)
{
    /// <summary>How long ago a moment of the run was; never negative.</summary>
    public TimeSpan Since(Moment moment) => SinceStart > moment.SinceStart ? SinceStart - moment.SinceStart : TimeSpan.Zero;
}
