using DrRunbook.Core.Execution;
using DrRunbook.Core.Json;
using DrRunbook.Core.Journal;
using DrRunbook.Engine.Operators;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Running;

/// <summary>Drives one run: takes all waiting facts, folds them, asks the scheduler, commits, and only then acts.</summary>
/// <remarks>One reader and one writer: the state needs no lock. What was not committed has not happened.</remarks>
public sealed partial class RunLoop
{
    /// <summary>How long a run that is left waits for answers that are on their way; shorter than a lease.</summary>
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(8);

    /// <summary>What a new owner waits longer than a lease.</summary>
    private static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(5);

    private readonly RunSetup _setup;
    private readonly Scheduler _scheduler;
    private readonly RunJournal _journal;
    private readonly SealCheck _seals;
    private readonly List<Blob> _blobs = [];
    private readonly List<CommandAnswer> _answers = [];
    private readonly List<RunEvent> _given = [];
    private readonly Dictionary<string, string> _claimedBy = new(StringComparer.Ordinal);
    private RunState _state;
    private HeldLease? _held;
    private bool _commandsWait;
    private bool _moveWaits;
    private DateTimeOffset _lastLook = DateTimeOffset.MinValue;

    private RunLoop(RunSetup setup, RunJournal journal, RunState state, HeldLease? held)
    {
        (_setup, _journal, _state, _held) = (setup, journal, state, held);
        _scheduler = new Scheduler(setup.NewId);
        _seals = new SealCheck(setup.Store, setup.HostClock, setup.Root);
    }

    /// <summary>Starts a new run and drives it until it is over, left, or abandoned.</summary>
    /// <param name="start">The first entry; an outage that nobody stated is taken to begin with it.</param>
    /// <param name="blobs">The plan, and what else the first entry names.</param>
    /// <param name="halt">The first Ctrl+C: start nothing new, follow what runs.</param>
    /// <param name="abandon">The second: stop following; the remote work goes on and <c>resume</c> finds it.</param>
    public static async Task<RunResult> StartAsync(
        RunSetup setup, RunStarted start, ImmutableArray<Blob> blobs, CancellationToken halt, CancellationToken abandon)
    {
        var journal = new RunJournal(start.Run, setup.RunClock, JournalLine.NoHash, length: 0);
        var loop = new RunLoop(setup, journal, new RunState(setup.Graph), held: null);
        loop._blobs.AddRange(blobs);
        loop.Record(start.OutageStated ? start : start with { OutageAt = RunJournal.WholeMilliseconds(setup.RunClock.GetUtcNow()) });
        return await loop.DriveAsync(halt, abandon);
    }

    /// <summary>Takes an unfinished run up and drives it on.</summary>
    /// <param name="lease">The run's lease, just acquired.</param>
    /// <param name="entries">The whole journal.</param>
    /// <param name="head">The hash of its last line.</param>
    /// <param name="closing">Who ends the run for good and why; null to go on with it.</param>
    public static async Task<RunResult> ResumeAsync(
        RunSetup setup, RunLease lease, ImmutableArray<JournalEntry> entries, string head, RunClosed? closing, CancellationToken halt, CancellationToken abandon)
    {
        // The journal was read since the lease was taken: from here on its age is known.
        var state = RunState.Fold(setup.Graph, entries);
        if (await HeldLease.AskAsync(setup.HostClock, () => setup.Store.RenewAsync(lease, CancellationToken.None)) is not { } held)
        {
            return new RunResult(state, Abandoned: false, LeaseLost: true);
        }

        var journal = new RunJournal(lease.Run, setup.RunClock, head, entries.Length);
        var loop = new RunLoop(setup, journal, state, held);
        return await loop.DriveAsync(halt, abandon, closing);
    }

