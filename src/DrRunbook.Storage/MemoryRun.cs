using DrRunbook.Core.Execution;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Storage;

/// <summary>A run in a <see cref="MemoryRunStore"/>, and who holds its lease.</summary>
/// <param name="claims">The claims that this run's meet: every real run's, or a rehearsal's own alone.</param>
internal sealed class MemoryRun(NewRun run, Dictionary<string, MemoryRun> claims)
{
    public NewRun Run { get; } = run;

    public Dictionary<string, MemoryRun> Claims { get; } = claims;

    public List<ReadOnlyMemory<byte>> Lines { get; } = [];

    public JournalTail Tail { get; set; } = JournalTail.Empty;

    public RunOutcome Outcome { get; set; }

    public DateTimeOffset LastAt { get; set; }

    public long Epoch { get; private set; }

    public string? Owner { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public void Lease(string owner, DateTimeOffset expiresAt)
    {
        Owner = owner;
        Epoch++;
        ExpiresAt = expiresAt;
    }

    public bool IsHeldBy(RunLease lease) => Owner is not null && Epoch == lease.Epoch;

    public void EndClaim(string replica)
    {
        if (Claims.TryGetValue(replica, out var holder) && holder == this)
        {
            Claims.Remove(replica);
        }
    }

    public RunSummary Summary(DateTimeOffset now) => new(
        Run.Run,
        Run.Runbook,
        Run.Mode,
        Run.Simulated,
        Outcome,
        Run.CreatedAt,
        LastAt,
        Tail.Length,
        Owner,
        Owner is null ? null : ExpiresAt,
        Owner is null ? null : ExpiresAt - now);
}

/// <summary>A command in the inbox of a run in memory.</summary>
internal sealed class MemoryCommand(MemoryRun run, OperatorCommand command)
{
    public MemoryRun Run { get; } = run;

    public OperatorCommand Command { get; } = command;

    public CommandAnswer? Answer { get; set; }
}
