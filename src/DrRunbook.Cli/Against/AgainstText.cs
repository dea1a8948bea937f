using DrRunbook.Cli.Face;
using DrRunbook.Cli.Plans;

namespace DrRunbook.Cli.Against;

/// <summary>A comparison for the terminal.</summary>
internal static class AgainstText
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, AgainstView view)
    {
        output.WriteLine($"Against {TerminalEncoder.Encode(view.Name)}");
        output.WriteLine($"  {view.Verdict}{Others(view)}");
        if (view is { Before: { } before, After: { } after })
        {
            output.WriteLine($"  before   {ForecastText.Recovery(before)}");
            output.WriteLine($"  after    {ForecastText.Recovery(after)}");
        }

        foreach (var told in view.Differences)
        {
            output.WriteLine($"  {told.Word,-11} {told.Difference.Code}  {TerminalEncoder.Encode(told.Text)}");
            Side(output, "before", told.Difference.Before);
            Side(output, "after", told.Difference.After);
        }

        if (view.Blocks)
        {
            output.WriteLine($"  accept what is meant with --accept {TerminalEncoder.Encode(Acceptance(view))}");
        }
    }

    /// <summary>What <c>--accept</c> would have to be given. Not encoded.</summary>
    public static string Acceptance(AgainstView view) =>
        string.Join(',', view.Differences.Where(one => one is { Weakens: true, IsAccepted: false }).Select(one => one.Acceptance).Distinct());

    /// <summary>How many differences do not weaken.</summary>
    public static string Others(AgainstView view) =>
        view.Differences.Length - view.Weakening is > 0 and var others ? $"; {Readable.Count(others, "other change")}" : "";

    private static void Side(TextWriter output, string word, string? text)
    {
        if (text is not null)
        {
            output.WriteLine($"                {word,-7} {TerminalEncoder.Encode(text)}");
        }
    }
}
