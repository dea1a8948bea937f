using System.Text;
using System.Text.Json;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Json;

namespace DrRunbook.Engine.Operators;

/// <summary>A finding that a person asks to be put on record, as it stands in the text of the command.</summary>
/// <param name="Owner">Who sees to it, or null.</param>
/// <param name="Due">The day by which it is to be closed, or null.</param>
public sealed record FindingText(FindingSeverity Severity, string Text, string? Owner, DateOnly? Due)
{
    /// <summary>As the text of a command.</summary>
    public string Write() => Encoding.UTF8.GetString(CanonicalJson.Write(this));

    /// <summary>Reads what <see cref="Write"/> wrote; null where it is no finding.</summary>
    public static FindingText? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<FindingText>(text, CoreJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
