using System.Buffers;
using System.Text;

namespace DrRunbook.Simulator.Wire;

/// <summary>Writes XML as bytes, part by part. What an element has already become goes in whole.</summary>
internal sealed class XmlText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        [.. "&<>\"\uFFFE\uFFFF", .. Enumerable.Range(0, ' ').Select(value => (char)value).Except("\t\n\r")]);

    private readonly ArrayBufferWriter<byte> _bytes = new(4096);

    public int Length => _bytes.WrittenCount;

    /// <summary>Begins anew, in the room there is.</summary>
    public XmlText Clear()
    {
        _bytes.ResetWrittenCount();
        return this;
    }

    public byte[] ToArray(int from = 0) => _bytes.WrittenSpan[from..].ToArray();

    /// <summary>Markup, as it stands.</summary>
    public XmlText Raw(ReadOnlySpan<byte> markup)
    {
        _bytes.Write(markup);
        return this;
    }

    /// <summary>A name of our own: nothing in it needs an escape.</summary>
    public XmlText Name(string name)
    {
        Utf8.GetBytes(name, _bytes);
        return this;
    }

    public XmlText Attribute(string name, string value) => Raw(" "u8).Name(name).Raw("=\""u8).Value(value, quote: "&quot;"u8).Raw("\""u8);

    public XmlText Text(string value) => Value(value, quote: "\""u8);

    /// <exception cref="ArgumentException">The value holds a character that no XML can.</exception>
    private XmlText Value(ReadOnlySpan<char> value, ReadOnlySpan<byte> quote)
    {
        for (var next = value.IndexOfAny(Escaped); next >= 0; next = value.IndexOfAny(Escaped))
        {
            Utf8.GetBytes(value[..next], _bytes);
            _bytes.Write(value[next] switch
            {
                '&' => "&amp;"u8,
                '<' => "&lt;"u8,
                '>' => "&gt;"u8,
                '"' => quote,
                var other => throw new ArgumentException($"U+{(int)other:X4} is no character of XML"),
            });
            value = value[(next + 1)..];
        }

        Utf8.GetBytes(value, _bytes);
        return this;
    }
}
