using System.Buffers.Binary;
using System.Text;

namespace DrRunbook.Core.Signing;

/// <summary>Reads SSH's wire form (RFC 4251, section 5) and takes no liberties: what is short, long or not minimal is refused.</summary>
/// <exception cref="FormatException">Every method: the bytes are not what they should be.</exception>
internal ref struct SshReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>So many bytes as they stand.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new FormatException("it ends too early");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public byte Byte() => Take(1)[0];

    public uint Number() => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint)));

    public ReadOnlySpan<byte> Bytes()
    {
        var length = Number();
        return length <= int.MaxValue ? Take((int)length) : throw new FormatException("it ends too early");
    }

    /// <summary>A string of visible ASCII, as all names in keys and signatures are.</summary>
    public string Name()
    {
        var name = Bytes();
        return name.IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0 ? Encoding.ASCII.GetString(name) : throw new FormatException("a name in it has characters that no name has");
    }

    /// <summary>A positive <c>mpint</c> without its sign byte, most significant byte first.</summary>
    public ReadOnlySpan<byte> PositiveNumber()
    {
        var number = Bytes();
        if (number.IsEmpty || number[0] >= 0x80 || (number[0] == 0 && (number.Length == 1 || number[1] < 0x80)))
        {
            throw new FormatException("a number in it is not positive or not written in its shortest form");
        }

        return number[0] == 0 ? number[1..] : number;
    }

    /// <summary>Nothing may be left.</summary>
    public readonly void End()
    {
        if (!_rest.IsEmpty)
        {
            throw new FormatException("it has bytes left over at its end");
        }
    }
}
