using System.Globalization;
using DrRunbook.Cli.Face;

namespace DrRunbook.Cli.Tests.Face;

public sealed class FaceTests
{
    private static readonly RunCommands Commands = new(ScriptedRun.Id, store: null);

    [Fact]
    public void Plain_lines_tell_a_run_that_ends_with_findings() => Snap.Verify(PlainLinesOf(Runs.Ended()));

    [Fact]
    public void Plain_lines_tell_a_run_that_fails() => Snap.Verify(PlainLinesOf(Runs.Failed()));

    [Fact]
    public void Plain_lines_tell_a_run_left_in_doubt() => Snap.Verify(PlainLinesOf(Runs.InDoubt()));

    [Fact]
    public void Plain_lines_say_rehearsal() => Assert.Contains("REHEARSAL (drill) of shop", PlainLinesOf(Runs.WaitingForApproval(Runs.Rehearsal)), StringComparison.Ordinal);

    [Fact]
    public void Json_lines_end_with_a_line_that_names_run_and_outcome()
    {
        var output = new StringWriter();
        var run = Runs.Ended();
        var face = new JsonLines(output);
        face.Committed(run.Entries, run.State);
        face.Ended(run.State);
        var lines = output.ToString().TrimEnd().Split('\n');
        Assert.Equal(run.Entries.Length + 1, lines.Length);
        Snap.Verify(string.Join('\n', lines.Take(3).Append(lines[^1])));
    }

    [Theory]
    [InlineData("succeeded")]
    [InlineData("failed")]
    [InlineData("in-doubt")]
    [InlineData("waiting")]
    public void The_last_lines_say_outcome_objectives_findings_and_what_comes_next(string how)
    {
        var run = how switch
        {
            "succeeded" => Runs.Ended(Runs.Rehearsal),
            "failed" => Runs.Failed(),
            "in-doubt" => Runs.InDoubt(),
            _ => Runs.WaitingForGoLive(),
        };
        var output = new StringWriter();
        OutcomeText.Write(output, run.State, new RunCommands(ScriptedRun.Id, "/srv/dr runs/drrun.db"));
        Snap.Verify(output.ToString(), parameters: how);
    }

    [Fact]
    public void The_loss_is_held_against_the_objective_of_the_failover_that_lost_most()
    {
        var plan = Example.Plan();
        plan = plan with { Steps = [.. plan.Steps.Select(step => step.Id.Value == "directory" ? step with { Rpo = TimeSpan.FromMinutes(5), Action = ((FailoverAction)step.Action) with { AllowStale = true } } : step)] };
        var run = new ScriptedRun(plan).AfterSeconds(1).Ask("declare", "Declare the disaster?", "ops-lead")
            .AfterSeconds(60).Answer("declare", GateDecision.Approve, "alice@example.com").AfterSeconds(1).Accept("directory", 10);

        var output = new StringWriter();
        OutcomeText.Write(output, run.State, commands: null);

        Assert.Contains("RPO    MISSED by 8m: 13m of data lost, 5m allowed", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_lines_say_why_drrun_stays_after_the_end()
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        new PlainLines(output, Commands).TellsLast(2, TimeSpan.FromSeconds(40));

        Assert.Equal("telling 2 addresses, for 40s at most; Ctrl+C leaves", output.ToString().TrimEnd());
    }

    private static string PlainLinesOf(ScriptedRun run)
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        var face = new PlainLines(output, Commands);
        var state = new RunState(new PlanGraph(run.Plan));
        face.Started(state);
        foreach (var entry in run.Entries)
        {
            state.Apply(entry);
            face.Committed([entry], state);
        }

        face.Ended(state);
        return output.ToString();
    }
}
