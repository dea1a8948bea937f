using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DrRunbook.Core.Json;

/// <summary>The one byte form of a JSON value, by RFC 8785 (JSON Canonicalization Scheme).</summary>
/// <remarks>Written by hand because <see cref="Utf8JsonWriter"/> escapes what the RFC leaves as it is (emoji, U+2028, U+007F) and keeps numbers as they were typed.</remarks>
public static class CanonicalJson
{
    /// <summary>Writes a value canonically: members in ordinal order of their UTF-16 code units, no white space, numbers as ECMAScript prints them.</summary>
    /// <exception cref="InvalidOperationException">A whole number that no double holds (from 2^53 on): a bug, for such numbers belong into strings.</exception>
    public static byte[] Write<T>(T value)
    {
        using var document = JsonSerializer.SerializeToDocument(value, CoreJson.Options);
        var text = new StringBuilder();
        Write(document.RootElement, text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteList('{', '}', element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal), text, member =>
                {
                    WriteText(member.Name, text);
                    text.Append(':');
                    Write(member.Value, text);
                });
                break;
            case JsonValueKind.Array:
                WriteList('[', ']', element.EnumerateArray(), text, item => Write(item, text));
                break;
            case JsonValueKind.String:
                WriteText(element.GetString()!, text);
                break;
            case JsonValueKind.Number:
                text.Append(Number(element));
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static void WriteList<T>(char open, char close, IEnumerable<T> items, StringBuilder text, Action<T> write)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
            {
                text.Append(',');
            }

            first = false;
            write(item);
        }

        text.Append(close);
    }

    private static void WriteText(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    /// <summary>The number as ECMAScript's <c>Number.prototype.toString</c> prints it (ECMA-262, section 6.1.6.1.20).</summary>
    private static string Number(JsonElement element)
    {
        var number = element.GetDouble();
        var text = number == 0 ? "0" : Number(number);
        var written = element.GetRawText();
        var isWhole = written.AsSpan().IndexOfAny("eE.") < 0;
        return isWhole && text != written && written != "-0"
            ? throw new InvalidOperationException($"{written} is no number that JSON carries exactly")
            : text;
    }

    private static string Number(double number)
    {
        // "R" has the fewest digits that read back, with or without an exponent: 0.000123, 1234.5, 1E+21.
        var parts = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var exponent = parts.Length == 2 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var whole = parts[0].Split('.')[0];
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var leadingZeros = digits.Length - digits.TrimStart('0').Length;
        return (number < 0 ? "-" : "") + Place(digits.Trim('0'), whole.Length - leadingZeros + exponent);
    }

    /// <param name="digits">The significant digits.</param>
    /// <param name="point">How many of them stand before the decimal point.</param>
    private static string Place(string digits, int point)
    {
        var count = digits.Length;
        return point switch
        {
            _ when count <= point && point <= 21 => digits + new string('0', point - count),
            > 0 and <= 21 => $"{digits[..point]}.{digits[point..]}",
            > -6 and <= 0 => $"0.{new string('0', -point)}{digits}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{(count > 1 ? "." : "")}{digits[1..]}e{point - 1:+0;-0}"),
        };
    }
}
