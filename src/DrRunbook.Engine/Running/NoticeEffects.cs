using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Time;

namespace DrRunbook.Engine.Running;

/// <summary>Sends the addresses of <c>notify</c> what is due, beside the run: no step waits for it. Used on the loop's thread alone.</summary>
/// <remarks>Delivery is at least once: what was sent and not journaled when the process ended is sent again.</remarks>
/// <param name="mayStillSend">Whether the lease is fresh enough for a request to start; asked right before each try, on whatever thread.</param>
internal sealed class NoticeEffects(RunSetup setup, Func<bool> mayStillSend, CancellationToken abandon) : IAsyncDisposable
{
    private const int MostTries = 3;

    /// <summary>The most messages that are on their way to one address at the same time.</summary>
    private const int MostAtOnce = 4;

    /// <summary>The longest one try may take.</summary>
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(10);

    /// <summary>The pause after the first try; it doubles.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);

    private readonly Dictionary<NoticeSubject, Sending> _underWay = [];

    /// <summary>The longest that a run which is over or left waits for its last messages: somewhat more than all tries of one can take.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(40);

    /// <summary>Whether a message is under way that the journal knows nothing of.</summary>
    public bool AnyUnderWay => _underWay.Count > 0;

    /// <summary>How many addresses such messages go to.</summary>
    public int Addresses => _underWay.Keys.Select(subject => subject.Notification).Distinct().Count();

    /// <summary>Sends what is due.</summary>
    /// <returns>When something will next be due, UTC; null: not before something changes.</returns>
    public DateTimeOffset? Tell(RunState state)
    {
        var now = setup.RunClock.GetUtcNow();
        DateTimeOffset? next = null;
        foreach (var notice in state.Notices.Ahead(state, now).Where(notice => !_underWay.ContainsKey(notice.Subject)))
        {
            if (notice.DueAt <= now)
            {
                if (_underWay.Keys.Count(subject => subject.Notification == notice.Subject.Notification) < MostAtOnce)
                {
                    Start(notice, state, now);
                }
            }
            else
            {
                next = Earlier(next, notice.DueAt);
            }
        }

        return Earlier(next, state.Notices.LooksAgainAt);
    }

    /// <summary>What is in the journal is under way no longer.</summary>
    public void Follow(RunEvent runEvent)
    {
        if (runEvent is NotificationEvent told && _underWay.Remove(new NoticeSubject(told.Notification, told.Occasion, told.Step, told.Gate, told.Entry), out var sent))
        {
            sent.Effect.Stop();
            sent.Effect.Dispose();
        }
    }

    /// <summary>Waits no longer for what is under way.</summary>
    /// <returns>What has to be recorded of it; nothing of what never left.</returns>
    public ImmutableArray<NotificationFailed> GiveUp()
    {
        foreach (var sending in _underWay.Values)
        {
            sending.Effect.Stop();
        }

        return
        [
            .. _underWay.Values
                .Select(sending => NotDelivered(sending.Notice, sending.Tries, "no answer before drrun left the run"))
                .Where(undelivered => undelivered.Tries > 0),
        ];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        var effects = _underWay.Values.Select(sent => sent.Effect).ToList();
        effects.ForEach(effect => effect.Stop());
        await Task.WhenAll(effects.Select(effect => effect.Work));
        effects.ForEach(effect => effect.Dispose());
    }

    /// <summary>The earlier of two times; null is never.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => other is null || one < other ? one : other;

    private void Start(Notice notice, RunState state, DateTimeOffset now)
    {
        var notification = state.Graph.Plan.Notify[notice.Subject.Notification - 1];
        var message = NoticeMessage.Of(notice, state, now).Write();
        var values = StepValues.Of(state, notification, setup.Secrets);
        var sending = new Sending(notice, new Effect(setup.Facts, abandon));
        _underWay[notice.Subject] = sending;
        sending.Effect.Start((sink, stop) => SendAsync(sending, notification, message, values, sink, stop));
    }

    private async Task SendAsync(Sending sending, Notification notification, byte[] message, ValueResolver values, IFactSink sink, CancellationToken stop)
    {
        var (notice, pause) = (sending.Notice, FirstPause);
        while (true)
        {
            while (!mayStillSend())
            {
                await Task.Delay(RealPace.Tick, setup.HostClock, stop);
            }

            var tries = sending.Begin();
            var answer = await TryOnceAsync(notice.Subject.Notification, notification, message, tries, values, stop);
            stop.ThrowIfCancellationRequested();
            if (answer.Holds)
            {
                var subject = notice.Subject;
                sink.Post(new NotificationSent(
                    subject.Notification, subject.Occasion, subject.Step, subject.Gate, subject.Entry, notice.DueAt, notice.Count, tries, OutsideText.From(answer.Detail)));
                return;
            }

            if (tries == MostTries)
            {
                sink.Post(NotDelivered(notice, tries, answer.Detail));
                return;
            }

            await Task.Delay(pause, setup.RunClock, stop);
            pause *= 2;
        }
    }

    private async Task<ProbeAnswer> TryOnceAsync(int number, Notification notification, byte[] message, int attempt, ValueResolver values, CancellationToken stop)
    {
        using var limit = new TimeLimit(setup.RunClock.GetUtcNow() + LongestTry, setup.RunClock, stop);
        return await setup.Outside.TellAsync(number, notification, message, attempt, values, limit.Token);
    }

    private static NotificationFailed NotDelivered(Notice notice, int tries, string why)
    {
        var subject = notice.Subject;
        return new NotificationFailed(
            subject.Notification, subject.Occasion, subject.Step, subject.Gate, subject.Entry, notice.DueAt, notice.Count, tries, OutsideText.From(why));
    }

    /// <summary>A message on its way.</summary>
    private sealed class Sending(Notice notice, Effect effect)
    {
        private int _tries;

        public Notice Notice => notice;

        public Effect Effect => effect;

        /// <summary>How often it was sent. Read from any thread.</summary>
        public int Tries => Volatile.Read(ref _tries);

        /// <summary>Counts a try that begins now.</summary>
        public int Begin() => Interlocked.Increment(ref _tries);
    }
}
