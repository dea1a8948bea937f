using DrRunbook.Core.Planning;

namespace DrRunbook.Cli.Face;

/// <summary>How many steps stand where; groups are not counted.</summary>
internal sealed record StepCounts(int Total, int Well, int Badly, int Blocked, int InDoubt, int Waiting, int Queued, int Running, int ToCome)
{
    /// <summary>Counts the steps of a list.</summary>
    public static StepCounts Of(RunState state, PlanSection section = PlanSection.Main) =>
        Of(state.Steps.Take(state.Graph.StepCount).Where(step => !step.Node.IsGroup && step.Node.Section == section));

    /// <summary>Counts the steps below a group.</summary>
    public static StepCounts Below(RunState state, StepProgress group) => Of(Leaves(state, group));

    /// <summary>In words, without what is not there: <c>12 of 60 done, 1 failed, 3 running, 44 to come</c>.</summary>
    public override string ToString()
    {
        (int Count, string What)[] rest =
        [
            (Badly, "failed"), (Blocked, "blocked"), (InDoubt, "in doubt"), (Waiting, "waiting for people"), (Queued, "in line"), (Running, "running"), (ToCome, "to come"),
        ];
        return string.Join(", ", rest.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.What}").Prepend($"{Well} of {Total} done"));
    }

    private static IEnumerable<StepProgress> Leaves(RunState state, StepProgress group) => group.Node.Children
        .Select(child => state.Steps[child])
        .SelectMany(child => child.Node.IsGroup ? Leaves(state, child) : [child]);

    private static StepCounts Of(IEnumerable<StepProgress> steps)
    {
        var counts = new StepCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);
        foreach (var step in steps)
        {
            counts = counts with { Total = counts.Total + 1 };
            counts = step switch
            {
                { Unlocks: true } => counts with { Well = counts.Well + 1 },
                { State: StepState.Blocked } => counts with { Blocked = counts.Blocked + 1 },
                { IsFinal: true } => counts with { Badly = counts.Badly + 1 },
                { State: StepState.Pending } => counts with { ToCome = counts.ToCome + 1 },
                { State: StepState.InDoubt } => counts with { InDoubt = counts.InDoubt + 1 },
                { State: StepState.Queued } => counts with { Queued = counts.Queued + 1 },
                _ when AsksPeople(step) => counts with { Waiting = counts.Waiting + 1 },
                _ => counts with { Running = counts.Running + 1 },
            };
        }

        return counts;
    }

    private static bool AsksPeople(StepProgress step)
    {
        foreach (var gate in step.CurrentGates)
        {
            if (gate.WaitsForPerson)
            {
                return true;
            }
        }

        return false;
    }
}
