using DrRunbook.Cli.Face;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace DrRunbook.Cli.Tests.Face;

public sealed class LiveViewTests
{
    private static readonly RunCommands Commands = new(ScriptedRun.Id, store: null);

    [Fact]
    public void A_frame_is_drawn_over_the_last_one()
    {
        var output = new StringWriter();
        var screen = new Screen(output, () => (40, 10), ColorSystemSupport.NoColors);
        screen.Draw([BoardLine.Of(BoardRank.Head, "one"), BoardLine.Of(BoardRank.Head, "two")]);
        screen.Draw([BoardLine.Of(BoardRank.Head, "three")]);
        screen.Close();
        Snap.Verify(Visible(output));
    }

    [Fact]
    public void Lines_are_cut_to_the_window_also_where_characters_are_wide()
    {
        var output = new StringWriter();
        new Screen(output, () => (12, 10), ColorSystemSupport.NoColors).Draw([BoardLine.Of(BoardRank.Head, "日本語日本語日本語"), BoardLine.Of(BoardRank.Head, "0123456789abcdef")]);
        Assert.Contains("日本語日本", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("日本語日本語", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("0123456789a", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789ab", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_narrow_window_shows_the_beginning_of_every_line()
    {
        var run = Runs.InTheMiddle(Runs.Rehearsal);
        var output = new StringWriter();
        var lines = Board.Draw(run.State, new BoardMoment(run.Now, run.Now - Example.Start), Commands, 40);
        new Screen(output, () => (44, 40), ColorSystemSupport.NoColors).Draw(lines);
        Snap.Verify(Visible(output));
    }

    [Fact]
    public void A_window_that_became_narrower_is_cleared_whole()
    {
        var columns = 40;
        var output = new StringWriter();
        var screen = new Screen(output, () => (columns, 10), ColorSystemSupport.NoColors);
        screen.Draw([BoardLine.Of(BoardRank.Head, new string('x', 35))]);
        columns = 10;
        screen.Draw([BoardLine.Of(BoardRank.Head, "y")]);
        Assert.Contains("\e[4A\r\e[J", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Time_goes_on_between_two_entries_as_fast_as_the_run_clock()
    {
        var run = Runs.InTheMiddle(Runs.Rehearsal);
        var clock = new FakeTimeProvider();
        var output = new StringWriter();
        using var view = new LiveView(new Screen(output, () => (100, 40), ColorSystemSupport.NoColors), clock, Commands, new PlanGraph(run.Plan), run.Entries[..^1]);
        view.Started(run.State);
        view.Committed(run.Entries[^1..], run.State);
        var before = Elapsed(LastFrame(output));
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(before + TimeSpan.FromMinutes(3), Elapsed(LastFrame(output)));
    }

    [Fact]
    public void The_last_frame_stays_and_the_cursor_comes_back()
    {
        var run = Runs.Ended();
        var output = new StringWriter();
        var view = new LiveView(new Screen(output, () => (100, 40), ColorSystemSupport.NoColors), new FakeTimeProvider(), Commands, new PlanGraph(run.Plan), []);
        view.Started(new RunState(new PlanGraph(run.Plan)));
        view.Committed(run.Entries, run.State);
        view.Ended(run.State);
        view.Dispose();
        Assert.EndsWith("\e[?25h", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, output.ToString().Split("\e[?25h").Length - 1);
        Snap.Verify(Visible(LastFrame(output)));
    }

    [Fact]
    public void Colours_are_left_out_where_they_are_not_wanted()
    {
        var run = Runs.WaitingForApproval(Runs.Rehearsal);
        var lines = Board.Draw(run.State, new BoardMoment(run.Now, TimeSpan.FromMinutes(1)), Commands, 40);
        var plain = new StringWriter();
        new Screen(plain, () => (100, 40), ColorSystemSupport.NoColors).Draw(lines);
        var colored = new StringWriter();
        new Screen(colored, () => (100, 40), ColorSystemSupport.Standard).Draw(lines);
        Assert.DoesNotMatch("\e\\[[0-9;]*(3[0-7]|4[0-7]|9[0-7]|10[0-7])m", plain.ToString());
        Assert.Matches("\e\\[[0-9;]*(3[0-7]|4[0-7]|9[0-7]|10[0-7])m", colored.ToString());
        Assert.Contains("REHEARSAL", plain.ToString(), StringComparison.Ordinal);
    }

    private static string LastFrame(StringWriter output) => output.ToString().Split("\e[?2026h")[^1];

    private static TimeSpan Elapsed(string frame)
    {
        var text = frame.Split('\n').First(line => line.Contains("RTO", StringComparison.Ordinal));
        return Duration.Parse(text.Split("░  ")[1].Split(" of ")[0])!.Value;
    }

    private static string Visible(object text) => text.ToString()!.Replace("\e", "ESC", StringComparison.Ordinal).Replace("\r", "CR", StringComparison.Ordinal);
}
