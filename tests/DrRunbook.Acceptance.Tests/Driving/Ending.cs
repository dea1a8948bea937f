using System.Text.Json;

namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary>All that a program leaves behind for who started it.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Ending(string CommandLine, int Code, string Out, string Error)
{
    /// <summary>The lines of standard output.</summary>
    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Standard output as one JSON value.</summary>
    public JsonElement Json() => Parse(Out);

    /// <summary>Standard output as JSON Lines.</summary>
    public ImmutableArray<JsonElement> JsonLines() => [.. Lines.Select(Parse)];

    /// <summary>The last of the JSON Lines.</summary>
    public JsonElement LastLine() => Parse(Lines[^1]);

    /// <summary>Holds the exit code against the one that must be; a failure shows what the program said.</summary>
    public Ending MustExit(int code)
    {
        Assert.True(Code == code, $"exit {Code} instead of {code}\n{this}");
        return this;
    }

    /// <inheritdoc />
    public override string ToString() => $"> {CommandLine}\n{Out}--- stderr\n{Error}--- exit {Code}";

    private JsonElement Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException none)
        {
            throw new InvalidDataException($"no JSON: {text}\n{this}", none);
        }
    }
}
