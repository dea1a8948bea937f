namespace DrRunbook.Simulator.State;

/// <summary>Everything that looks random: a function of the seed and of what it is for.</summary>
internal static class Seeded
{
    /// <summary>64 bits for a purpose: FNV-1a over the text, spread by SplitMix64.</summary>
    public static ulong Bits(ulong seed, string purpose, long number = 0)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in purpose)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }

        return Mix(Mix(seed ^ hash) + (ulong)number);
    }

    /// <summary>A number from 0 to below 1.</summary>
    public static double Fraction(ulong seed, string purpose, long number) =>
        (Bits(seed, purpose, number) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A GUID of version 4's form.</summary>
    public static Guid Guid(ulong seed, string purpose, long number = 0)
    {
        Span<byte> bytes = stackalloc byte[16];
        var high = Bits(seed, purpose, number);
        BitConverter.TryWriteBytes(bytes, high);
        BitConverter.TryWriteBytes(bytes[8..], Mix(high + 0x9E3779B97F4A7C15UL));
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes);
    }

    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
