using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Failovers;

/// <summary>What happened to one failover request on the wire.</summary>
internal abstract record PostResult;

/// <summary>Not one byte of it was handed to an established connection.</summary>
/// <param name="IsUnreachable">Whether the manager is why; false where we gave up ourselves.</param>
internal sealed record PostNeverLeft(string Detail, bool IsUnreachable) : PostResult;

/// <summary>A whole head of an answer came.</summary>
/// <param name="Reading">The body; unreadable, too, where it broke off.</param>
internal sealed record PostAnswered(int Status, WireReading Reading) : PostResult;

/// <summary>It may have left, and no whole head of an answer came.</summary>
internal sealed record PostLost(string Detail) : PostResult;
