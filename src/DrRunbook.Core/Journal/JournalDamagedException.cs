namespace DrRunbook.Core.Journal;

/// <summary>A journal is torn, altered or of an unknown format. It is never repaired in silence.</summary>
/// <param name="code">A code of the DR05xx range.</param>
/// <param name="sequence">The entry at which it shows, from 1.</param>
public sealed class JournalDamagedException(string code, long sequence, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A code of the DR05xx range, for <c>drrun explain</c>.</summary>
    public string Code { get; } = code;

    /// <summary>The entry at which it shows, from 1.</summary>
    public long Sequence { get; } = sequence;
}