    private async Task<RunResult> DriveAsync(CancellationToken halt, CancellationToken abandon, RunClosed? closing = null)
    {
        foreach (var observer in _setup.Observers)
        {
            observer.Started(_state);
        }

        EffectStarter? effects = null;
        var notices = new NoticeEffects(_setup, LeaseIsFresh, abandon);
        IAsyncDisposable? listening = null;
        try
        {
            Record(new RunTakenUp(_setup.By, _setup.Machine, _setup.ToolVersion, _held?.Lease.Epoch ?? 1, _setup.LeavesPeople));
            foreach (var reached in _setup.Reached)
            {
                Record(reached);
            }

            foreach (var finding in _setup.Findings)
            {
                Record(finding);
            }

            if (closing is not null)
            {
                Record(closing);
            }

            await CommitAsync();
            listening = (_setup.Store as INotifyingStore)?.Listen(_held!.Lease.Run, HearOfCommand);
            effects = new EffectStarter(_setup, () => _state, LeaseIsFresh, Unheard(_state, _held!.Lease), abandon);
            foreach (var decision in effects.TakeUp())
            {
                Record(decision);
            }

            while (!abandon.IsCancellationRequested)
            {
                // Facts first: a command is judged by all that is known, and its effects cannot speak against it afterwards.
                TakeFacts();
                await LookOutsideAsync(isLeft: false, halt);
                var committed = await DecideAsync();
                foreach (var entry in committed)
                {
                    effects.Follow(entry.Event);
                    notices.Follow(entry.Event);
                }

                if (RunLifecycle.IsFinal(_state.Phase) || RunLifecycle.IsPaused(_state.Phase))
                {
                    await TellLastAsync(notices, halt, abandon);
                    break;
                }

                var due = NoticeEffects.Earlier(_state.NextDue, notices.Tell(_state));
                await _setup.Pace.WaitAsync(_setup.Facts, due, abandon);
            }

            var isAbandoned = abandon.IsCancellationRequested && !RunLifecycle.IsFinal(_state.Phase);
            if (isAbandoned)
            {
                await HearLastAnswersAsync(effects);
            }

            return new RunResult(_state, isAbandoned, LeaseLost: false);
        }
        catch (LeaseLostException)
        {
            return new RunResult(await StoredStateAsync(), Abandoned: false, LeaseLost: true);
        }
        finally
        {
            // The messages first: what is not driven any more tells nobody anything.
            await notices.DisposeAsync();
            if (effects is not null)
            {
                await effects.DisposeAsync();
            }

            foreach (var observer in _setup.Observers)
            {
                observer.Ended(_state);
            }

            if (listening is not null)
            {
                await listening.DisposeAsync();
            }

            if (_held is not null)
            {
                await _setup.Store.ReleaseAsync(_held.Lease, CancellationToken.None);
            }
        }
    }

    /// <summary>
    /// How long a new owner waits before it looks for what an open intent may have become: its old owner may have been frozen between its last
    /// look at the lease and the request. A simulated run's managers ended with their process.
    /// </summary>
    private static TimeSpan Unheard(RunState state, RunLease lease) => state.Start!.Simulation is null ? lease.Duration + LeaseMargin : TimeSpan.Zero;

    /// <summary>The store says that a command waits: called from any thread.</summary>
    private void HearOfCommand()
    {
        Volatile.Write(ref _commandsWait, true);
        _setup.Facts.Wake();
    }

    /// <summary>Operators' commands, the lease, and the keyboard.</summary>
    /// <param name="isLeft">Whether the run is over or left: then a move that could be accepted, and what came after it, stays for whoever takes the lease next.</param>
    private async Task LookOutsideAsync(bool isLeft, CancellationToken halt)
    {
        if (halt.IsCancellationRequested && _state.Phase == RunPhase.Running)
        {
            Record(new HaltRequested(_setup.By, new OutsideText("asked at the keyboard")));
        }

        var now = _setup.HostClock.GetUtcNow();
        if (!_setup.Pace.HasOutside || (now - _lastLook < Time.RealPace.Tick && !Volatile.Read(ref _commandsWait)))
        {
            return;
        }

        _lastLook = now;
        Volatile.Write(ref _commandsWait, false);
        await RenewLeaseAsync();
        foreach (var pending in await _setup.Store.PendingCommandsAsync(_held!.Lease.Run, CancellationToken.None))
        {
            var verdict = CommandDesk.Judge(_state, pending.Command, await _seals.OfAsync(_state, pending.Command));
            if (isLeft && verdict.Refusal is null && CommandDesk.MovesRun(pending.Command))
            {
                _moveWaits = true;
                return;
            }

            _blobs.AddRange(verdict.Blobs);
            foreach (var accepted in verdict.Events)
            {
                Record(accepted);
            }

            if (verdict.Refusal is { } refusal)
            {
                Record(new CommandRefused(pending.Command.Kind, OutsideText.From(pending.Command.By), OutsideText.From(refusal)));
            }

            _answers.Add(new CommandAnswer(pending.Number, verdict.Refusal is null, verdict.Refusal));
        }
    }

