namespace DrRunbook.Core.Signing;

/// <summary>Base64 of which every text has one form only (RFC 4648, section 4).</summary>
internal static class StrictBase64
{
    /// <summary>The bytes; null for anything that would not be written just so.</summary>
    public static byte[]? Decode(string text)
    {
        var bytes = new byte[((text.Length / 4) * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out var length) && Convert.ToBase64String(bytes.AsSpan(0, length)) == text ? bytes[..length] : null;
    }
}
