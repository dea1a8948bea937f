namespace DrRunbook.Core.Forecasting;

/// <summary>How long each step takes in one course of a run, in ticks, by its number.</summary>
internal sealed class Lengths(int steps)
{
    public long[] Before { get; } = new long[steps];

    public long[] Action { get; } = new long[steps];

    public long[] After { get; } = new long[steps];

    /// <summary>Steps that take no time at all, their windows included.</summary>
    public bool[] IsNothing { get; } = new bool[steps];

    public void Set(int step, StepSample sample)
    {
        Before[step] = sample.Before.Ticks;
        Action[step] = sample.Action.Ticks;
        After[step] = sample.After.Ticks;
    }

    /// <summary>Each step at its median.</summary>
    public static Lengths Typical(ImmutableArray<StepDurations> durations)
    {
        var lengths = new Lengths(durations.Length);
        for (var step = 0; step < durations.Length; step++)
        {
            lengths.Set(step, durations[step].Typical);
        }

        return lengths;
    }
}
