using DrRunbook.Simulator.State;

namespace DrRunbook.Simulator.Http;

/// <summary>Counts requests against the fault rules and says which one strikes.</summary>
internal sealed class FaultBook(ScenarioManager scenario, ulong seed, DateTimeOffset started)
{
    private readonly int[] _counts = new int[scenario.Faults.Length];

    /// <summary>Whether a fault that knows no requests holds now.</summary>
    public bool Holds(FaultKind kind, DateTimeOffset now)
    {
        foreach (var rule in scenario.Faults)
        {
            if (rule.Fault == kind && InWindow(rule, now))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Counts a request; the first rule that strikes it, or null.</summary>
    /// <param name="vApp">The vApp that the request names by a point or replica; null: none.</param>
    /// <param name="point">The point that the request names; null: none.</param>
    public Strike? Next(RequestKind kind, string? vApp, Guid? point, DateTimeOffset now)
    {
        Strike? strike = null;
        for (var i = 0; i < scenario.Faults.Length; i++)
        {
            var rule = scenario.Faults[i];
            if (rule.Fault is FaultKind.Down or FaultKind.TlsFailure || !InWindow(rule, now) || !Concerns(rule, kind, vApp, point))
            {
                continue;
            }

            var count = ++_counts[i];
            if (strike is null && count >= rule.From && count - rule.From < (rule.Count ?? int.MaxValue)
                && Seeded.Fraction(seed, "fault " + i, count) < rule.Chance)
            {
                strike = new Strike(rule, rule.Delay + (rule.Jitter * Seeded.Fraction(seed, "jitter " + i, count)));
            }
        }

        return strike;
    }

    private bool InWindow(FaultRule rule, DateTimeOffset now) =>
        now >= started + rule.After && !(started + rule.After + rule.For <= now);

    private static bool Concerns(FaultRule rule, RequestKind kind, string? vApp, Guid? point) =>
        (rule.Requests.IsEmpty || rule.Requests.Contains(kind))
        && (rule.VApp is null || (vApp is not null && Glob.Matches(rule.VApp, vApp)))
        && (rule.Point is null || (point is not null && Guid.TryParse(rule.Point.AsSpan(rule.Point.LastIndexOf(':') + 1), out var id) && id == point));
}

/// <summary>A fault that strikes a request.</summary>
/// <param name="Delay">The rule's delay with the seed's jitter.</param>
internal sealed record Strike(FaultRule Rule, TimeSpan Delay)
{
    public bool Is(FaultKind kind) => Rule.Fault == kind;

    public bool Is(FaultKind kind, FaultMoment moment) => Rule.Fault == kind && Rule.Moment == moment;
}
