using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DrRunbook.Engine;
using DrRunbook.Engine.Outside;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Running;
using DrRunbook.Engine.Time;
using DrRunbook.Storage;
using DrRunbook.Yaml;

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
            "/", receiver.Port, "failure", observer: ended);

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

        var stored = await StoredRun.LoadAsync(_store, ScriptedRun.Id, CancellationToken.None);
        var lease = await _store.TryAcquireAsync(ScriptedRun.Id, "ops2:1", CancellationToken.None);
        var setup = Setup(stored.Plan, TimeProvider.System, leaves: true, observer: null);
        var result = await RunLoop.ResumeAsync(setup, lease!, stored.Entries, stored.Head, closing: null, CancellationToken.None, CancellationToken.None);

        Assert.Equal(RunOutcome.Waiting, result.State.Standing);
        Assert.Single(receiver.Requests);
    }

    private async Task<RunResult> RunAsync(string steps, string path, int port, string on, double speed = 1, bool leaves = false, IRunObserver? observer = null)
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
        TimeProvider clock = speed > 1 ? new QuickenedClock(TimeProvider.System, speed, now) : TimeProvider.System;
        return await RunLoop.StartAsync(Setup(PlanJson.Read(bytes), clock, leaves, observer), start, [Blob.Of(bytes)], CancellationToken.None, CancellationToken.None);
    }

    private RunSetup Setup(Plan plan, TimeProvider clock, bool leaves, IRunObserver? observer) => new()
    {
        Graph = new PlanGraph(plan),
        Store = _store,
        Facts = new FactInbox(),
        Managers = ReadOnlyDictionary<ManagerName, IManagerClient>.Empty,
        Outside = new OutsideWorld(_folder.FullName, new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }, TimeProvider.System) { Known = _known },
        Secrets = new Secrets(),
        RunClock = clock,
        HostClock = TimeProvider.System,
        Pace = new RealPace(clock, TimeProvider.System),
        NewId = () => Guid.NewGuid().ToString("n"),
        By = OutsideText.From("dora"),
        Machine = "ops1:1",
        ToolVersion = "0.1.0",
        LeavesPeople = leaves,
        Observers = observer is null ? [] : [observer],
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
}
