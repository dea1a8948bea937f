using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Tests.Journal;

namespace DrRunbook.Core.Tests.Execution;

public sealed class RunTimelineTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Inside_a_segment_durations_come_from_elapsed_whatever_the_clock_does()
    {
        var timeline = new RunTimeline();

        Assert.Equal([0, 60, 90], Moments(timeline, (0, 0, true), (60, 60, false), (-3600, 90, false)));
        Assert.Equal(TimeSpan.Zero, timeline.Away);
    }

    [Fact]
    public void The_gap_between_two_takings_up_comes_from_the_clock()
    {
        var timeline = new RunTimeline();

        Assert.Equal([0, 60, 660, 670], Moments(timeline, (0, 0, true), (60, 60, false), (660, 0, true), (670, 10, false)));
        Assert.Equal(TimeSpan.FromMinutes(10), timeline.Away);
    }

    [Fact]
    public void A_gap_is_never_below_zero()
    {
        var timeline = new RunTimeline();

        Assert.Equal([0, 60, 60, 70], Moments(timeline, (0, 0, true), (60, 60, false), (-600, 0, true), (-590, 10, false)));
        Assert.Equal(TimeSpan.Zero, timeline.Away);
    }

    [Fact]
    public void Gaps_of_several_takings_up_add_up()
    {
        var timeline = new RunTimeline();

        Assert.Equal([0, 100, 150, 250], Moments(timeline, (0, 0, true), (100, 0, true), (150, 50, false), (250, 0, true)));
        Assert.Equal(TimeSpan.FromSeconds(200), timeline.Away);
    }

    [Fact]
    public void The_first_taking_up_begins_no_segment_of_its_own()
    {
        var timeline = new RunTimeline();
        var started = SampleEvents.Full.OfType<RunStarted>().First();

        var moments = new List<TimeSpan>
        {
            timeline.Next(new JournalEntry(1, Start, TimeSpan.Zero, started)).SinceStart,
            timeline.Next(new JournalEntry(2, Start.AddSeconds(3), TimeSpan.FromSeconds(3), new RunTakenUp(OutsideText.None, "host", "1.0.0", 1))).SinceStart,
        };

        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(3)], moments);
        Assert.Equal(TimeSpan.Zero, timeline.Away);
    }

    [Fact]
    public void An_operators_move_on_a_run_that_was_left_comes_when_nobody_drives_it()
    {
        var timeline = new RunTimeline();
        Moments(timeline, (0, 0, true), (60, 60, false));
        timeline.Next(new JournalEntry(3, Start.AddSeconds(70), TimeSpan.FromSeconds(70), new RunEnded(RunOutcome.Failed)));

        Assert.Equal([100, 150, 160], Moments(timeline, (100, 100, false), (150, 0, true), (160, 10, false)));
        Assert.Equal(TimeSpan.FromSeconds(80), timeline.Away);
    }

    private static List<double> Moments(RunTimeline timeline, params (int At, int Elapsed, bool TakesUp)[] entries) =>
    [
        .. entries.Select((entry, index) => timeline.Next(new JournalEntry(
            index + 1,
            Start.AddSeconds(entry.At),
            TimeSpan.FromSeconds(entry.Elapsed),
            entry.TakesUp ? new RunTakenUp(OutsideText.None, "host", "1.0.0", index) : new FindingNoted("test", null, OutsideText.None))).SinceStart.TotalSeconds),
    ];
}
