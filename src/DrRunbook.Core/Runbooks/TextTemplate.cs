using System.Text;

namespace DrRunbook.Core.Runbooks;

/// <summary>A piece of a <see cref="TextTemplate"/>: literal text, or a reference filled in at the moment of use.</summary>
/// <param name="Text">The literal text, or the reference's name such as <c>run.id</c>.</param>
public readonly record struct TemplatePart(string Text, bool IsReference);

/// <summary>Text in which <c>${run.id}</c> and its like stand to be filled in at the moment of use.</summary>
/// <remarks>Inputs are replaced before a template exists, and what they say is literal: a value can never become a reference.</remarks>
public sealed class TextTemplate : IEquatable<TextTemplate>
{
    private readonly string _canonical;

    /// <summary>A template of these parts; literal neighbours become one, so that together they can never read as a reference.</summary>
    /// <exception cref="ArgumentException">A literal ends in <c>$</c> right before a reference, which has no written form.</exception>
    public TextTemplate(ImmutableArray<TemplatePart> parts)
    {
        Parts = Merge(parts);
        if (!CanBeWritten(Parts))
        {
            throw new ArgumentException("a literal ends in '$' right before a reference", nameof(parts));
        }

        _canonical = Write(Parts);
    }

    /// <summary>The parts in order; no two neighbours are literal, and none is empty text.</summary>
    public ImmutableArray<TemplatePart> Parts { get; }

    /// <summary>The names that are filled in at the moment of use.</summary>
    public IEnumerable<string> References => Parts.Where(part => part.IsReference).Select(part => part.Text);

    /// <summary>A template without references.</summary>
    public static TextTemplate Literal(string text) => new([new TemplatePart(text, IsReference: false)]);

    /// <summary>Whether no literal ends in <c>$</c> right before a reference: <c>$${</c> would read as a literal <c>${</c>.</summary>
    public static bool CanBeWritten(IReadOnlyList<TemplatePart> parts)
    {
        for (var i = 1; i < parts.Count; i++)
        {
            if (parts[i].IsReference && !parts[i - 1].IsReference && parts[i - 1].Text.EndsWith('$'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads the canonical form that <see cref="ToString"/> writes. Text that opens a reference and never closes it is literal.</summary>
    public static TextTemplate Parse(string text)
    {
        var parts = ImmutableArray.CreateBuilder<TemplatePart>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text.AsSpan(i).StartsWith("$${"))
            {
                literal.Append("${");
                i += 2;
            }
            else if (text.AsSpan(i).StartsWith("${") && text.IndexOf('}', i) is > 0 and var end)
            {
                Flush();
                parts.Add(new TemplatePart(text[(i + 2)..end].Trim(), IsReference: true));
                i = end;
            }
            else
            {
                literal.Append(text[i]);
            }
        }

        Flush();
        return new TextTemplate(parts.ToImmutable());

        void Flush()
        {
            if (literal.Length > 0)
            {
                parts.Add(new TemplatePart(literal.ToString(), IsReference: false));
                literal.Clear();
            }
        }
    }

    /// <summary>Fills the references in.</summary>
    /// <param name="resolve">From a reference's name to its value.</param>
    public string Expand(Func<string, string> resolve) =>
        string.Concat(Parts.Select(part => part.IsReference ? resolve(part.Text) : part.Text));

    /// <inheritdoc />
    public bool Equals(TextTemplate? other) => other is not null && _canonical == other._canonical;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as TextTemplate);

    /// <inheritdoc />
    public override int GetHashCode() => _canonical.GetHashCode(StringComparison.Ordinal);

    /// <summary>The template as a runbook would write it: <c>${name}</c> for references, <c>$${</c> for a literal <c>${</c>.</summary>
    public override string ToString() => _canonical;

    private static ImmutableArray<TemplatePart> Merge(ImmutableArray<TemplatePart> parts)
    {
        var merged = ImmutableArray.CreateBuilder<TemplatePart>(parts.Length);
        foreach (var part in parts.Where(part => part.IsReference || part.Text.Length > 0))
        {
            if (merged.Count > 0 && !part.IsReference && !merged[^1].IsReference)
            {
                merged[^1] = merged[^1] with { Text = merged[^1].Text + part.Text };
            }
            else
            {
                merged.Add(part);
            }
        }

        return merged.ToImmutable();
    }

    private static string Write(ImmutableArray<TemplatePart> parts) =>
        string.Concat(parts.Select(part => part.IsReference ? $"${{{part.Text}}}" : part.Text.Replace("${", "$${", StringComparison.Ordinal)));
}
