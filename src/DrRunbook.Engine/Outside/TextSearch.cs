using System.Text;

namespace DrRunbook.Engine.Outside;

/// <summary>Looks for a text in a stream that comes in chunks.</summary>
internal sealed class TextSearch(string text)
{
    private readonly byte[] _wanted = Encoding.UTF8.GetBytes(text);
    private byte[] _tail = [];

    /// <summary>Whether the text has come; the empty text has from the beginning.</summary>
    public bool Found { get; private set; } = text.Length == 0;

    /// <summary>Takes the next bytes.</summary>
    public void Write(ReadOnlySpan<byte> chunk)
    {
        if (Found)
        {
            return;
        }

        byte[] window = [.. _tail, .. chunk];
        Found = window.AsSpan().IndexOf(_wanted) >= 0;
        _tail = window[^Math.Min(window.Length, _wanted.Length - 1)..];
    }
}
