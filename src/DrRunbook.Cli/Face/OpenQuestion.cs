using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Face;

/// <summary>A gate that waits for people.</summary>
/// <param name="Gate">The gate.</param>
/// <param name="Step">Its step.</param>
/// <param name="Who">Who may answer, in words.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Deadline">When it fails for want of an answer, UTC; null without limit.</param>
/// <param name="Answered">Who has answered so far.</param>
/// <param name="Command">The command line that answers it.</param>
internal sealed record OpenQuestion(
    GateId Gate, StepId Step, string Who, OutsideText Question, DateTimeOffset? Deadline, ImmutableArray<OutsideText> Answered, string Command)
{
    /// <summary>All that a run waits for, in the plan's order.</summary>
    public static ImmutableArray<OpenQuestion> Of(RunState state, RunCommands commands)
    {
        var questions = ImmutableArray.CreateBuilder<OpenQuestion>();
        foreach (var index in state.Active)
        {
            foreach (var gate in state.Steps[index].CurrentGates)
            {
                if (gate.WaitsForPerson)
                {
                    questions.Add(Of(state, state.Steps[index], gate, commands));
                }
            }
        }

        return questions.ToImmutable();
    }

    private static OpenQuestion Of(RunState state, StepProgress step, GateProgress gate, RunCommands commands) => new(
        gate.Plan.Id,
        step.Step.Id,
        GateText.Who(gate),
        gate.Asked?.Question ?? OutsideText.None,
        gate.Deadline,
        [.. gate.Answers.Select(answer => answer.Proof is { } proof ? OutsideText.From($"{answer.Principal.Raw} (signed, {proof.Fingerprint})") : answer.Principal)],
        commands.Answer(state, gate));
}
