namespace DrRunbook.Cli.WhatIf;

/// <summary>What can be wrong with how a runbook takes a failure.</summary>
internal enum FlagKind
{
    /// <summary>A step began although what it needs had failed.</summary>
    StartedOnFailure,

    /// <summary>The run stands still, or goes on over a day longer than where nothing fails.</summary>
    WaitsTooLong,

    /// <summary>An undo is owed that no step asks anybody for.</summary>
    UndoNotAsked,

    /// <summary>The run ended well although something failed that nothing tolerates.</summary>
    EndedWell,

    /// <summary>The run did not end well, and nothing told anybody.</summary>
    NobodyTold,
}

/// <summary>Something wrong with how a runbook takes a failure.</summary>
/// <param name="Text">About which step or vApp, in words.</param>
internal sealed record RunFlag(FlagKind Kind, string Text);
