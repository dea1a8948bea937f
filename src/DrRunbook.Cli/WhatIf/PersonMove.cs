using DrRunbook.Cli.Face;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.WhatIf;

/// <summary>What a person can do about a run.</summary>
internal enum MoveKind
{
    /// <summary>Mend what made a step fail, and try it again.</summary>
    Retry,

    /// <summary>Say what became of a step, as the console shows it.</summary>
    Settle,

    /// <summary>Do by hand what a step does, and pass it over.</summary>
    Skip,

    /// <summary>Answer a gate.</summary>
    Answer,

    /// <summary>Undo the failover of a vApp in the backup console.</summary>
    Undo,
}

/// <summary>One thing that a person has to do now.</summary>
/// <param name="On">The step, the gate or the vApp.</param>
internal sealed record PersonMove(MoveKind Kind, string On)
{
    /// <summary>All that a run leaves to people, by where it stands.</summary>
    public static ImmutableArray<PersonMove> Of(RunState state)
    {
        var moves = new List<PersonMove>();
        moves.AddRange(OpenQuestion.Of(state, new RunCommands(state.Start!.Run, store: null)).Select(question => new PersonMove(MoveKind.Answer, question.Gate.Value)));
        moves.AddRange(state.Active
            .Select(index => state.Steps[index])
            .Where(step => step is { State: StepState.InDoubt, Settled: null })
            .Select(step => new PersonMove(MoveKind.Settle, step.Step.Id.Value)));
        if (state.Phase == RunPhase.Failed)
        {
            moves.AddRange(OutcomeText.Mendable(state).SelectMany(step => Mend(state, step)));
        }

        if (state.Start.Mode == RunMode.Drill)
        {
            moves.AddRange(state.OwedUndos.Keys.Select(vApp => new PersonMove(MoveKind.Undo, vApp)));
        }

        return [.. moves.Distinct()];
    }

    private static IEnumerable<PersonMove> Mend(RunState state, StepProgress step)
    {
        var id = step.Step.Id.Value;
        if (Retrial.Of(state, step).WhyNot is null)
        {
            return [new PersonMove(MoveKind.Retry, id)];
        }

        if (step.StillRunning || step.Late?.Result == "unproven")
        {
            return [new PersonMove(MoveKind.Settle, id)];
        }

        return step is { Step.Action: FailoverAction failover } && (step.State == StepState.Partial || step.Late?.Result == "partial")
            ? [new PersonMove(MoveKind.Undo, failover.VApp), new PersonMove(MoveKind.Retry, id)]
            : [new PersonMove(MoveKind.Skip, id)];
    }
}
