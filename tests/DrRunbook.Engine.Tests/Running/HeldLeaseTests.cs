using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Running;

namespace DrRunbook.Engine.Tests.Running;

/// <summary>A holder judges its lease by its own clocks, whatever the store's clock says.</summary>
public sealed class HeldLeaseTests
{
    private static readonly DateTimeOffset Elsewhere = new(1999, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TwoClocks _clocks = new();

    [Theory]
    [InlineData(0, 0, true, false)]
    [InlineData(5, 5, true, false)]
    [InlineData(6, 6, true, true)]
    [InlineData(9, 9, true, true)]
    [InlineData(10, 10, false, true)]
    [InlineData(10, 0, false, true)]
    [InlineData(0, 10, false, true)]
    [InlineData(-3600, 10, false, true)]
    [InlineData(3600, 1, false, true)]
    public async Task It_is_as_old_as_the_clock_says_that_says_more(int wallSeconds, int monotonicSeconds, bool fresh, bool toBeRenewed)
    {
        var held = await AskAsync();
        _clocks.Wall += TimeSpan.FromSeconds(wallSeconds);
        _clocks.Monotonic += TimeSpan.FromSeconds(monotonicSeconds);

        Assert.Equal((fresh, toBeRenewed), (held!.IsFresh(_clocks), held.IsToBeRenewed(_clocks)));
    }

    [Fact]
    public async Task The_time_that_the_store_took_to_answer_counts()
    {
        var held = await HeldLease.AskAsync(_clocks, () =>
        {
            _clocks.Monotonic += TimeSpan.FromSeconds(10);
            return Task.FromResult<RunLease?>(Lease());
        });

        Assert.False(held!.IsFresh(_clocks));
    }

    [Fact]
    public async Task What_was_not_given_is_not_held() => Assert.Null(await HeldLease.AskAsync(_clocks, () => Task.FromResult<RunLease?>(null)));

    private Task<HeldLease?> AskAsync() => HeldLease.AskAsync(_clocks, () => Task.FromResult<RunLease?>(Lease()));

    private static RunLease Lease() => new("run", "ops1:1", 1, Elsewhere, TimeSpan.FromSeconds(15));

    private sealed class TwoClocks : TimeProvider
    {
        public TimeSpan Wall { get; set; }

        public TimeSpan Monotonic { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero) + Wall;

        public override long GetTimestamp() => Monotonic.Ticks;
    }
}
