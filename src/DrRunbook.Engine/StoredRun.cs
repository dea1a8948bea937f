using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine;

/// <summary>A run as a store holds it: its plan and its whole journal, checked.</summary>
/// <param name="Head">The hash of the last line.</param>
public sealed record StoredRun(string Run, Plan Plan, ImmutableArray<JournalEntry> Entries, string Head)
{
    /// <summary>The first entry.</summary>
    public RunStarted Start => (RunStarted)Entries[0].Event;

    /// <summary>Loads a run.</summary>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    /// <exception cref="JournalDamagedException">Journal or plan are not what they were, or of a format this version does not know.</exception>
    public static async Task<StoredRun> LoadAsync(IRunReader store, string run, CancellationToken cancellationToken)
    {
        var reader = new JournalReader(run);
        var lines = await store.ReadAsync(run, afterSequence: 0, cancellationToken);
        ImmutableArray<JournalEntry> entries = [.. lines.Select(line => reader.Read(line.Span))];
        if (entries.IsEmpty || entries[0].Event is not RunStarted start)
        {
            throw new JournalDamagedException(JournalDiagnostics.NoBeginning(run));
        }

        RunState.CheckFormat(start);
        var plan = await store.ReadBlobAsync(start.PlanDigest, cancellationToken);
        if (plan is not { } bytes || PlanJson.Digest(bytes.Span) != start.PlanDigest)
        {
            throw new JournalDamagedException(JournalDiagnostics.PlanMissing(start.PlanDigest));
        }

        return new StoredRun(run, PlanJson.Read(bytes.Span), entries, reader.Head);
    }
}
