using System.Text;
using System.Text.Json;

namespace DrRunbook.Engine.Outside;

/// <summary>The forms in which a secret comes back from outside: plain, URL, JSON, XML, hexadecimal and Base64.</summary>
internal static class SecretForms
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static readonly string[] LineBreaks = ["", "\n", "\r\n"];

    /// <summary>Patterns that match every form of a secret.</summary>
    public static IEnumerable<SecretPattern> Of(string secret)
    {
        // One pattern for all textual forms, character by character, because programs differ in which characters they escape.
        yield return new SecretPattern([.. secret.EnumerateRunes().Select(rune => Texts(rune).Distinct().ToArray())]);

        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return new SecretPattern([.. bytes.Select(value => new[] { $"{value:x2}", $"{value:X2}" }.Distinct().ToArray())]);

        // Base64 packs three bytes into four characters, so the secret looks different at each place in a longer text (user:secret).
        for (var before = 0; before < 3; before++)
        {
            yield return new SecretPattern(Base64(bytes, before));
        }
    }

    /// <summary>One character in every textual form.</summary>
    private static IEnumerable<string> Texts(Rune rune)
    {
        var plain = rune.ToString();
        yield return plain;

        var percent = string.Concat(Encoding.UTF8.GetBytes(plain).Select(value => $"%{value:X2}"));
        yield return percent;
        yield return percent.ToLowerInvariant();
        if (plain == " ")
        {
            yield return "+";
        }

        yield return string.Concat(plain.Select(unit => $"\\u{(int)unit:x4}"));
        yield return string.Concat(plain.Select(unit => $"\\u{(int)unit:X4}"));
        yield return JsonEncodedText.Encode(plain).ToString();
        if (plain is "\"" or "/")
        {
            yield return "\\" + plain;
        }

        yield return $"&#{rune.Value};";
        yield return $"&#{rune.Value:D3};";
        foreach (var hex in new[] { $"{rune.Value:x}", $"{rune.Value:X}", $"{rune.Value:x4}", $"{rune.Value:X4}" })
        {
            yield return $"&#x{hex};";
            yield return $"&#X{hex};";
        }

        if (EntityOf(plain) is { } entity)
        {
            yield return entity;
        }
    }

    private static string? EntityOf(string plain) => plain switch
    {
        "&" => "&amp;",
        "<" => "&lt;",
        ">" => "&gt;",
        "\"" => "&quot;",
        "'" => "&apos;",
        _ => null,
    };

    /// <summary>The Base64 characters that hold bits of the secret where so many bytes (modulo 3) stand before it.</summary>
    private static string[][] Base64(byte[] secret, int before)
    {
        var from = before * 8;
        var to = from + (secret.Length * 8);
        var units = new List<string[]>();
        for (var start = from / 6 * 6; start < to; start += 6)
        {
            // The first and the last character may hold bits of the neighbours, which are anything.
            var (bits, mask) = KnownBits(secret, start - from);
            var candidates = mask == 63 ? [Alphabet[bits]] : Alphabet.Where((_, value) => (value & mask) == bits);
            units.Add([.. candidates.SelectMany(Characters).SelectMany(text => units.Count == 0 ? [text] : LineBreaks.Select(lineBreak => lineBreak + text))]);
        }

        return [.. units];
    }

    /// <summary>The six bits from a place on, and which of them are the secret's.</summary>
    private static (int Bits, int Mask) KnownBits(byte[] secret, int from)
    {
        var (bits, mask) = (0, 0);
        for (var i = 0; i < 6; i++)
        {
            var place = from + i;
            var known = place >= 0 && place < secret.Length * 8;
            bits = (bits << 1) | (known ? (secret[place / 8] >> (7 - (place % 8))) & 1 : 0);
            mask = (mask << 1) | (known ? 1 : 0);
        }

        return (bits, mask);
    }

    /// <summary>A Base64 character, in both alphabets and in textual forms.</summary>
    private static IEnumerable<string> Characters(char character) => character switch
    {
        '+' => [.. Texts(new Rune('+')).Distinct(), "-"],
        '/' => [.. Texts(new Rune('/')).Distinct(), "_"],
        _ => [character.ToString()],
    };
}
