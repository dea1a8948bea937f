using DrRunbook.Cli.Face;

namespace DrRunbook.Cli.Tests.Face;

public sealed class BoardTests
{
    private static readonly RunCommands Commands = new(ScriptedRun.Id, store: null);

    [Theory]
    [InlineData("approval")]
    [InlineData("middle")]
    [InlineData("go-live")]
    [InlineData("failed")]
    [InlineData("in-doubt")]
    [InlineData("lost")]
    public void The_board_shows_what_runs_waits_and_comes_next(string moment)
    {
        var run = moment switch
        {
            "approval" => Runs.WaitingForApproval(Runs.Rehearsal),
            "middle" => Runs.InTheMiddle(),
            "go-live" => Runs.WaitingForGoLive(),
            "failed" => Runs.Failed(),
            "in-doubt" => Runs.InDoubt(),
            _ => Runs.InTheMiddle().Learn(new ManagerLost(new ManagerName("site-b"), OutsideText.From("connection refused"))),
        };
        Snap.Verify(Draw(run, TimeSpan.FromSeconds(20), rows: 40), parameters: moment);
    }

    [Fact]
    public void A_board_too_long_for_the_window_keeps_what_matters_most() =>
        Snap.Verify(Draw(Runs.WaitingForApproval(), TimeSpan.FromMinutes(59), rows: 6));

    [Fact]
    public void A_board_says_why_drrun_stays_after_the_end()
    {
        var run = Runs.Ended();
        var lines = Board.Draw(run.State, Now(run, TimeSpan.Zero), Commands, rows: 40, NoticeText.TellsLast(1, TimeSpan.FromSeconds(40)));

        Assert.Contains(lines, line => string.Concat(line.Segments.Select(segment => segment.Text)) == "telling 1 address, for 40s at most; Ctrl+C leaves");
    }

    [Fact]
    public void Every_window_height_is_kept_to()
    {
        var run = Runs.InTheMiddle();
        for (var rows = 1; rows < 20; rows++)
        {
            Assert.InRange(Board.Draw(run.State, Now(run, TimeSpan.Zero), Commands, rows).Length, 1, rows);
        }
    }

    [Fact]
    public void Sixty_steps_in_a_row_fit_a_small_window()
    {
        var example = Example.Plan();
        var step = example.Steps.First(candidate => candidate.Id.Value == "queue") with { Parent = null, Verify = [] };
        var plan = example with
        {
            Objectives = example.Objectives with { Until = null },
            Steps = [.. Enumerable.Range(1, 60).Select(number => step with { Id = new StepId($"app-{number}"), After = number == 1 ? [] : [new StepId($"app-{number - 1}")] })],
        };
        var run = new ScriptedRun(plan);
        for (var number = 1; number <= 30; number++)
        {
            run.AfterSeconds(10).Accept($"app-{number}", 50).AfterSeconds(10);
            if (number < 30)
            {
                run.Finish($"app-{number}");
            }
        }

        Snap.Verify(Draw(run, TimeSpan.Zero, rows: 24));
    }

    private static string Draw(ScriptedRun run, TimeSpan later, int rows) =>
        string.Join('\n', Board.Draw(run.State, Now(run, later), Commands, rows).Select(line => $"{line.Rank,-8} |{line}"));

    private static BoardMoment Now(ScriptedRun run, TimeSpan later) => new(run.Now + later, run.State.LastAt.SinceStart + (run.Now - run.State.LastAt.At) + later);
}
