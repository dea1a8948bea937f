using YamlDotNet.Core;

namespace DrRunbook.Yaml.Nodes;

/// <summary>Makes findings of what the parser says.</summary>
internal static class SyntaxFaults
{
    /// <summary>The finding for a text that the parser refuses.</summary>
    public static Diagnostic Of(YamlException failure, SourceText source)
    {
        var at = source.At(failure.Start);
        if (failure.Message.Contains("tab", StringComparison.Ordinal) && source.FirstTabIndentation(at.Line) is > 0 and var line)
        {
            return YamlDiagnostics.TabIndents(new SourceSpan(source.File, line, 1));
        }

        // Inside { } and [ ] an unquoted ${…} ends the text at its brace, and the parser complains on this line or the next.
        var hasReference = HasReference(source.Line(at.Line)) || HasReference(source.Line(at.Line - 1));
        return YamlDiagnostics.Syntax(at, Sentence(failure.Message), hasReference ? "inside { } or [ ] a value with ${…} must be quoted: '${…}'" : null);
    }

    private static bool HasReference(string line) => line.Contains("${", StringComparison.Ordinal);

    /// <summary>The parser's message without its position and its capital.</summary>
    private static string Sentence(string message)
    {
        var text = message.StartsWith('(') && message.IndexOf("): ", StringComparison.Ordinal) is > 0 and var end ? message[(end + 3)..] : message;
        text = text.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return text.Length == 0 ? "the parser gives no reason" : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
