using System.Text;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Takes text with <c>${…}</c> apart.</summary>
internal static class ReferenceText
{
    public static bool HasReference(string text) => text.Contains("${", StringComparison.Ordinal);

    /// <summary>Literal text and references in order; <c>$${</c> is a literal <c>${</c>.</summary>
    /// <returns>Null where a reference is never closed.</returns>
    public static List<TemplatePart>? Split(string text)
    {
        var parts = new List<TemplatePart>();
        var literal = new StringBuilder();
        var position = 0;
        while (position < text.Length)
        {
            if (text.AsSpan(position).StartsWith("$${"))
            {
                literal.Append("${");
                position += 3;
            }
            else if (text.AsSpan(position).StartsWith("${"))
            {
                var end = text.IndexOf('}', position);
                if (end < 0)
                {
                    return null;
                }

                Add(parts, literal);
                parts.Add(new TemplatePart(text[(position + 2)..end].Trim(), IsReference: true));
                position = end + 1;
            }
            else
            {
                literal.Append(text[position]);
                position++;
            }
        }

        Add(parts, literal);
        return parts;
    }

    private static void Add(List<TemplatePart> parts, StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            parts.Add(new TemplatePart(literal.ToString(), IsReference: false));
            literal.Clear();
        }
    }
}
