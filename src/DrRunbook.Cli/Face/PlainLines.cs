using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Face;

/// <summary>A run as timestamped lines, for where there is no terminal: <c>08:00:12Z  +00:12  database  failover requested (…)</c>.</summary>
/// <param name="output">Standard error: progress is no result.</param>
internal sealed class PlainLines(TextWriter output, RunCommands commands) : IRunObserver
{
    private const int WidestSubject = 24;

    private int _subjectWidth;

    /// <inheritdoc />
    public void Started(RunState state)
    {
        _subjectWidth = SubjectWidth(state.Graph.Plan);
        output.Flush();
    }

    /// <inheritdoc />
    public void Committed(ImmutableArray<JournalEntry> entries, RunState state)
    {
        foreach (var entry in entries)
        {
            if (RunStory.Tell(entry.Event, state, commands) is { } line)
            {
                var since = state.LastAt.SinceStart - (entries[^1].Elapsed - entry.Elapsed);
                output.WriteLine($"{Readable.Time(entry.At)}  {Readable.Elapsed(since)}  {line.Subject.PadRight(_subjectWidth)}  {line.Text}");
            }
        }

        output.Flush();
    }

    /// <inheritdoc />
    public void TellsLast(int addresses, TimeSpan patience)
    {
        output.WriteLine(NoticeText.TellsLast(addresses, patience));
        output.Flush();
    }

    /// <inheritdoc />
    public void Ended(RunState state) => output.Flush();

    private static int SubjectWidth(Plan plan) =>
        Math.Min(WidestSubject, plan.Steps.Select(step => step.Id.Value.Length).Concat(plan.Managers.Select(manager => manager.Name.Value.Length)).Append(plan.Notify.IsEmpty ? 3 : NoticeText.Subject.Length).Max());
}
