using System.Globalization;
using System.Text.Json;
using DrRunbook.Core.Json;

namespace DrRunbook.Cli;

/// <summary>JSON on standard output: one value per line.</summary>
internal static class JsonOutput
{
    /// <summary>Writes a value and ends the line.</summary>
    public static void WriteLine(TextWriter output, object value)
    {
        var json = JsonSerializer.Serialize(value, value.GetType(), CoreJson.Options);

        // Direction marks are legal in JSON, and a terminal obeys them all the same. They stand inside strings only.
        output.WriteLine(json.Any(IsFormat) ? string.Concat(json.Select(Escape)) : json);
        output.Flush();
    }

    private static bool IsFormat(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static string Escape(char c) => IsFormat(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString();
}
