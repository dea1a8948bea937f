using System.Buffers;
using System.Text;

namespace DrRunbook.Engine.Outside;

/// <summary>Redacts one stream. Its output depends on the stream alone, never on the chunks it came in.</summary>
/// <param name="sink">Gets what may be kept, as soon as that is certain: once a chunk, so that another stream's words fall between chunks and never into one.</param>
internal sealed class Redaction(Redactor redactor, Action<ReadOnlySpan<byte>> sink)
{
    private static readonly byte[] Mark = Encoding.UTF8.GetBytes(Redactor.Mark);

    // What has come and is not decided: a secret may have begun in it.
    private byte[] _pending = [];

    // What of the present chunk may be kept.
    private readonly ArrayBufferWriter<byte> _kept = new();

    // How many of the next bytes belong to a secret that was found.
    private int _hidden;
    private bool _marked;

    /// <summary>Takes the next bytes.</summary>
    public void Write(ReadOnlySpan<byte> chunk)
    {
        _pending = _pending.Length == 0 ? Decide(chunk, isLast: false).ToArray() : Decide([.. _pending, .. chunk], isLast: false).ToArray();
        Flush();
    }

    /// <summary>Ends the stream: what could only have become a secret is kept.</summary>
    public void Complete()
    {
        Decide(_pending, isLast: true);
        _pending = [];
        Flush();
    }

    /// <summary>Ends a stream that broke off: what may be the beginning of a secret is hidden, for nobody knows what would have followed.</summary>
    public void BreakOff()
    {
        _hidden = Math.Max(_hidden, _pending.Length);
        Pass(_pending);
        _pending = [];
        Flush();
    }

    /// <summary>Passes on what is certain.</summary>
    /// <returns>The rest.</returns>
    private ReadOnlySpan<byte> Decide(ReadOnlySpan<byte> bytes, bool isLast)
    {
        while (!bytes.IsEmpty)
        {
            var start = bytes.IndexOfAny(redactor.Starts);
            if (start != 0)
            {
                var innocent = start < 0 ? bytes.Length : start;
                Pass(bytes[..innocent]);
                bytes = bytes[innocent..];
                continue;
            }

            var length = redactor.MatchAtStart(bytes, out var open);
            if (open && !isLast)
            {
                return bytes;
            }

            // Overlapping secrets are hidden together, to the end of the last.
            _hidden = Math.Max(_hidden, length);
            Pass(bytes[..1]);
            bytes = bytes[1..];
        }

        return bytes;
    }

    private void Pass(ReadOnlySpan<byte> bytes)
    {
        var hidden = Math.Min(_hidden, bytes.Length);
        if (hidden > 0 && !_marked)
        {
            _kept.Write(Mark);
        }

        _hidden -= hidden;
        _marked = hidden == bytes.Length;
        if (hidden < bytes.Length)
        {
            _kept.Write(bytes[hidden..]);
        }
    }

    private void Flush()
    {
        if (_kept.WrittenCount > 0)
        {
            sink(_kept.WrittenSpan);
            _kept.ResetWrittenCount();
        }
    }
}
