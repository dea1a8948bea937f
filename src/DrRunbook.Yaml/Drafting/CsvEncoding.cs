using System.Text;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Drafting;

/// <summary>The bytes of a CSV file as text.</summary>
internal static class CsvEncoding
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text; null where the bytes are too many or none of a text, which has then been reported.</summary>
    public static string? Decode(string file, ReadOnlySpan<byte> bytes, DiagnosticBag diagnostics)
    {
        var whole = SourceSpan.WholeFile(file);
        if (bytes.Length > YamlLimits.MaxBytes)
        {
            diagnostics.Add(ImportDiagnostics.Unreadable(whole, file, $"it is larger than {YamlLimits.MaxBytes / 1024 / 1024} MiB"));
            return null;
        }

        if (bytes is [0x50, 0x4B, 0x03, 0x04, ..] or [0xD0, 0xCF, 0x11, 0xE0, ..])
        {
            diagnostics.Add(ImportDiagnostics.Unreadable(whole, file, "it is a spreadsheet and no text; save the sheet as CSV"));
            return null;
        }

        switch (bytes)
        {
            case [0xFF, 0xFE, ..]:
                return Encoding.Unicode.GetString(bytes[2..]);
            case [0xFE, 0xFF, ..]:
                return Encoding.BigEndianUnicode.GetString(bytes[2..]);
            case [0xEF, 0xBB, 0xBF, ..]:
                bytes = bytes[3..];
                break;
        }

        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // Every byte is a character there, so nothing is lost.
            diagnostics.Add(ImportDiagnostics.NotUtf8(new SourceSpan(file, 1, 1), "ISO 8859-1"));
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
