using System.Collections.Frozen;
using System.Globalization;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Json;

namespace DrRunbook.Storage;

/// <summary>How values stand in a database's columns: as the journal writes them.</summary>
internal static class Columns
{
    private static readonly FrozenDictionary<RunOutcome, string> OfOutcome =
        Enum.GetValues<RunOutcome>().ToFrozenDictionary(outcome => outcome, outcome => Words.Of(outcome));

    private static readonly FrozenDictionary<string, RunOutcome> ToOutcome = OfOutcome.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>An outcome's word, such as <c>succeeded-with-findings</c>.</summary>
    public static string Of(RunOutcome outcome) => OfOutcome[outcome];

    /// <summary>An instant in UTC, with all its digits.</summary>
    public static string Of(DateTimeOffset instant) => Instant.Format(instant);

    /// <summary>The outcome of a word, or null where there is none.</summary>
    public static RunOutcome? Outcome(string word) => ToOutcome.TryGetValue(word, out var outcome) ? outcome : null;

    /// <summary>The instant of a text that <see cref="Of(DateTimeOffset)"/> wrote.</summary>
    public static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
