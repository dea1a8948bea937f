using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;

namespace DrRunbook.Engine.Ports;

/// <summary>Where runs and their journals are kept. Journals are append only, and only the holder of a run's lease appends.</summary>
public interface IRunStore : IRunReader
{
    /// <summary>Makes a run with its first entries, leased to this owner. All of it is durable when the task ends.</summary>
    /// <param name="owner">Names this process, for people: machine and process id.</param>
    Task<RunLease> CreateAsync(NewRun run, string owner, CancellationToken cancellationToken);

    /// <summary>Takes a run's lease where nobody holds it or the holder's has run out; null where somebody does.</summary>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    Task<RunLease?> TryAcquireAsync(string run, string owner, CancellationToken cancellationToken);

    /// <summary>Extends a lease.</summary>
    /// <returns>The extended lease, or null where it was lost.</returns>
    Task<RunLease?> RenewAsync(RunLease lease, CancellationToken cancellationToken);

    /// <summary>Gives a lease back. A lease already lost is no error.</summary>
    Task ReleaseAsync(RunLease lease, CancellationToken cancellationToken);

    /// <summary>Appends in one transaction, conditional on the lease's epoch. Durable when the task ends; takes no token because the write that records an act is never abandoned.</summary>
    /// <returns>The replica whose claim another run holds, in which case nothing was written; null where all was.</returns>
    /// <exception cref="LeaseLostException">Another owner has the run: nothing was written.</exception>
    Task<ClaimRefusal?> AppendAsync(RunLease lease, AppendBatch batch);

    /// <summary>Leaves a command for whoever drives the run.</summary>
    /// <returns>The command's number in the store.</returns>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    Task<long> PostCommandAsync(string run, OperatorCommand command, CancellationToken cancellationToken);

    /// <summary>The commands nobody has answered yet, in the order they came.</summary>
    Task<ImmutableArray<PendingCommand>> PendingCommandsAsync(string run, CancellationToken cancellationToken);

    /// <summary>The answer to a command, or null as long as there is none.</summary>
    Task<CommandAnswer?> AnswerOfAsync(long command, CancellationToken cancellationToken);
}

/// <summary>A run to be made.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Runbook">The runbook's name.</param>
/// <param name="Mode">Drill, disaster; in kebab-case.</param>
/// <param name="Simulated">Whether it is a rehearsal.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="First">What is appended with it.</param>
public sealed record NewRun(string Run, string Runbook, string Mode, bool Simulated, DateTimeOffset CreatedAt, AppendBatch First);

/// <summary>What one transaction writes.</summary>
/// <param name="Lines">Journal lines, in order.</param>
/// <param name="Blobs">Plan, raw answers, outputs: committed no later than the entry that names them.</param>
/// <param name="Claims">Replicas (by UID) that this run is about to fail over. Real runs share the world and its claims; a rehearsal has a world, and claims, of its own.</param>
/// <param name="Releases">Replicas whose claim ends: a proven failure, or a confirmed undo.</param>
/// <param name="Answers">Commands answered by these lines.</param>
/// <param name="Outcome">How the run stands after these lines.</param>
public sealed record AppendBatch(
    ImmutableArray<JournalLine> Lines,
    ImmutableArray<Blob> Blobs,
    ImmutableArray<string> Claims,
    ImmutableArray<string> Releases,
    ImmutableArray<CommandAnswer> Answers,
    RunOutcome Outcome);

/// <summary>Bytes named by their digest.</summary>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record Blob(string Sha256, ReadOnlyMemory<byte> Content)
{
    /// <summary>Names the bytes.</summary>
    public static Blob Of(ReadOnlyMemory<byte> content) => new(JournalLine.HashOf(content.Span), content);
}

/// <summary>The right to drive a run.</summary>
/// <param name="Epoch">Grows with every owner; an append with an older one is refused.</param>
/// <param name="ExpiresAt">
/// When others may take it, UTC by the one clock that judges all leases of the store: the host's for a file, the database's own for PostgreSQL, so that the
/// clocks of two machines do not matter. It is not for comparing with another clock: the holder counts from the moment in which it asked, by its own.
/// </param>
/// <param name="Duration">How long a renewal lasts.</param>
public sealed record RunLease(string Run, string Owner, long Epoch, DateTimeOffset ExpiresAt, TimeSpan Duration);

/// <summary>A replica that another run has claimed.</summary>
public sealed record ClaimRefusal(string ReplicaUid, string HeldByRun);

/// <summary>A run as lists show it.</summary>
/// <param name="Owner">Who holds the lease, or held it last and did not give it back; null for nobody.</param>
/// <param name="LastAt">When the last entry was appended, UTC.</param>
/// <param name="LeaseExpiresAt">When the lease runs out, UTC by the store's clock; null without an owner.</param>
/// <param name="LeaseLeft">How long the lease still holds, by the store's clock when this was read; zero or less: it has run out. Null without an owner.</param>
public sealed record RunSummary(
    string Run,
    string Runbook,
    string Mode,
    bool Simulated,
    RunOutcome Outcome,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastAt,
    long Length,
    string? Owner,
    DateTimeOffset? LeaseExpiresAt,
    TimeSpan? LeaseLeft)
{
    /// <summary>Whether a process drives the run: its lease holds.</summary>
    public bool Driven => LeaseLeft > TimeSpan.Zero;

    /// <summary>Whether the run is neither over nor left on purpose, and nobody drives it: the process that did has died, or was told to stop following.</summary>
    public bool Orphaned => Outcome == RunOutcome.Running && !Driven;
}

/// <summary>An operator's move, for whoever drives the run.</summary>
/// <param name="Kind">Such as <c>halt</c>, <c>approve</c>, <c>reject</c>, <c>confirm</c>, <c>close</c>.</param>
/// <param name="Target">The step or gate it is about, or null for the run.</param>
/// <param name="By">The principal.</param>
/// <param name="At">When it was given, UTC.</param>
/// <param name="Text">A reason or note, or null.</param>
/// <param name="Signature">An SSH signature, or null.</param>
public sealed record OperatorCommand(string Kind, string? Target, string By, DateTimeOffset At, string? Text, string? Signature = null);

/// <summary>A command nobody has answered yet.</summary>
public sealed record PendingCommand(long Number, OperatorCommand Command);

/// <summary>What became of a command.</summary>
/// <param name="Reason">Why it was refused, or null.</param>
public sealed record CommandAnswer(long Number, bool Accepted, string? Reason);

/// <summary>Another owner has taken the run over.</summary>
public sealed class LeaseLostException(string run) : Exception($"the lease of run {run} is lost: another process drives it")
{
    /// <summary>The run.</summary>
    public string Run { get; } = run;
}

/// <summary>The store has no run of that id.</summary>
public sealed class RunNotFoundException(string run) : Exception($"there is no run '{run}' in this store")
{
    /// <summary>The id asked for.</summary>
    public string Run { get; } = run;
}
