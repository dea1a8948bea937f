using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence;

/// <summary>What a run did to a vApp's protection: from its failover on, replication is held until the failover is undone.</summary>
/// <param name="Since">The first intent that could have taken effect.</param>
/// <param name="HeldMs">From then to the confirmation of the undo, or to the journal's last entry.</param>
/// <param name="Undone">Who confirmed the undo and when; null: it is owed.</param>
public sealed record HeldReplication(string VApp, ReportMoment Since, long HeldMs, UndoReport? Undone);

/// <summary>A person's word that a failover was undone in the backup console.</summary>
public sealed record UndoReport(ReportMoment When, OutsideText Who, OutsideText Note);

/// <summary>An address that the runbook wants told of events.</summary>
/// <param name="To">The address without what follows its host, which may be a secret.</param>
/// <param name="On">The events.</param>
/// <param name="Sent">How many messages the address took, by the journal; in a rehearsal none left the machine.</param>
public sealed record Communication(string To, ImmutableArray<string> On, int Sent)
{
    /// <summary>How many messages were not delivered.</summary>
    public int Failed { get; init; }

    /// <summary>All of them, in the journal's order.</summary>
    public ImmutableArray<MessageReport> Messages { get; init; } = [];
}

/// <summary>A message to an address that the runbook wants told.</summary>
/// <param name="When">When its end was journaled.</param>
/// <param name="Step">Null for the run.</param>
/// <param name="Gate">Null where no gate is meant.</param>
/// <param name="Count">How often the address had been told of this, with this time.</param>
/// <param name="Tries">How often it was sent.</param>
/// <param name="Delivered">Whether the address took it.</param>
/// <param name="Detail">The status of the answer, or why there was none.</param>
public sealed record MessageReport(ReportMoment When, Occasion Occasion, StepId? Step, GateId? Gate, int Count, int Tries, bool Delivered, OutsideText Detail);
