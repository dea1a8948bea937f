using System.CommandLine;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun criterion RUN N</c> and <c>drrun assumption RUN N</c>: what became of what was stated before the run. Nothing else can tell, for both are free text.</summary>
internal static class JudgeCommand
{
    /// <summary>Says whether a criterion is met.</summary>
    public static Command Criterion(CliContext context) => Create(
        context,
        new Judged("criterion", "criteria", "met", "not-met", "is met", exercise => exercise.Criteria),
        "drrun criterion 20261123T08 1 --met --note 'the shop sold at 08:41Z, order 90211'",
        "drrun criterion 20261123T08 2 --not-met --note 'orders of 19 minutes are missing'");

    /// <summary>Says whether an assumption held.</summary>
    public static Command Assumption(CliContext context) => Create(
        context,
        new Judged("assumption", "assumptions", "held", "broken", "held", exercise => exercise.Assumptions),
        "drrun assumption 20261123T08 1 --held --note 'the WAN was up throughout, see the provider's graph'");

    private static CliCommand Create(CliContext context, Judged judged, params string[] examples)
    {
        var run = RunArgument.Run(context);
        var number = RunArgument.Number(
            context,
            run,
            $"Its place in exercise.{judged.Many}, from 1.",
            state => Enumerable.Range(1, state.Graph.Plan.Exercise is { } exercise ? judged.In(exercise).Length : 0));
        var good = new Option<bool>($"--{judged.Good}") { Description = $"It {judged.Says}." };
        var bad = new Option<bool>($"--{judged.Bad}") { Description = $"It {(judged.Good == "met" ? "is not met" : "did not hold")}." };
        var note = new Option<string>("--note") { Description = "How that is known; stands in the journal and in the report.", HelpName = "TEXT", Required = true };
        var principal = OperatorMove.As();
        var command = new CliCommand(
            judged.One, $"Says whether {(judged.One == "assumption" ? "an" : "a")} {judged.One} that was stated before the run {judged.Says}. The last word stands; all stay in the journal.", examples);
        command.Add(run);
        command.Add(number);
        command.Add(good);
        command.Add(bad);
        command.Add(note);
        command.Add(principal);
        command.Validators.Add(result =>
        {
            if (result.GetValue(good) == result.GetValue(bad))
            {
                result.AddError($"'drrun {judged.One}' needs --{judged.Good} or --{judged.Bad}");
            }
        });
        command.Does(context, invocation => OperatorMove.MakeAsync(
            invocation,
            invocation.Value(run),
            $"{judged.One}-{(invocation.Value(good) ? judged.Good : judged.Bad)}",
            invocation.Value(number),
            invocation.Value(principal),
            invocation.Value(note)));
        return command;
    }

    /// <summary>What is judged, in words.</summary>
    private sealed record Judged(string One, string Many, string Good, string Bad, string Says, Func<Exercise, ImmutableArray<string>> In);
}
