using System.Globalization;
using System.Text;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>Writes HTML that is well-formed XML too. Every text and every attribute's value passes the encoder; tags are closed in the order they were opened.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = new();
    private readonly Stack<string> _open = new();

    /// <summary>The encoder for text and attributes: what steers is made visible, what marks up becomes a character reference.</summary>
    public static string Encode(string? text)
    {
        var encoded = new StringBuilder();
        foreach (var c in VisibleText.Of(text))
        {
            if (c is '<' or '>' or '&' or '"' or '\'' or '`')
            {
                encoded.Append(CultureInfo.InvariantCulture, $"&#{(int)c};");
            }
            else
            {
                encoded.Append(c);
            }
        }

        return encoded.ToString();
    }

    /// <summary>The first line, the only one that is no element.</summary>
    public HtmlWriter Doctype()
    {
        _html.Append("<!DOCTYPE html>\n");
        return this;
    }

    public HtmlWriter Begin(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Tag(tag, attributes);
        _html.Append('>');
        _open.Push(tag);
        return this;
    }

    public HtmlWriter End()
    {
        var tag = _open.Pop();
        _html.Append(CultureInfo.InvariantCulture, $"</{tag}>");
        if (tag is not ("span" or "b" or "code" or "a" or "text" or "title" or "th" or "td" or "time"))
        {
            _html.Append('\n');
        }

        return this;
    }

    public HtmlWriter Text(string? text)
    {
        _html.Append(Encode(text));
        return this;
    }

    public HtmlWriter Leaf(string tag, string? text, string? cssClass = null) =>
        (cssClass is null ? Begin(tag) : Begin(tag, ("class", cssClass))).Text(text).End();

    /// <summary>An element without content.</summary>
    public HtmlWriter Empty(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Tag(tag, attributes);
        _html.Append("/>\n");
        return this;
    }

    /// <summary>The style sheet, which is ours and holds nothing from outside.</summary>
    public HtmlWriter Style(string sheet)
    {
        _html.Append("<style>").Append(sheet).Append("</style>\n");
        return this;
    }

    /// <exception cref="InvalidOperationException">A tag is still open: a bug.</exception>
    public override string ToString() =>
        _open.Count == 0 ? _html.ToString() : throw new InvalidOperationException($"<{_open.Peek()}> is still open");

    private void Tag(string tag, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _html.Append('<').Append(tag);
        foreach (var (name, value) in attributes)
        {
            _html.Append(CultureInfo.InvariantCulture, $" {name}=\"{Encode(value)}\"");
        }
    }
}
