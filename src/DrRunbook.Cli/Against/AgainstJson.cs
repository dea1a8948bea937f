namespace DrRunbook.Cli.Against;

/// <summary>A comparison for programs.</summary>
internal static class AgainstJson
{
    /// <summary>The value that is written.</summary>
    public static object Of(AgainstView view) => new
    {
        other = view.Other,
        commit = view.Commit,
        blocks = view.Blocks,
        weakening = view.Weakening,
        accepted = view.Accepted,
        forecast = new { before = view.Before, after = view.After },
        differences = view.Differences.Select(told => new
        {
            code = told.Difference.Code,
            kind = told.Difference.Kind,
            effect = told.Difference.Effect,
            accepted = told.Weakens && told.IsAccepted,
            step = told.Difference.Step,
            others = told.Difference.Others,
            text = told.Difference.Text,
            before = told.Difference.Before,
            after = told.Difference.After,
            mode = told.Mode,
            at = told.At,
        }),
    };
}
