namespace DrRunbook.Core.Diagnostics;

/// <summary>What would make a run of a plan fail as things stand now: DR06xx. A code, once released, keeps its meaning.</summary>
public static class ReadinessDiagnostics
{
    /// <summary>A step's limit is shorter than what it took in earlier runs.</summary>
    /// <param name="limit">Such as <c>'timeout'</c>.</param>
    /// <param name="took">Such as <c>4s at the median</c>.</param>
    public static Diagnostic LimitBelowHistory(SourceSpan at, string step, string limit, string stated, string took) => Diagnostic.Error(
        "DR0601", at, $"{limit} of step '{step}' is {stated}, less than what earlier runs took: {took}", "give it more time than it takes; a shorter limit makes nothing faster");

    /// <summary>Fewer people can sign than a gate needs.</summary>
    /// <param name="needed">Such as <c>2 of ops-lead</c>.</param>
    /// <param name="able">Those whom it asks and who can sign; empty for nobody.</param>
    public static Diagnostic TooFewCanSign(SourceSpan at, string step, string gate, string needed, ImmutableArray<string> able, string path) =>
        Diagnostic.Error(
            "DR0602",
            at,
            $"gate '{gate}' of step '{step}' cannot pass: it needs {needed}, and of these {(able.IsEmpty ? "nobody has" : able.Length == 1 ? $"only {able[0]} has" : $"only {string.Join(", ", able)} have")} a key in '{path}' that is valid now",
            "mend 'valid-after' and 'valid-before' of their lines, add a key, or name more people in 'approvers'");
}
