using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Formatting;

/// <summary>A runbook's canonical text, or why there is none.</summary>
/// <param name="Text">Ends in LF; null exactly where there are diagnostics.</param>
/// <param name="Diagnostics">Why the file cannot be formatted, ordered by place.</param>
public sealed record FormatResult(string? Text, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>What the file holds now; empty where it cannot be read.</summary>
    public ReadOnlyMemory<byte> Before { get; init; }
}

/// <summary>
/// Puts a runbook into its one canonical form: same meaning, same comments, other spacing. Only the YAML must be in order; whether the runbook
/// means something is not looked at.
/// </summary>
public static class RunbookFormatter
{
    /// <summary>Formats a file from disk, and leaves it as it is.</summary>
    /// <param name="path">Where the file is.</param>
    /// <param name="shown">The file, as the operator gave it; shown in every place.</param>
    /// <exception cref="InvalidOperationException">A fault of this class: its result would not say what the file says.</exception>
    public static FormatResult FormatFile(string path, string shown) =>
        FileContent.Read(DiskFiles.Instance, path, shown, SourceSpan.WholeFile(shown), out var fault) is { } bytes
            ? Format(shown, bytes) with { Before = bytes }
            : new FormatResult(null, [fault!]);

    /// <summary>Formats a file's bytes.</summary>
    /// <param name="file">The name shown in every place.</param>
    /// <param name="bytes">UTF-8, with or without a byte order mark, at most <see cref="YamlLimits.MaxBytes"/>.</param>
    /// <exception cref="InvalidOperationException">A fault of this class: its result would not say what the file says.</exception>
    public static FormatResult Format(string file, ReadOnlySpan<byte> bytes)
    {
        if (SourceText.Decode(file, bytes, out var fault) is not { } source)
        {
            return new FormatResult(null, [fault!]);
        }

        var before = NodeReader.Read(source);
        if (before.Root is null)
        {
            return new FormatResult(null, before.Diagnostics);
        }

        if (before.Root is not MappingNode)
        {
            return new FormatResult(null, [YamlDiagnostics.WrongShape(before.Root.At, "the runbook", "a mapping", before.Root.Kind)]);
        }

        var lines = new TextLines(source.Text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
        var obstacles = Obstacles.In(lines, file);
        if (!obstacles.IsEmpty)
        {
            return new FormatResult(null, obstacles);
        }

        var document = SyntaxReader.Read(lines);
        obstacles = Obstacles.In(document, lines, file);
        if (!obstacles.IsEmpty)
        {
            return new FormatResult(null, obstacles);
        }

        var comments = document.Comments.Select(comment => comment.Text).Order(StringComparer.Ordinal).ToList();
        CommentPlacer.Place(document, lines);
        Arrangement.Arrange(document);
        var text = CanonicalText.Write(document);
        SameMeaning.Demand(file, before.Root, comments, text);
        return new FormatResult(text, []);
    }
}
