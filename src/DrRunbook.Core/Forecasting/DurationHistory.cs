using DrRunbook.Core.Planning;

namespace DrRunbook.Core.Forecasting;

/// <summary>How long the steps of a runbook took in earlier real runs.</summary>
public sealed class DurationHistory
{
    /// <summary>How many runs are looked at, the newest: what is older tells little of today's machines.</summary>
    public const int MostRuns = 50;

    private readonly Dictionary<StepSignature, List<StepSample>> _samples = [];

    private DurationHistory()
    {
    }

    /// <summary>No history.</summary>
    public static DurationHistory None { get; } = new();

    /// <summary>How many runs told something.</summary>
    public int Runs { get; private init; }

    /// <summary>Of these runs of one runbook, the newest first; beyond <see cref="MostRuns"/> they are left aside.</summary>
    public static DurationHistory Of(IEnumerable<PastRun> newestFirst)
    {
        var telling = newestFirst.Take(MostRuns).Where(run => !run.Samples.IsEmpty).ToList();
        var history = new DurationHistory { Runs = telling.Count };
        foreach (var (signature, sample) in telling.SelectMany(run => run.Samples))
        {
            if (!history._samples.TryGetValue(signature, out var samples))
            {
                history._samples[signature] = samples = [];
            }

            samples.Add(sample);
        }

        return history;
    }

    /// <summary>How long a step took, one sample a run, the shortest first; empty where no run tells.</summary>
    public ImmutableArray<StepSample> Of(PlanStep step) => _samples.TryGetValue(StepSignature.Of(step), out var samples)
        ? [.. samples.OrderBy(sample => sample.Length).ThenBy(sample => sample.Before).ThenBy(sample => sample.Action)]
        : [];
}
