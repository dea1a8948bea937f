namespace DrRunbook.Evidence.Building;

/// <summary>Adds stretches of time up by what they went into.</summary>
internal static class TimeSums
{
    /// <summary>The parts of a whole; what no stretch covers is overhead.</summary>
    public static TimeParts Of(IEnumerable<PhaseSpan> spans, long wholeMs)
    {
        var sums = spans.GroupBy(span => span.Kind).ToDictionary(kind => kind.Key, kind => kind.Sum(span => span.ToMs - span.FromMs));
        var covered = sums.Where(sum => sum.Key != PhaseKind.Overhead).Sum(sum => sum.Value);
        return new TimeParts(
            Sum(PhaseKind.Gates),
            Sum(PhaseKind.People),
            Sum(PhaseKind.Queue),
            Sum(PhaseKind.Machine),
            Sum(PhaseKind.Verification),
            Sum(PhaseKind.Pause),
            Sum(PhaseKind.Doubt),
            Sum(PhaseKind.Children),
            Sum(PhaseKind.Away),
            wholeMs - covered);

        long Sum(PhaseKind kind) => sums.GetValueOrDefault(kind);
    }

    /// <summary>The parts of many times, added up.</summary>
    public static TimeParts Of(IReadOnlyCollection<TimeParts> times) => new(
        times.Sum(time => time.GatesMs),
        times.Sum(time => time.PeopleMs),
        times.Sum(time => time.QueueMs),
        times.Sum(time => time.MachineMs),
        times.Sum(time => time.VerificationMs),
        times.Sum(time => time.PauseMs),
        times.Sum(time => time.DoubtMs),
        times.Sum(time => time.ChildrenMs),
        times.Sum(time => time.AwayMs),
        times.Sum(time => time.OverheadMs));
}
