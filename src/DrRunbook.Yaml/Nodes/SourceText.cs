using System.Text;
using YamlDotNet.Core;

namespace DrRunbook.Yaml.Nodes;

/// <summary>A file's bytes as text, if they are UTF-8.</summary>
internal sealed class SourceText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string[] _lines;

    private SourceText(string file, string text)
    {
        File = file;
        Text = text;
        _lines = text.ReplaceLineEndings("\n").Split('\n');
    }

    public string File { get; }

    public string Text { get; }

    /// <summary>The line with this number, from 1; empty beyond the end.</summary>
    public string Line(int number) => number >= 1 && number <= _lines.Length ? _lines[number - 1] : "";

    /// <summary>A place of the parser's as one of ours; both count from 1.</summary>
    public SourceSpan At(Mark mark) => new(File, (int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    /// <summary>The first line from this one on that a tab indents, or 0.</summary>
    public int FirstTabIndentation(int from)
    {
        for (var number = Math.Max(1, from); number <= _lines.Length; number++)
        {
            var line = _lines[number - 1].AsSpan();
            if (line[..(line.Length - line.TrimStart().Length)].Contains('\t'))
            {
                return number;
            }
        }

        return 0;
    }

    /// <summary>Decodes the bytes; a byte order mark of UTF-8 is dropped.</summary>
    /// <param name="fault">Why not, where the result is null.</param>
    public static SourceText? Decode(string file, ReadOnlySpan<byte> bytes, out Diagnostic? fault)
    {
        fault = bytes switch
        {
            { Length: > YamlLimits.MaxBytes } => YamlDiagnostics.TooLarge(SourceSpan.WholeFile(file), YamlLimits.MaxBytes),
            [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] or [0, _, ..] or [_, 0, ..] =>
                YamlDiagnostics.NotUtf8(SourceSpan.WholeFile(file), "it seems to be UTF-16 or UTF-32"),
            _ => null,
        };
        if (fault is not null)
        {
            return null;
        }

        var content = bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes;
        try
        {
            var text = Strict.GetString(content);
            fault = FirstControl(text) is >= 0 and var control
                ? YamlDiagnostics.NotUtf8(PlaceAfter(file, text.AsSpan(0, control)), $"character U+{(int)text[control]:X4} is not allowed, the file seems to be binary")
                : null;
            return fault is null ? new SourceText(file, text) : null;
        }
        catch (DecoderFallbackException wrong)
        {
            var good = Encoding.UTF8.GetString(content[..Math.Max(0, Math.Min(wrong.Index, content.Length))]);
            fault = YamlDiagnostics.NotUtf8(
                PlaceAfter(file, good), $"byte 0x{wrong.BytesUnknown?.FirstOrDefault() ?? 0:X2} is no part of a character, the file seems to be Latin-1 or binary");
            return null;
        }
    }

    /// <summary>The first character that YAML forbids (YAML 1.2.2, section 5.1), or -1.</summary>
    private static int FirstControl(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is (< ' ' and not ('\t' or '\n' or '\r')) or '\x7F' or (>= '\x80' and <= '\x9F' and not '\x85') or '\uFFFE' or '\uFFFF')
            {
                return i;
            }
        }

        return -1;
    }

    private static SourceSpan PlaceAfter(string file, ReadOnlySpan<char> before)
    {
        var line = before.Count('\n') + 1;
        return new SourceSpan(file, line, before.Length - before.LastIndexOf('\n'));
    }
}
