using System.Buffers;
using System.Text;

namespace DrRunbook.Engine.Outside;

/// <summary>Takes secrets out of what comes back from outside, before it is hashed, stored or shown.</summary>
/// <remarks>
/// A secret is found in plain, URL, JSON, XML, hexadecimal and Base64 form (also inside a longer Base64 text, such as a Basic header).
/// Each stretch of secrets becomes one <see cref="Mark"/>. Forms inside forms, such as Base64 of Base64, are not found.
/// </remarks>
public sealed class Redactor
{
    /// <summary>The fewest characters of a secret: shorter ones stand in innocent text as well, and redacting would tell them.</summary>
    public const int ShortestSecret = 8;

    /// <summary>Stands where a secret stood.</summary>
    public const string Mark = "***";

    // By the byte with which a form begins: most bytes of a text begin none.
    private readonly SecretPattern[][] _patterns;

    /// <summary>A redactor of these secrets.</summary>
    /// <exception cref="ArgumentException">A secret has fewer than <see cref="ShortestSecret"/> characters.</exception>
    public Redactor(IEnumerable<string> secrets)
    {
        var all = secrets.Distinct().ToList();
        if (!all.TrueForAll(IsLongEnough))
        {
            throw new ArgumentException($"a secret has fewer than {ShortestSecret} characters", nameof(secrets));
        }

        var patterns = all.SelectMany(SecretForms.Of).SelectMany(pattern => pattern.Starts.Select(start => (start, pattern))).ToLookup(pair => pair.start, pair => pair.pattern);
        _patterns = [.. Enumerable.Range(0, 256).Select(value => patterns[(byte)value].ToArray())];
        Starts = SearchValues.Create([.. patterns.Select(starting => starting.Key)]);
        HasNone = all.Count == 0;
    }

    /// <summary>The bytes with which a form of a secret can begin.</summary>
    internal SearchValues<byte> Starts { get; }

    private bool HasNone { get; }

    /// <summary>Whether a secret can be redacted.</summary>
    public static bool IsLongEnough(string secret) => secret.Length >= ShortestSecret;

    /// <summary>The text without secrets.</summary>
    public string Redact(string text) => HasNone ? text : Encoding.UTF8.GetString(Redact(Encoding.UTF8.GetBytes(text)));

    /// <summary>The bytes without secrets.</summary>
    public byte[] Redact(ReadOnlySpan<byte> bytes)
    {
        var output = new ArrayBufferWriter<byte>(Math.Max(bytes.Length, 1));
        var redaction = new Redaction(this, kept => output.Write(kept));
        redaction.Write(bytes);
        redaction.Complete();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The longest form of a secret at the beginning of the text; 0 for none.</summary>
    /// <param name="text">Not empty.</param>
    /// <param name="open">Whether that cannot be said before more text has come.</param>
    internal int MatchAtStart(ReadOnlySpan<byte> text, out bool open)
    {
        open = false;
        var longest = 0;
        foreach (var pattern in _patterns[text[0]])
        {
            longest = Math.Max(longest, pattern.Match(text, out var patternOpen));
            open |= patternOpen;
        }

        return longest;
    }
}
