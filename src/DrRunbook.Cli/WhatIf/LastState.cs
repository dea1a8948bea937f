using DrRunbook.Core.Journal;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.WhatIf;

/// <summary>Keeps how far a rehearsal came, also where it stands still.</summary>
internal sealed class LastState : IRunObserver
{
    /// <summary>The run by its last entry; null before its first.</summary>
    public RunState? State { get; private set; }

    /// <inheritdoc />
    public void Started(RunState state)
    {
    }

    /// <inheritdoc />
    public void Committed(ImmutableArray<JournalEntry> entries, RunState state) => State = state;

    /// <inheritdoc />
    public void Ended(RunState state) => State = state;
}
