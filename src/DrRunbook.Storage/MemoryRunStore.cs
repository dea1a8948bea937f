using DrRunbook.Engine.Ports;

namespace DrRunbook.Storage;

/// <summary>Runs in memory, for rehearsals: the contract of the stores that last, gone with the process.</summary>
/// <remarks>Every task has ended when it is handed out, so virtual time never waits for a thread.</remarks>
/// <param name="clock">Tells when leases run out.</param>
/// <param name="leaseDuration">How long a lease lasts; null for <see cref="StoreLocation.LeaseDuration"/>.</param>
public sealed class MemoryRunStore(TimeProvider clock, TimeSpan? leaseDuration = null) : IRunStore
{
    private readonly TimeSpan _duration = leaseDuration ?? StoreLocation.LeaseDuration;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MemoryRun> _runs = [];
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _blobs = [];
    private readonly Dictionary<string, MemoryRun> _realClaims = [];
    private readonly List<MemoryCommand> _commands = [];

    /// <inheritdoc />
    public Task<RunLease> CreateAsync(NewRun run, string owner, CancellationToken cancellationToken) => Do(() =>
    {
        if (_runs.ContainsKey(run.Run))
        {
            throw new InvalidOperationException($"run '{run.Run}' is in the store already");
        }

        var stored = new MemoryRun(run, run.Simulated ? [] : _realClaims);
        stored.Lease(owner, clock.GetUtcNow() + _duration);
        if (Append(stored, run.First) is { } refusal)
        {
            throw new InvalidOperationException($"run '{run.Run}' begins with a claim on replica {refusal.ReplicaUid}, which run {refusal.HeldByRun} holds");
        }

        _runs.Add(run.Run, stored);
        return LeaseOf(stored);
    }, cancellationToken);

    /// <inheritdoc />
    public Task<RunLease?> TryAcquireAsync(string run, string owner, CancellationToken cancellationToken) => Do(() =>
    {
        var stored = Find(run);
        var now = clock.GetUtcNow();
        if (stored.Owner is not null && stored.ExpiresAt > now)
        {
            return null;
        }

        stored.Lease(owner, now + _duration);
        return LeaseOf(stored);
    }, cancellationToken);

    /// <inheritdoc />
    public Task<RunLease?> RenewAsync(RunLease lease, CancellationToken cancellationToken) => Do(() =>
    {
        if (!_runs.TryGetValue(lease.Run, out var stored) || !stored.IsHeldBy(lease))
        {
            return null;
        }

        stored.ExpiresAt = clock.GetUtcNow() + _duration;
        return LeaseOf(stored);
    }, cancellationToken);

    /// <inheritdoc />
    public Task ReleaseAsync(RunLease lease, CancellationToken cancellationToken) => Do(() =>
    {
        if (_runs.TryGetValue(lease.Run, out var stored) && stored.IsHeldBy(lease))
        {
            stored.Owner = null;
        }

        return true;
    }, cancellationToken);

    /// <inheritdoc />
    public Task<ClaimRefusal?> AppendAsync(RunLease lease, AppendBatch batch) => Do(() =>
    {
        var stored = Find(lease.Run);
        return stored.IsHeldBy(lease) ? Append(stored, batch) : throw new LeaseLostException(lease.Run);
    }, CancellationToken.None);

    /// <inheritdoc />
    public Task<ImmutableArray<ReadOnlyMemory<byte>>> ReadAsync(string run, long afterSequence, CancellationToken cancellationToken) => Do(() =>
    {
        var lines = Find(run).Lines;
        var start = (int)Math.Clamp(afterSequence, 0, lines.Count);
        return ImmutableArray.CreateRange(lines.GetRange(start, lines.Count - start));
    }, cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<RunSummary>> ListAsync(CancellationToken cancellationToken) => Do(() =>
        ImmutableArray.CreateRange(_runs.Values.Reverse().OrderByDescending(stored => stored.Run.CreatedAt).Select(stored => stored.Summary(clock.GetUtcNow()))), cancellationToken);

    /// <inheritdoc />
    public Task<ReadOnlyMemory<byte>?> ReadBlobAsync(string sha256, CancellationToken cancellationToken) => Do(() =>
        _blobs.TryGetValue(sha256, out var content) ? content : (ReadOnlyMemory<byte>?)null, cancellationToken);

    /// <inheritdoc />
    public Task<long> PostCommandAsync(string run, OperatorCommand command, CancellationToken cancellationToken) => Do(() =>
    {
        _commands.Add(new MemoryCommand(Find(run), command));
        return (long)_commands.Count;
    }, cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<PendingCommand>> PendingCommandsAsync(string run, CancellationToken cancellationToken) => Do(() =>
        _commands.Index()
            .Where(pair => pair.Item.Answer is null && pair.Item.Run.Run.Run == run)
            .Select(pair => new PendingCommand(pair.Index + 1, pair.Item.Command))
            .ToImmutableArray(), cancellationToken);

    /// <inheritdoc />
    public Task<CommandAnswer?> AnswerOfAsync(long command, CancellationToken cancellationToken) => Do(() =>
        command >= 1 && command <= _commands.Count ? _commands[(int)command - 1].Answer : null, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ClaimRefusal? Append(MemoryRun run, AppendBatch batch)
    {
        // Everything is checked before anything changes: that is this store's transaction.
        var tail = run.Tail.Append(batch.Lines);
        var answered = batch.Answers.Select(answer => (Command: Waiting(run, answer.Number), Answer: answer)).ToList();
        foreach (var replica in batch.Claims)
        {
            if (run.Claims.TryGetValue(replica, out var holder) && holder != run)
            {
                return new ClaimRefusal(replica, holder.Run.Run);
            }
        }

        foreach (var blob in batch.Blobs)
        {
            _blobs[blob.Sha256] = blob.Content;
        }

        foreach (var replica in batch.Releases)
        {
            run.EndClaim(replica);
        }

        foreach (var replica in batch.Claims)
        {
            run.Claims[replica] = run;
        }

        foreach (var (command, answer) in answered)
        {
            command.Answer = answer;
        }

        run.Lines.AddRange(batch.Lines.Select(line => line.Bytes));
        run.Tail = tail;
        run.Outcome = batch.Outcome;
        run.LastAt = clock.GetUtcNow();
        return null;
    }

    private MemoryCommand Waiting(MemoryRun run, long number)
    {
        var command = number >= 1 && number <= _commands.Count ? _commands[(int)number - 1] : null;
        return command is { Answer: null } && command.Run == run
            ? command
            : throw new InvalidOperationException($"command {number} is not one that waits for an answer in this run");
    }

    private MemoryRun Find(string run) => _runs.GetValueOrDefault(run) ?? throw new RunNotFoundException(run);

    private RunLease LeaseOf(MemoryRun run) => new(run.Run.Run, run.Owner!, run.Epoch, run.ExpiresAt, _duration);

    private Task<T> Do<T>(Func<T> act, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        try
        {
            lock (_lock)
            {
                return Task.FromResult(act());
            }
        }
        catch (Exception error)
        {
            return Task.FromException<T>(error);
        }
    }
}
