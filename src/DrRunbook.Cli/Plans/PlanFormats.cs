using System.CommandLine;

namespace DrRunbook.Cli.Plans;

/// <summary>The forms in which a plan view is printed.</summary>
internal static class PlanFormats
{
    private const string Text = "text";

    private static readonly ImmutableSortedDictionary<string, Action<TextWriter, PlanView>> Writers = new Dictionary<string, Action<TextWriter, PlanView>>
    {
        [Text] = PlanText.Write,
        ["markdown"] = PlanMarkdown.Write,
        ["mermaid"] = PlanMermaid.Write,
        ["svg"] = PlanSvg.Write,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>The option that chooses one.</summary>
    public static Option<string> Option() => new Option<string>("--format")
    {
        Description = "The form in which people read it: text; markdown for a comment on a pull request; mermaid or svg for the graph. Programs read --output json.",
        HelpName = string.Join('|', Writers.Keys),
        DefaultValueFactory = _ => Text,
    }.OneOf([.. Writers.Keys]);

    /// <summary>Prints a view on standard output.</summary>
    /// <param name="format">One of the words of <see cref="Option"/>.</param>
    public static void Write(Invocation invocation, PlanView view, string format)
    {
        var write = invocation.IsJson ? PlanViewJson.Write : Writers[format];
        write(invocation.Out, view);
    }
}
