using System.Diagnostics;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Acceptance.Tests.Crashing;

/// <summary>A store whose process ends without a word right before or right after a transaction that changes what is known of a run.</summary>
internal sealed class CrashingStore(IRunStore store, CrashOrder order) : IRunStore
{
    private int _passed;

    public async Task<RunLease> CreateAsync(NewRun run, string owner, CancellationToken cancellationToken)
    {
        var batches = BatchesOf(run.First);
        var lease = await TransactAsync(batches[0], () => store.CreateAsync(run with { First = batches[0] }, owner, cancellationToken));
        foreach (var batch in batches[1..])
        {
            await TransactAsync(batch, () => store.AppendAsync(lease, batch));
        }

        return lease;
    }

    public async Task<ClaimRefusal?> AppendAsync(RunLease lease, AppendBatch batch)
    {
        foreach (var part in BatchesOf(batch))
        {
            if (await TransactAsync(part, () => store.AppendAsync(lease, part)) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    public Task ReleaseAsync(RunLease lease, CancellationToken cancellationToken) => TransactAsync(batch: null, async () =>
    {
        await store.ReleaseAsync(lease, cancellationToken);
        return true;
    });

    public Task<RunLease?> TryAcquireAsync(string run, string owner, CancellationToken cancellationToken) => store.TryAcquireAsync(run, owner, cancellationToken);

    public Task<RunLease?> RenewAsync(RunLease lease, CancellationToken cancellationToken) => store.RenewAsync(lease, cancellationToken);

    public Task<ImmutableArray<ReadOnlyMemory<byte>>> ReadAsync(string run, long afterSequence, CancellationToken cancellationToken) =>
        store.ReadAsync(run, afterSequence, cancellationToken);

    public Task<ImmutableArray<RunSummary>> ListAsync(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);

    public Task<ReadOnlyMemory<byte>?> ReadBlobAsync(string sha256, CancellationToken cancellationToken) => store.ReadBlobAsync(sha256, cancellationToken);

    public Task<long> PostCommandAsync(string run, OperatorCommand command, CancellationToken cancellationToken) => store.PostCommandAsync(run, command, cancellationToken);

    public Task<ImmutableArray<PendingCommand>> PendingCommandsAsync(string run, CancellationToken cancellationToken) => store.PendingCommandsAsync(run, cancellationToken);

    public Task<CommandAnswer?> AnswerOfAsync(long command, CancellationToken cancellationToken) => store.AnswerOfAsync(command, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private ImmutableArray<AppendBatch> BatchesOf(AppendBatch batch) => order.Type.Length > 0 ? SplitBatch.LineByLine(batch) : [batch];

    private async Task<T> TransactAsync<T>(AppendBatch? batch, Func<Task<T>> transaction)
    {
        Pass(order.Type.Length == 0);
        var result = await transaction();
        Pass(order.Type.Length == 0 || (batch is { Lines: [var line] } && SplitBatch.TypeOf(line.Bytes) == order.Type));
        return result;
    }

    /// <param name="counts">Whether this is one of those that the order counts.</param>
    private void Pass(bool counts)
    {
        if (!counts || ++_passed != order.Number)
        {
            return;
        }

        // SIGKILL, as from a power cut or the kernel: no handler, no finally, nothing flushed. The thread does not come back from here.
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
