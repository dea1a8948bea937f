using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

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

    /// <summary>The same history for a plan in which steps go by other ids: what is told of such a step under its new id counts, else what is told of it under its old one.</summary>
    /// <param name="oldIds">From a step's id in the plan to the one that it had.</param>
    public DurationHistory Renamed(IReadOnlyDictionary<StepId, StepId> oldIds)
    {
        if (oldIds.Count == 0)
        {
            return this;
        }

        var newIds = oldIds.ToDictionary(pair => pair.Value, pair => pair.Key);
        var renamed = new DurationHistory { Runs = Runs };
        foreach (var (signature, samples) in _samples)
        {
            renamed._samples[signature] = samples;
            if (newIds.TryGetValue(signature.Step, out var now) && !_samples.ContainsKey(signature with { Step = now }))
            {
                renamed._samples[signature with { Step = now }] = samples;
            }
        }

        return renamed;
    }

    /// <summary>How long a step took, one sample a run, the shortest first; empty where no run tells.</summary>
    public ImmutableArray<StepSample> Of(PlanStep step) => _samples.TryGetValue(StepSignature.Of(step), out var samples)
        ? [.. samples.OrderBy(sample => sample.Length).ThenBy(sample => sample.Before).ThenBy(sample => sample.Action)]
        : [];
}
