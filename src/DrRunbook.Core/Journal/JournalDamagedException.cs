using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Core.Journal;

/// <summary>A journal is torn, altered or of an unknown format. It is never repaired in silence.</summary>
/// <param name="diagnostic">What is wrong, of the DR05xx range.</param>
public sealed class JournalDamagedException(Diagnostic diagnostic, Exception? inner = null) : Exception(diagnostic.Message, inner)
{
    /// <summary>What is wrong, and at which entry.</summary>
    public Diagnostic Diagnostic { get; } = diagnostic;

    /// <summary>A code of the DR05xx range, for <c>drrun explain</c>.</summary>
    public string Code => Diagnostic.Code;

    /// <summary>The entry at which it shows, from 1.</summary>
    public long Sequence => Diagnostic.At.Line;
}
