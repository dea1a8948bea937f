using DrRunbook.Engine.Running;
using DrRunbook.Engine.Time;

namespace DrRunbook.Engine.Tests.Time;

public sealed class VirtualClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Work_that_a_cancellation_moved_to_another_thread_is_waited_for()
    {
        var clock = new VirtualClock(Start);
        var threads = clock.RunToEnd(async () =>
        {
            using var over = new CancellationTokenSource(TimeSpan.FromMinutes(1), clock);
            var before = Environment.CurrentManagedThreadId;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(TimeSpan.FromHours(1), clock, over.Token));
            return (before, after: Environment.CurrentManagedThreadId);
        });
        Assert.NotEqual(threads.before, threads.after);
    }

    [Fact]
    public void Work_that_waits_for_what_no_timer_brings_stands_still()
    {
        var clock = new VirtualClock(Start);
        Assert.Throws<StandsStillException>(() => clock.RunToEnd(() => new TaskCompletionSource<int>().Task));
    }

    [Theory]
    [InlineData(59, 60, true)]
    [InlineData(61, 60, false)]
    public async Task A_pace_with_a_limit_goes_on_to_what_falls_due_within_it_alone(int due, int longest, bool goesOn)
    {
        var clock = new VirtualClock(Start);
        var pace = new VirtualPace(clock, TimeSpan.FromMinutes(longest));
        var wait = async () => await pace.WaitAsync(new FactInbox(), Start.AddMinutes(due), CancellationToken.None);
        if (goesOn)
        {
            await wait();
            Assert.Equal(Start.AddMinutes(due), clock.GetUtcNow());
        }
        else
        {
            await Assert.ThrowsAsync<StandsStillException>(wait);
        }
    }

    [Fact]
    public async Task A_pace_with_a_limit_ends_where_timers_alone_go_on_for_ever()
    {
        var clock = new VirtualClock(Start);
        await using var looks = clock.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var pace = new VirtualPace(clock, TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<StandsStillException>(async () => await pace.WaitAsync(new FactInbox(), due: null, CancellationToken.None));
        Assert.Equal(Start.AddSeconds(61), clock.GetUtcNow());
    }
}
