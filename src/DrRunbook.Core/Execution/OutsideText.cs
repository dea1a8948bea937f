using System.Globalization;
using System.Text.Json.Serialization;
using DrRunbook.Core.Json;

namespace DrRunbook.Core.Execution;

/// <summary>Text that somebody else wrote: a manager's message, a program's words, a person's note.</summary>
/// <remarks>It reaches a screen, a page or a file only through that sink's encoder.</remarks>
[JsonConverter(typeof(OutsideTextConverter))]
public readonly record struct OutsideText(string Raw)
{
    /// <summary>The most characters that are kept.</summary>
    public const int MaxLength = 4000;

    /// <summary>No text.</summary>
    public static OutsideText None { get; } = new("");

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Raw);

    /// <summary>Takes text in, cut to <see cref="MaxLength"/> characters; half a surrogate pair becomes U+FFFD, as it would in the journal. Null becomes no text.</summary>
    public static OutsideText From(string? text)
    {
        if (text is null)
        {
            return None;
        }

        var kept = text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");
        return new OutsideText(string.Concat(kept.EnumerateRunes()));
    }

    /// <summary>For a terminal and plain text: control and direction characters become visible escapes.</summary>
    public override string ToString() =>
        string.Concat((Raw ?? "").Select(c => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format ? $"\\u{(int)c:x4}" : c.ToString()));
}
