using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DrRunbook.Engine;
using DrRunbook.Engine.Operators;
using DrRunbook.Engine.Outside;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Running;
using DrRunbook.Engine.Time;
using DrRunbook.Storage;
using DrRunbook.Yaml;
using Microsoft.Extensions.Time.Testing;

namespace DrRunbook.Cli.Tests.Composition;

/// <summary>A run loop that tells real receivers on loopback what its runbook wants told.</summary>
public sealed class NotifyLoopTests : IDisposable
{
    private const string Secret = "a-key-of-the-web-hook";
    private const string Fails = "steps: [{ id: bad, command: { run: ['false'] } }]";
    private const string Goes = "steps: [{ id: good, command: { run: ['true'] } }]";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drrun-notify-");
    private readonly MemoryRunStore _store = new(TimeProvider.System);
    private readonly KnownSecrets _known = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_failed_run_tells_of_the_failure_and_of_its_end()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the programs are those of a Unix");
        await using var receiver = new Receiver();

        await RunAsync(Fails, $"/hook?run=${{run.id}}", receiver.Port, "failure, end");

        Assert.Equal(2, receiver.Requests.Count);
        Assert.All(receiver.Requests, request => Assert.Equal(("POST", $"/hook?run={ScriptedRun.Id}", Secret, "application/json"), (request.Method, request.Path, request.Key, request.Type)));
        var bodies = receiver.Requests.Select(request => JsonDocument.Parse(request.Body).RootElement).OrderByDescending(body => body.GetProperty("occasion").GetString()).ToArray();
        Assert.Equal(["failure bad", "end "], bodies.Select(body => $"{body.GetProperty("occasion").GetString()} {(body.TryGetProperty("step", out var step) ? step.GetString() : "")}"));
        Assert.Equal($"Drill {ScriptedRun.Id} of 'one' ended: failed", bodies[1].GetProperty("text").GetString());
        Assert.All(bodies, body => Assert.False(body.GetProperty("rehearsal").GetBoolean()));

