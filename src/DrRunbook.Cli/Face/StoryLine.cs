namespace DrRunbook.Cli.Face;

/// <summary>One event that matters to people.</summary>
/// <param name="Subject">The step, gate or manager it is about; <c>run</c> for the run.</param>
/// <param name="Text">What happened, encoded for the terminal.</param>
internal sealed record StoryLine(string Subject, string Text);
