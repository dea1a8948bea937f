using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace DrRunbook.Core.Signing;

/// <summary>Writes SSH's wire form (RFC 4251, section 5).</summary>
internal sealed class SshWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public SshWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        return this;
    }

    public SshWriter Number(uint number)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.GetSpan(sizeof(uint)), number);
        _buffer.Advance(sizeof(uint));
        return this;
    }

    public SshWriter Bytes(ReadOnlySpan<byte> bytes) => Number((uint)bytes.Length).Raw(bytes);

    public SshWriter Name(string name) => Bytes(Encoding.ASCII.GetBytes(name));

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();
}