        var entries = await EntriesAsync();
        Assert.Equal(["failure", "end"], entries.Select(entry => entry.Event).OfType<NotificationSent>().OrderBy(sent => sent.Occasion).Select(sent => Core.Json.Words.Of(sent.Occasion)));
        Assert.True(entries.First(entry => entry.Event is RunEnded).Sequence < entries.First(entry => entry.Event is NotificationSent { Occasion: Occasion.End }).Sequence);
        await NoSecretAsync();
    }

    [Fact]
    public async Task A_run_that_is_left_waiting_tells_whom_it_waits_for_and_that_it_is_left()
    {
        await using var receiver = new Receiver();

        var result = await RunAsync("steps: [{ id: go, gate: { manual: { instruction: Go on } } }]", "/", receiver.Port, "waiting, end", leaves: true);

        Assert.Equal(RunOutcome.Waiting, result.State.Standing);
        var texts = receiver.Requests.Select(request => JsonDocument.Parse(request.Body).RootElement.GetProperty("text").GetString()!).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(2, texts.Length);
        Assert.EndsWith($"is left, waiting; 'drrun resume {ScriptedRun.Id}' goes on", texts[0], StringComparison.Ordinal);
        Assert.EndsWith("waits for anybody at 'go': Go on", texts[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_receiver_holds_no_step_and_no_end_up()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the programs are those of a Unix");
        var ended = new Watch(entry => entry.Event is RunEnded);
        await using var receiver = new Receiver(() => ended.Seen.Task);

        await RunAsync(
            """
            steps: [{ id: bad, onFailure: contain, command: { run: ['false'] } }]
            finally: [{ id: tidy, command: { run: ['true'] } }]
            """,
            "/", receiver.Port, "failure", observers: [ended]);

        var entries = await EntriesAsync();
        Assert.Equal(entries[^1].Event, Assert.IsType<NotificationSent>(entries[^1].Event));
        Assert.Equal("tidy", entries.Select(entry => entry.Event).OfType<StepEnded>().Last().Step.Value);
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task A_receiver_that_never_answers_is_given_up_and_becomes_a_finding()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the programs are those of a Unix");
        var over = new TaskCompletionSource();
        await using var receiver = new Receiver(() => over.Task);

        var result = await RunAsync(Goes, "/", receiver.Port, "end", speed: 200);
        over.SetResult();

        var failed = Assert.Single((await EntriesAsync()).Select(entry => entry.Event).OfType<NotificationFailed>());
        Assert.Equal((Occasion.End, 1), (failed.Occasion, failed.Count));
        Assert.InRange(failed.Tries, 1, 3);
        Assert.Equal(RunOutcome.Succeeded, result.State.Standing);
        Assert.Equal("notification-failed", Assert.Single(RunVerdict.Of(result.State).Findings).Kind);
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_is_tried_three_times()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the programs are those of a Unix");

        await RunAsync(Goes, "/", Receiver.FreePort(), "end", speed: 60);

        var failed = Assert.Single((await EntriesAsync()).Select(entry => entry.Event).OfType<NotificationFailed>());
        Assert.Equal(3, failed.Tries);
        Assert.StartsWith("no connection", failed.Detail.Raw, StringComparison.Ordinal);
        await NoSecretAsync();
    }

    [Fact]
    public async Task What_an_earlier_process_sent_is_not_sent_again()
    {
        await using var receiver = new Receiver();
        const string Waits = "steps: [{ id: go, gate: { manual: { instruction: Go on } } }]";
        await RunAsync(Waits, "/", receiver.Port, "waiting", leaves: true);

        var result = await ResumeAsync();

        Assert.Equal(RunOutcome.Waiting, result.State.Standing);
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task An_answer_that_comes_as_the_patience_ends_is_recorded_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the programs are those of a Unix");
        await using var receiver = new Receiver();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());

        await RunAsync(Goes, "/", receiver.Port, "end", clock: clock, pace: new LatePace(clock));

        Assert.IsType<NotificationSent>(Assert.Single((await EntriesAsync()).Select(entry => entry.Event).OfType<NotificationEvent>()));
    }

    [Fact]
    public async Task A_person_who_answers_while_the_last_messages_are_sent_ends_the_waiting_and_a_resume_goes_on()
    {
        var never = new TaskCompletionSource();
        var (told, ended) = (new Watch(_ => false), new Watch(entry => entry.Event is NoteAdded));
        await using var receiver = new Receiver(() => never.Task);
        var run = RunAsync("steps: [{ id: go, gate: { manual: { instruction: Go on } } }]", "/", receiver.Port, "waiting, end", leaves: true, observers: [told, ended]);
        var desk = new OperatorDesk(_store, TimeProvider.System, "ops2:1");
        var at = TimeProvider.System.GetUtcNow();
        Assert.Equal(1, await told.Telling.Task);

        // What is put on record, and what is refused, ends nothing.
        Assert.True((await desk.SubmitAsync(ScriptedRun.Id, new OperatorCommand("note", null, "dora", at, "all is well"), TestContext.Current.CancellationToken)).Accepted);
        Assert.False((await desk.SubmitAsync(ScriptedRun.Id, new OperatorCommand("confirm", "gone", "dora", at, null), TestContext.Current.CancellationToken)).Accepted);
        Assert.False(run.IsCompleted);
        Assert.True((await desk.SubmitAsync(ScriptedRun.Id, new OperatorCommand("confirm", "go", "dora", at, null), TestContext.Current.CancellationToken)).Accepted);
        var left = await run;
        never.SetResult();

        Assert.False(left.State.Steps[0].IsFinal);
        var entries = await EntriesAsync();
        Assert.IsType<GateAnswered>(entries[^1].Event);
        Assert.Equal([Occasion.End], entries.Select(entry => entry.Event).OfType<NotificationEvent>().Select(message => message.Occasion));
        Assert.Equal(RunOutcome.SucceededWithFindings, (await ResumeAsync()).State.Standing);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_ended_well_has_ended_well_also_where_its_last_messages_are_cut_short(bool abandons)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the programs are those of a Unix");
        var never = new TaskCompletionSource();
        using var halt = new CancellationTokenSource();
        using var abandon = new CancellationTokenSource();
        var watch = new Watch(_ => false);
        await using var receiver = new Receiver(() => never.Task);
        var run = RunAsync(Goes, "/", receiver.Port, "end", observers: [watch], signals: (halt.Token, abandon.Token));
        await watch.Telling.Task;
        await (abandons ? abandon : halt).CancelAsync();
        var result = await run;
        never.SetResult();

        Assert.Equal((RunOutcome.Succeeded, false), (result.State.Standing, result.Abandoned));
        var failed = Assert.IsType<NotificationFailed>((await EntriesAsync())[^1].Event);
        Assert.Equal((Occasion.End, 1), (failed.Occasion, failed.Tries));
    }

    [Fact]
    public async Task The_end_of_a_halted_run_is_told_although_its_Ctrl_C_came_before()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the programs are those of a Unix");
        using var halt = new CancellationTokenSource();
        await halt.CancelAsync();
        await using var receiver = new Receiver();

        var result = await RunAsync(Goes, "/", receiver.Port, "end", signals: (halt.Token, CancellationToken.None));

        Assert.Equal(RunOutcome.Halted, result.State.Standing);
        Assert.IsType<NotificationSent>((await EntriesAsync())[^1].Event);
    }

    [Fact]
    public async Task Nothing_is_sent_by_whoever_may_have_lost_the_lease()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the programs are those of a Unix");
        var pace = new FrozenPace(TimeProvider.System.GetUtcNow());
        var (whileFrozen, answers) = (0, 0);
        await using var receiver = new Receiver(
            () =>
            {
                whileFrozen += pace.IsFrozen ? 1 : 0;
                pace.Heard();
                return Task.CompletedTask;
            },
            status: () => Interlocked.Increment(ref answers) == 1 ? 503 : 204);

        await RunAsync(Goes, "/", receiver.Port, "end", clock: pace.Clock, hostClock: pace.Clock, pace: pace);

        Assert.Equal(0, whileFrozen);
        Assert.Equal(2, Assert.IsType<NotificationSent>((await EntriesAsync())[^1].Event).Tries);
    }

    [Fact]
    public async Task At_most_four_messages_are_on_their_way_to_one_address_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the programs are those of a Unix");
        var (running, tooMany, full) = (0, false, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var receiver = new Receiver(async () =>
        {
            var now = Interlocked.Increment(ref running);
            tooMany |= now > 4;
            if (now == 4)
            {
                full.TrySetResult();
            }

            await full.Task;
            Interlocked.Decrement(ref running);
        });
        var steps = string.Join(", ", Enumerable.Range(1, 9).Select(step => $"{{ id: s{step}, gate: {{ manual: {{ instruction: Go on }} }} }}"));

        await RunAsync($"steps: [{{ id: all, parallel: {{ steps: [{steps}] }} }}]", "/", receiver.Port, "waiting, end", leaves: true);

        Assert.Equal((10, false), (receiver.Requests.Count, tooMany));
        Assert.Equal(10, (await EntriesAsync()).Count(entry => entry.Event is NotificationSent));
    }

    [Fact]
    public async Task What_is_waited_for_is_told_once_the_receiver_is_there()
    {
        var answers = 0;
        var told = new Watch(entry => entry.Event is NotificationSent);
        using var abandon = new CancellationTokenSource();
        await using var receiver = new Receiver(status: () => Interlocked.Increment(ref answers) <= 7 ? 503 : 204);
        var run = RunAsync("steps: [{ id: go, gate: { manual: { instruction: Go on } } }]", "/", receiver.Port, "waiting", speed: 60, observers: [told], signals: (default, abandon.Token));
        await told.Seen.Task;
        await abandon.CancelAsync();
        await run;

        var messages = (await EntriesAsync()).Select(entry => entry.Event).OfType<NotificationEvent>().ToList();
        Assert.IsType<NotificationSent>(messages[^1]);
        Assert.All(messages, message => Assert.Equal(1, message.Count));
        Assert.True(messages.Count > 1);
    }

    private async Task<RunResult> ResumeAsync()
    {
        var stored = await StoredRun.LoadAsync(_store, ScriptedRun.Id, CancellationToken.None);
        var lease = await _store.TryAcquireAsync(ScriptedRun.Id, "ops2:1", CancellationToken.None);
        var setup = Setup(stored.Plan, TimeProvider.System, leaves: true, []);
        return await RunLoop.ResumeAsync(setup, lease!, stored.Entries, stored.Head, closing: null, CancellationToken.None, CancellationToken.None);
    }

    private async Task<RunResult> RunAsync(
        string steps,
        string path,
        int port,
        string on,
        double speed = 1,
        bool leaves = false,
        ImmutableArray<IRunObserver> observers = default,
        TimeProvider? clock = null,
        TimeProvider? hostClock = null,
        IPace? pace = null,
        (CancellationToken Halt, CancellationToken Abandon) signals = default)
    {
        var file = Path.Combine(_folder.FullName, "one.yaml");
        await File.WriteAllTextAsync(file, $$"""
            version: 1
            name: one
            unfenced: a runbook of a test
            enterpriseManagers: { site-b: { url: 'https://em.example:9398', credentials: { usernameFrom: env:U, passwordFrom: env:P } } }
            notify: [{ url: 'http://127.0.0.1:{{port.ToString(CultureInfo.InvariantCulture)}}{{path}}', headers: { X-KeyFrom: env:HOOK_KEY }, on: [{{on}}] }]
            {{steps}}
            """, TestContext.Current.CancellationToken);
        var loaded = RunbookLoader.Load(new LoadRequest(file) { Root = _folder.FullName });
        Assert.Empty(loaded.Diagnostics);
        var now = TimeProvider.System.GetUtcNow();
        var bytes = PlanJson.Write(PlanCompiler.Compile(loaded.Runbook!, RunMode.Drill, now).Plan!);
        var start = new RunStarted(
            RunState.Format, ScriptedRun.Id, "one", PlanJson.Digest(bytes), [], null, null, "0.1.0", RunMode.Drill, now, false, OutsideText.From("dora"), "ops1", null);
        clock ??= speed > 1 ? new QuickenedClock(TimeProvider.System, speed, now) : TimeProvider.System;
        var setup = Setup(PlanJson.Read(bytes), clock, leaves, observers.IsDefault ? [] : observers, hostClock, pace);
        return await RunLoop.StartAsync(setup, start, [Blob.Of(bytes)], signals.Halt, signals.Abandon);
    }

    private RunSetup Setup(
        Plan plan, TimeProvider clock, bool leaves, ImmutableArray<IRunObserver> observers, TimeProvider? hostClock = null, IPace? pace = null) => new()
        {
            Graph = new PlanGraph(plan),
            Store = _store,
            Facts = new FactInbox(),
            Managers = ReadOnlyDictionary<ManagerName, IManagerClient>.Empty,
            Outside = new OutsideWorld(_folder.FullName, new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }, TimeProvider.System) { Known = _known },
            Secrets = new Secrets(),
            RunClock = clock,
            HostClock = hostClock ?? TimeProvider.System,
            Pace = pace ?? new RealPace(clock, TimeProvider.System),
            NewId = () => Guid.NewGuid().ToString("n"),
            By = OutsideText.From("dora"),
            Machine = "ops1:1",
            ToolVersion = "0.1.0",
            LeavesPeople = leaves,
            Observers = observers,
        };

    private async Task<ImmutableArray<JournalEntry>> EntriesAsync() => (await StoredRun.LoadAsync(_store, ScriptedRun.Id, CancellationToken.None)).Entries;

    private async Task NoSecretAsync()
    {
        foreach (var line in await _store.ReadAsync(ScriptedRun.Id, 0, CancellationToken.None))
        {
            Assert.DoesNotContain(Secret, Encoding.UTF8.GetString(line.Span), StringComparison.Ordinal);
        }

        Assert.Contains(Secret, _known.All);
    }

    private sealed class Secrets : ISecrets
    {
        public string Environment(string name) => throw new ValueMissingException($"'{name}' is not set");

        public string Read(SecretReference reference) => reference.Name == "HOOK_KEY" ? Secret : throw new ValueMissingException($"'{reference.Name}' is not set");
    }

    /// <summary>Tells when an entry is in the journal.</summary>
    private sealed class Watch(Func<JournalEntry, bool> isMeant) : IRunObserver
    {
        public TaskCompletionSource Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>To how many addresses the last messages are on their way.</summary>
        public TaskCompletionSource<int> Telling { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void TellsLast(int addresses, TimeSpan patience) => Telling.TrySetResult(addresses);

        public void Started(RunState state)
        {
        }

        public void Committed(ImmutableArray<JournalEntry> entries, RunState state)
        {
            if (entries.Any(isMeant))
            {
                Seen.TrySetResult();
            }
        }

        public void Ended(RunState state)
        {
        }
    }

    /// <summary>Comes back when a fact waits, but only after everybody's patience has ended.</summary>
    private sealed class LatePace(FakeTimeProvider clock) : IPace
    {
        private readonly RealPace _real = new(TimeProvider.System, TimeProvider.System);

        public bool HasOutside => true;

        public async ValueTask WaitAsync(FactInbox facts, DateTimeOffset? due, CancellationToken cancellationToken)
        {
            while (!facts.HasAny)
            {
                await _real.WaitAsync(facts, due: null, cancellationToken);
            }

            clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    /// <summary>A loop that stands still once a message was sent, until its lease is old and the next try is due.</summary>
    private sealed class FrozenPace(DateTimeOffset start) : IPace
    {
        private readonly RealPace _real = new(TimeProvider.System, TimeProvider.System);
        private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isFrozen;
        private bool _wasFrozen;

        public FakeTimeProvider Clock { get; } = new(start);

        public bool HasOutside => true;

        public bool IsFrozen => _isFrozen;

        public void Heard() => _heard.TrySetResult();

        public async ValueTask WaitAsync(FactInbox facts, DateTimeOffset? due, CancellationToken cancellationToken)
        {
            if (_heard.Task.IsCompleted && !_wasFrozen)
            {
                _isFrozen = true;
                Clock.Advance(StoreLocation.LeaseDuration * 0.8);
                for (var second = 0; second < 4; second++)
                {
                    Clock.Advance(TimeSpan.FromSeconds(1));
                    await _real.WaitAsync(new FactInbox(), TimeProvider.System.GetUtcNow().AddMilliseconds(50), cancellationToken);
                }

                (_isFrozen, _wasFrozen) = (false, true);
            }

            await _real.WaitAsync(facts, due: null, cancellationToken);
            if (_wasFrozen)
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
            }
        }
    }
}