    /// <summary>Before the run is left for good: what was asked of the managers and answered goes into the journal; nothing is decided upon it.</summary>
    private async Task HearLastAnswersAsync(EffectStarter effects)
    {
        await effects.HearAnswersAsync(LastAnswers);
        TakeFacts();
        await CommitAsync();
    }

    private async Task RenewLeaseAsync()
    {
        var held = _held!;
        if (held.IsToBeRenewed(_setup.HostClock))
        {
            var renewed = await HeldLease.AskAsync(_setup.HostClock, () => _setup.Store.RenewAsync(held.Lease, CancellationToken.None));
            Volatile.Write(ref _held, renewed ?? throw new LeaseLostException(held.Lease.Run));
        }
    }

    /// <summary>Whether enough of the lease is left for a request to leave. Asked from any thread.</summary>
    private bool LeaseIsFresh() => !_setup.Pace.HasOutside || Volatile.Read(ref _held)!.IsFresh(_setup.HostClock);

    private void TakeFacts()
    {
        foreach (var fact in _setup.Facts.TakeAll())
        {
            Record(fact.Event);
            _blobs.AddRange(fact.Blobs);
        }
    }

    /// <summary>Decides what follows from what was recorded, and commits both in one transaction.</summary>
    private async Task<ImmutableArray<JournalEntry>> DecideAsync()
    {
        while (true)
        {
            var now = _setup.RunClock.GetUtcNow();
            while (_scheduler.Next(_state, now, _claimedBy) is { } decision)
            {
                Fold(decision);
            }

            var entries = _journal.Entries;
            if (await CommitAsync() is not { } refusal)
            {
                return entries;
            }

            // Another run holds a replica: what was decided never was. The same facts are decided upon again, knowing that.
            _claimedBy[refusal.ReplicaUid] = refusal.HeldByRun;
            _given.ForEach(Fold);
        }
    }

    /// <summary>Records what was not decided here but came in: it stands even where the decisions on it have to be taken anew.</summary>
    private void Record(RunEvent given)
    {
        _given.Add(given);
        Fold(given);
    }

    private void Fold(RunEvent runEvent) => _state.Apply(_journal.Write(runEvent));

    /// <summary>A person's word on a replica that another run is known to hold stands without a claim on it.</summary>
    private ImmutableArray<string> Claims(ImmutableArray<JournalEntry> entries) =>
        [.. BatchClaims.Taken(_state.Graph, entries.Select(entry => entry.Event)).Where(replica => !_claimedBy.ContainsKey(replica))];

    private async Task<ClaimRefusal?> CommitAsync()
    {
        var entries = _journal.Entries;
        if (entries.IsEmpty && _answers.Count == 0)
        {
            return null;
        }

        var claims = _state.Start!.Simulation is null ? Claims(entries) : [];
        var releases = _state.Start.Simulation is null ? BatchClaims.Released(_state.Graph, entries.Select(entry => entry.Event)) : [];
        var batch = new AppendBatch(_journal.Lines, [.. _blobs], claims, releases, [.. _answers], _state.Standing);
        if (_held is null)
        {
            var start = _state.Start;
            var run = new NewRun(start.Run, start.Runbook, Words.Of(start.Mode), start.Simulation is not null, _state.StartedAt.At, batch);
            _held = await HeldLease.AskAsync(_setup.HostClock, async () => await _setup.Store.CreateAsync(run, _setup.Machine, CancellationToken.None));
        }
        else if (await _setup.Store.AppendAsync(_held.Lease, batch) is { } refusal)
        {
            _journal.TakeBack();
            _state = await StoredStateAsync();
            return refusal;
        }

        _journal.Committed();
        _given.Clear();
        _blobs.Clear();
        _answers.Clear();
        foreach (var observer in _setup.Observers)
        {
            observer.Committed(entries, _state);
        }

        return null;
    }

    private async Task<RunState> StoredStateAsync()
    {
        var stored = await StoredRun.LoadAsync(_setup.Store, _held!.Lease.Run, CancellationToken.None);
        return RunState.Fold(_state.Graph, stored.Entries);
    }
}
