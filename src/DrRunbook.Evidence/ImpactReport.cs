using DrRunbook.Core.Execution;

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
/// <param name="Sent">How many messages the journal proves to have been sent. This version sends none.</param>
public sealed record Communication(string To, ImmutableArray<string> On, int Sent);
