using System.Text;

namespace DrRunbook.Yaml.Drafting;

/// <summary>Writes a draft as the shipped runbooks look: two blanks a level, short mappings on one line, comments above what they are about.</summary>
internal sealed class DraftWriter
{
    /// <summary>A line on which a mapping or list stands whole is at most so long.</summary>
    private const int Width = 140;

    private readonly StringBuilder _text = new();

    /// <summary>A whole file: comments, then the mapping.</summary>
    /// <param name="heading">Lines without their <c>#</c>.</param>
    public static string Write(IEnumerable<string> heading, DraftMap root)
    {
        var writer = new DraftWriter();
        writer.Comments(heading, indent: 0);
        writer.Map(root, indent: 0, isFirstLineOpen: false);
        return writer._text.ToString();
    }

    /// <summary>The items of a list whose dashes stand so far in.</summary>
    public static string Write(IEnumerable<string> heading, DraftList items, int indent)
    {
        var writer = new DraftWriter();
        writer.Comments(heading, indent);
        writer.Items(items, indent);
        return writer._text.ToString();
    }

    private void Map(DraftMap map, int indent, bool isFirstLineOpen)
    {
        foreach (var (index, entry) in map.Entries.Index())
        {
            var isOpen = isFirstLineOpen && index == 0;
            if (!isOpen)
            {
                Apart(entry.IsApart && index > 0);
                Comments(entry.Comments, indent);
                _text.Append(' ', indent);
            }

            _text.Append(entry.Key).Append(':');
            Value(entry.Value, indent, indent + entry.Key.Length + 2);
        }
    }

    private void Value(DraftNode value, int indent, int column)
    {
        if (OnOneLine(value, column) is { } line)
        {
            _text.Append(' ').Append(line).Append('\n');
            return;
        }

        _text.Append('\n');
        if (value is DraftMap map)
        {
            Map(map, indent + 2, isFirstLineOpen: false);
        }
        else
        {
            Items((DraftList)value, indent + 2);
        }
    }

    private void Items(DraftList list, int indent)
    {
        foreach (var (index, item) in list.Items.Index())
        {
            Apart(item.IsApart && index > 0);
            Comments(item.Comments, indent);
            _text.Append(' ', indent).Append("- ");
            if (OnOneLine(item.Value, indent + 2) is { } line)
            {
                _text.Append(line).Append('\n');
            }
            else
            {
                // A list in a list is written on one line; the language has none that is long.
                Map((DraftMap)item.Value, indent + 2, isFirstLineOpen: true);
            }
        }
    }

    private void Apart(bool isApart)
    {
        if (isApart)
        {
            _text.Append('\n');
        }
    }

    private void Comments(IEnumerable<string> lines, int indent)
    {
        foreach (var line in lines)
        {
            _text.Append(' ', indent).Append(line.Length == 0 ? "#" : "# ").Append(line).Append('\n');
        }
    }

    /// <summary>The value on the rest of a line, or null where it needs lines of its own.</summary>
    private static string? OnOneLine(DraftNode value, int column) => value switch
    {
        DraftText text => YamlText.Value(text.Content, inFlow: false),
        DraftWord word => word.Content,
        DraftMap { IsInline: true } or DraftList { IsInline: true } when Flow(value) is { } flow && column + flow.Length <= Width => flow,
        DraftMap { Entries.IsEmpty: true } or DraftList { Items.IsEmpty: true } => Flow(value),
        _ => null,
    };

    private static string Flow(DraftNode value) => value switch
    {
        DraftText text => YamlText.Value(text.Content, inFlow: true),
        DraftWord word => word.Content,
        DraftMap { Entries.IsEmpty: true } => "{}",
        DraftMap map => $"{{ {string.Join(", ", map.Entries.Select(entry => $"{entry.Key}: {Flow(entry.Value)}"))} }}",
        DraftList list when list.Items.Any(item => item.Value is DraftMap) => $"[ {string.Join(", ", list.Items.Select(item => Flow(item.Value)))} ]",
        DraftList list => $"[{string.Join(", ", list.Items.Select(item => Flow(item.Value)))}]",
        _ => throw new InvalidOperationException(value.GetType().Name),
    };
}
