using System.Text;
using YamlDotNet.Core;

namespace DrRunbook.Yaml.Formatting;

/// <summary>Writes an arranged file.</summary>
internal static class CanonicalText
{
    private static readonly ImmutableArray<string> StepLists = ["steps", "afterFailure", "finally"];

    public static string Write(SyntaxDocument document)
    {
        var root = (Collection)document.Root.Value;
        var lines = new CanonicalLines();
        foreach (var directive in document.Directives)
        {
            lines.Add(directive);
        }

        AddComments(lines, document.Head.Where(comment => comment.Offset < document.Mark), indent: 0);
        if (document.Mark is not null || root.Properties.Length > 0)
        {
            lines.AddMark(FlowText.Join("---", root.Properties));
        }

        AddComments(lines, document.Head.Where(comment => document.Mark is null || comment.Offset > document.Mark), indent: 0);
        if (document.HasGapBelowHead)
        {
            lines.Gap();
        }

        if (root.Elements.Count == 0)
        {
            lines.Add("{}");
        }

        AddElements(lines, root, indent: 0, NeedsGapAtTop);
        return lines.ToString();
    }

    /// <summary>Sections are set apart: what has several lines, or is a list or mapping of its own.</summary>
    private static bool NeedsGapAtTop(Element previous, Element next) => next.Value is Collection { StaysFlow: false };

    private static bool NeedsGapBetweenSteps(Element previous, Element next) =>
        previous.Value is Collection { StaysFlow: false } || next.Value is Collection { StaysFlow: false };

    private static bool NeedsNoGap(Element previous, Element next) => false;

    private static void AddElements(CanonicalLines lines, Collection collection, int indent, Func<Element, Element, bool> needsGap)
    {
        Element? previous = null;
        foreach (var element in collection.Elements)
        {
            if (previous is not null && needsGap(previous, element) && !element.AfterBlank && !element.Lead.Exists(comment => comment.AfterBlank))
            {
                lines.Gap();
            }

            AddComments(lines, element.Lead, indent);
            if (element.AfterBlank && (previous is not null || element.Lead.Count > 0))
            {
                lines.Gap();
            }

            AddElement(lines, element, indent);
            AddComments(lines, element.Below, indent + 2);
            previous = element;
        }

        AddComments(lines, collection.Trailing, indent);
    }

    private static void AddElement(CanonicalLines lines, Element element, int indent)
    {
        var start = FlowText.Start(element);
        switch (element.Value)
        {
            case Collection { StaysFlow: false } collection:
                AddCollection(lines, element, collection, start, indent);
                break;
            case ScalarSlice { IsBlock: true } block:
                AddBlock(lines, element, block, start, indent);
                break;
            case ScalarSlice { HasLines: true } scalar:
                AddFolded(lines, element, scalar, start, indent);
                break;
            default:
                lines.Add(Pad(indent) + FlowText.Of(element), element.End);
                break;
        }
    }

    private static void AddCollection(CanonicalLines lines, Element element, Collection collection, string start, int indent)
    {
        if (element.IsCompact)
        {
            lines.Begin(Pad(indent) + start + " ");
        }
        else
        {
            lines.Add(Pad(indent) + FlowText.Join(start, collection.Properties), element.End);
            lines.ForbidGap();
        }

        var isStepList = element is { Parent.Owner.Parent: null, Key.Value: var key } && StepLists.Contains(key) && !collection.IsMapping;
        AddElements(lines, collection, indent + 2, isStepList ? NeedsGapBetweenSteps : NeedsNoGap);
    }

    private static void AddBlock(CanonicalLines lines, Element element, ScalarSlice block, string start, int indent)
    {
        if (string.IsNullOrWhiteSpace(block.Value))
        {
            var quoted = block.Value.Replace("\n", @"\n", StringComparison.Ordinal).Replace("\t", @"\t", StringComparison.Ordinal);
            lines.Add(Pad(indent) + FlowText.Join(start, block.Properties, quoted.Length == 0 ? "''" : $"\"{quoted}\""), element.End);
            return;
        }

        var content = block.Slice.Split('\n');
        var ends = block.Value.Length - block.Value.TrimEnd('\n').Length;
        var header = new StringBuilder()
            .Append(block.Style == ScalarStyle.Literal ? '|' : '>')
            .Append(content.TakeWhile(string.IsNullOrWhiteSpace).Append(content.First(line => !string.IsNullOrWhiteSpace(line))).Any(line => line.StartsWith(' ')) ? "2" : "")
            .Append(ends switch { 0 => "-", 1 => "", _ => "+" });
        lines.Add(Pad(indent) + FlowText.Join(start, block.Properties, header.ToString()), element.End);
        foreach (var line in content.Concat(Enumerable.Repeat("", Math.Max(0, ends - 1))))
        {
            lines.AddAsIs(line.Length == 0 ? "" : Pad(indent + 2) + line);
        }

        if (ends > 1)
        {
            lines.ForbidGap();
        }
    }

    private static void AddFolded(CanonicalLines lines, Element element, ScalarSlice scalar, string start, int indent)
    {
        var parts = scalar.Slice.Split('\n');
        for (var i = 0; i < parts.Length; i++)
        {
            var part = i == 0 ? TrimEnd(parts[0], scalar) : i == parts.Length - 1 ? parts[i].TrimStart() : TrimEnd(parts[i].TrimStart(), scalar);
            var line = i == 0 ? Pad(indent) + FlowText.Join(start, scalar.Properties, part) : part.Length == 0 ? "" : Pad(indent + 2) + part;
            if (i == parts.Length - 1)
            {
                lines.Add(line, element.End);
            }
            else
            {
                lines.AddAsIs(line);
            }
        }
    }

    /// <summary>Takes the space off the end of a line, except one that an escape makes part of the text.</summary>
    private static string TrimEnd(string line, ScalarSlice scalar)
    {
        var trimmed = line.TrimEnd();
        var escapes = trimmed.Length - trimmed.TrimEnd('\\').Length;
        return scalar.Style == ScalarStyle.DoubleQuoted && escapes % 2 == 1 && trimmed.Length < line.Length ? line[..(trimmed.Length + 1)] : trimmed;
    }

    private static void AddComments(CanonicalLines lines, IEnumerable<Comment> comments, int indent)
    {
        foreach (var comment in comments)
        {
            if (comment.AfterBlank)
            {
                lines.Gap();
            }

            lines.Add(Pad(indent) + comment.Text);
        }
    }

    private static string Pad(int indent) => new(' ', indent);
}
