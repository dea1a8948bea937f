using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Running;

namespace DrRunbook.Engine.Operators;

/// <summary>Takes commands to whoever drives a run; where nobody does, answers them itself under the run's lease.</summary>
/// <param name="owner">Names this process in the lease.</param>
public sealed class OperatorDesk(IRunStore store, TimeProvider hostClock, string owner) : IOperatorDesk
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly SealCheck _seals = new(store, hostClock, root: null);

    /// <inheritdoc />
    public async Task<CommandAnswer> SubmitAsync(string run, OperatorCommand command, CancellationToken cancellationToken)
    {
        var number = await store.PostCommandAsync(run, command, cancellationToken);
        while (true)
        {
            if (await store.AnswerOfAsync(number, cancellationToken) is { } answer)
            {
                return answer;
            }

            if (await store.TryAcquireAsync(run, owner, cancellationToken) is { } lease)
            {
                try
                {
                    await AnswerAllAsync(lease);
                }
                finally
                {
                    await store.ReleaseAsync(lease, CancellationToken.None);
                }
            }
            else
            {
                await Task.Delay(Look, hostClock, cancellationToken);
            }
        }
    }

    private async Task AnswerAllAsync(RunLease lease)
    {
        var (state, head, last) = await LoadAsync(lease.Run);
        foreach (var pending in await store.PendingCommandsAsync(lease.Run, CancellationToken.None))
        {
            var verdict = pending.Command.Kind == "halt"
                ? CommandVerdict.Refuse("nobody drives the run: there is nothing to halt")
                : CommandDesk.Judge(state, pending.Command, await _seals.OfAsync(state, pending.Command));
            ImmutableArray<RunEvent> events = verdict.Refusal is { } refusal
                ? [new CommandRefused(pending.Command.Kind, OutsideText.From(pending.Command.By), OutsideText.From(refusal))]
                : verdict.Events;
            var lines = ImmutableArray.CreateBuilder<JournalLine>();
            foreach (var runEvent in events)
            {
                last = Next(last, runEvent);
                state.Apply(last);
                lines.Add(JournalLine.Write(lease.Run, last, head));
                head = lines[^1].Hash;
            }

            var answer = new CommandAnswer(pending.Number, verdict.Refusal is null, verdict.Refusal);
            var isReal = state.Start!.Simulation is null;
            var claims = isReal ? BatchClaims.Taken(state.Graph, events) : [];
            var releases = isReal ? BatchClaims.Released(state.Graph, events) : [];
            var batch = new AppendBatch(lines.ToImmutable(), verdict.Blobs, claims, releases, [answer], state.Standing);
            if (await store.AppendAsync(lease, batch) is not null)
            {
                // Another run holds the replica: what a person says of it stands without a claim.
                await store.AppendAsync(lease, batch with { Claims = [] });
            }
        }
    }

    private async Task<(RunState State, string Head, JournalEntry Last)> LoadAsync(string run)
    {
        var stored = await StoredRun.LoadAsync(store, run, CancellationToken.None);
        return (RunState.Fold(new PlanGraph(stored.Plan), stored.Entries), stored.Head, stored.Entries[^1]);
    }

    /// <summary>An entry outside any taking-up: its time goes on from the last entry by the clock, never backwards.</summary>
    private JournalEntry Next(JournalEntry last, RunEvent runEvent)
    {
        // A simulated run's time may be ahead of the host's: then none goes by.
        var now = hostClock.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        var at = now > last.At ? now : last.At;
        return new JournalEntry(last.Sequence + 1, at, last.Elapsed + (at - last.At), runEvent);
    }
}
