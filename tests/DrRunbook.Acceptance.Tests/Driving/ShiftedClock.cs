namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary>The system's clock, which a case can put forward at once.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private TimeSpan _ahead;

    /// <summary>Puts it forward.</summary>
    public void Advance(TimeSpan by) => _ahead += by;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;
}
