using DrRunbook.Simulator;

namespace DrRunbook.Acceptance.Tests.Crashing;

/// <summary>Where a run is killed.</summary>
internal abstract record CrashPoint;

/// <summary>Nowhere: the run that the others are held against.</summary>
internal sealed record Nowhere : CrashPoint;

/// <summary>At a boundary of a transaction.</summary>
/// <param name="Boundary">1 is before the first transaction, 2 after it, 3 before the second.</param>
internal sealed record AtCommit(int Boundary) : CrashPoint;

/// <summary>Right behind a line, where each line of the journal is a transaction of its own.</summary>
/// <param name="Type">The line's type of event.</param>
/// <param name="Occurrence">Which line of that type, from 1.</param>
internal sealed record BehindLine(string Type, int Occurrence) : CrashPoint;

/// <summary>Inside a request for a failover.</summary>
/// <param name="Request">Which, from 1.</param>
internal sealed record AtRequest(int Request, FailoverMoment Moment) : CrashPoint;
