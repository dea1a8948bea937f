using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Outside;

/// <summary>The three kinds of answers.</summary>
internal static class Answers
{
    /// <summary>It was seen.</summary>
    public static ProbeAnswer Seen(bool holds, string detail, byte[]? evidence = null) => new(holds, detail, Memory(evidence));

    /// <summary>Nothing has left, nothing was started.</summary>
    public static ProbeAnswer NothingDone(string detail) => new(Holds: false, detail, Evidence: null, Sent: false);

    /// <summary>It may have been carried out, in whole or in part.</summary>
    public static ProbeAnswer Unknown(string detail, byte[]? evidence = null) => new(Holds: false, detail, Memory(evidence), Sent: true, Known: false);

    // Not by conversion: a null array would become memory of no bytes.
    private static ReadOnlyMemory<byte>? Memory(byte[]? evidence) => evidence is null ? null : new ReadOnlyMemory<byte>(evidence);
}
