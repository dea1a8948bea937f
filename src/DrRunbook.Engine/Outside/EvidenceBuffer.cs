using System.Buffers;
using System.Text;

namespace DrRunbook.Engine.Outside;

/// <summary>Keeps the beginning of what came, at most <see cref="MaxBytes"/>, and says where it was cut. Several streams may write at once.</summary>
internal sealed class EvidenceBuffer
{
    /// <summary>The most bytes of evidence, the mark of a cut included: 1 MiB.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Stands at the end of evidence that was cut.</summary>
    public const string CutMark = "\n[cut here: there was more than 1 MiB]\n";

    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly int _room = MaxBytes - Encoding.UTF8.GetByteCount(CutMark);
    private bool _cut;

    /// <summary>Whether no more is kept.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return _cut;
            }
        }
    }

    /// <summary>Appends bytes as far as there is room.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            var kept = Math.Min(bytes.Length, _room - _kept.WrittenCount);
            _kept.Write(bytes[..kept]);
            _cut |= kept < bytes.Length;
        }
    }

    /// <summary>What was kept, with the mark where it was cut.</summary>
    public byte[] ToArray()
    {
        lock (_lock)
        {
            return _cut ? [.. _kept.WrittenSpan, .. Encoding.UTF8.GetBytes(CutMark)] : _kept.WrittenSpan.ToArray();
        }
    }
}
