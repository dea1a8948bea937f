using DrRunbook.Core.Journal;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Face;

/// <summary>A run as JSON Lines for programs: each entry as it becomes durable, and at the end a line that names the outcome.</summary>
/// <param name="output">Standard output.</param>
internal sealed class JsonLines(TextWriter output) : IRunObserver
{
    /// <inheritdoc />
    public void Started(RunState state)
    {
    }

    /// <inheritdoc />
    public void Committed(ImmutableArray<JournalEntry> entries, RunState state)
    {
        foreach (var entry in entries)
        {
            JsonOutput.WriteLine(output, new
            {
                run = state.Start!.Run,
                seq = entry.Sequence,
                at = entry.At,
                elapsedMs = (long)entry.Elapsed.TotalMilliseconds,
                type = RunEventNames.Of(entry.Event),
                data = (object)entry.Event,
            });
        }
    }

    /// <inheritdoc />
    public void Ended(RunState state) => JsonOutput.WriteLine(output, RunEnd.Of(state));
}
