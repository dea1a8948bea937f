using DrRunbook.Engine;
using DrRunbook.Engine.Ports;
using DrRunbook.Storage;

namespace DrRunbook.Cli.Tests.Commands;

public sealed class OperatorCommandTests : IDisposable
{
    private readonly TestCli _cli = new();

    [Fact]
    public async Task An_approval_is_answered_and_journaled_where_nobody_drives_the_run()
    {
        await StoreFixture.KeepAsync(_cli, Runs.WaitingForApproval());
        Snap.Verify(await _cli.RunAsync("approve", "20261123", "declare", "--as", "alice@example.com", "--note", "go"));
        var answer = Assert.IsType<GateAnswered>((await LastAsync()).Event);
        Assert.Equal((GateDecision.Approve, "alice@example.com", "go"), (answer.Decision, answer.Principal.Raw, answer.Note.Raw));
    }

    [Fact]
    public async Task A_rejection_needs_and_keeps_its_reason()
    {
        await StoreFixture.KeepAsync(_cli, Runs.WaitingForApproval());
        Snap.Verify(await _cli.RunAsync("reject", "20261123", "declare", "--reason", "it was the UPS", "--as", "bob@example.com", "--output", "json"));
        Assert.Equal(GateDecision.Reject, Assert.IsType<GateAnswered>((await LastAsync()).Event).Decision);
    }

    [Fact]
    public async Task Who_may_not_answer_is_refused_with_exit_1()
    {
        await StoreFixture.KeepAsync(_cli, Runs.WaitingForApproval());
        Snap.Verify(await _cli.RunAsync("approve", "20261123", "declare") + await _cli.RunAsync("approve", "20261123", "delcare", "--as", "alice@example.com"));
        Assert.IsType<CommandRefused>((await LastAsync()).Event);
    }

    [Fact]
    public async Task A_confirmation_that_wants_evidence_is_refused_without_a_note()
    {
        await StoreFixture.KeepAsync(_cli, Runs.WaitingForGoLive());
        Assert.Equal(ExitCodes.NotGood, (await _cli.InvokeAsync("confirm", "20261123", "go-live", "--as", "bob@example.com")).Code);
        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("confirm", "20261123", "go-live", "--as", "bob@example.com", "--note", "done")).Code);
    }

    [Fact]
    public async Task A_doubt_is_settled_and_the_operator_told_to_resume_where_nobody_drives_the_run()
    {
        await StoreFixture.KeepAsync(_cli, Runs.InDoubt());
        Snap.Verify(
            await _cli.RunAsync("settle", "20261123", "directory", "--as", "failed", "--reason", "no session in the console", "--by", "alice@example.com")
            + await _cli.RunAsync("settle", "20261123", "directory", "--as", "succeeded", "--reason", "there is one after all"));
        await using var store = SqliteRunStore.Open(_cli.Store, _cli.Clock);
        var settled = Assert.Single((await StoredRun.LoadAsync(store, ScriptedRun.Id, CancellationToken.None)).Entries.Select(entry => entry.Event).OfType<StepSettled>());
        Assert.Equal((Settlement.Failed, "alice@example.com", "no session in the console"), (settled.As, settled.By.Raw, settled.Reason.Raw));
    }

    [Fact]
    public async Task A_step_that_has_not_begun_is_skipped()
    {
        await StoreFixture.KeepAsync(_cli, Runs.InDoubt());
        Snap.Verify(await _cli.RunAsync("skip", "20261123", "application", "--reason", "restored by hand", "--output", "json"));
        Assert.Equal("application", Assert.IsType<SkipRequested>((await LastAsync()).Event).Step.Value);
    }

    [Theory]
    [InlineData("approval", "settle", "declare", "--as", "failed")]
    [InlineData("no-step", "settle", "databse", "--as", "failed")]
    [InlineData("no-doubt", "settle", "application", "--as", "succeeded")]
    [InlineData("approval-step", "skip", "declare")]
    [InlineData("group", "skip", "core")]
    [InlineData("finally", "skip", "close-ticket")]
    public async Task A_move_that_makes_no_sense_is_refused_with_the_reason(string name, params string[] move)
    {
        await StoreFixture.KeepAsync(_cli, Runs.InDoubt());
        Snap.Verify(await _cli.RunAsync([move[0], "20261123", .. move[1..], "--reason", "a test"]), parameters: name);
        Assert.IsType<CommandRefused>((await LastAsync()).Event);
    }

    [Fact]
    public async Task A_failed_step_is_tried_again_and_the_run_reopened()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Failed());
        Snap.Verify(
            await _cli.RunAsync("retry", "20261123", "queue", "--reason", "the replica is unlocked", "--as", "alice@example.com")
            + await _cli.RunAsync("status", "20261123"));
        var entries = await EntriesAsync();
        Assert.Equal("the replica is unlocked", Assert.IsType<RunReopened>(entries[^2].Event).Reason.Raw);
        Assert.Equal("queue", Assert.IsType<RetryRequested>(entries[^1].Event).Step.Value);
    }

    [Fact]
    public async Task A_failed_run_is_reopened_by_skip_and_by_settle_as_well()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Failed());
        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("skip", "20261123", "queue", "--reason", "restored by hand")).Code);
        Assert.Equal("queue", Assert.IsType<SkipRequested>((await LastAsync()).Event).Step.Value);

        using var other = new TestCli();
        await StoreFixture.KeepAsync(other, Runs.Failed());
        Assert.Equal(ExitCodes.Good, (await other.InvokeAsync("settle", "20261123", "queue", "--as", "succeeded", "--reason", "the console shows it is up", "--output", "json")).Code);
    }

    [Theory]
    [InlineData("well", "retry", "directory")]
    [InlineData("group", "retry", "core")]
    [InlineData("blocked", "retry", "go-live")]
    [InlineData("finally", "retry", "close-ticket")]
    [InlineData("no-step", "retry", "queu")]
    [InlineData("gate-that-held", "retry", "application:verify:1")]
    [InlineData("failed-already", "settle", "queue", "--as", "failed", "--reason", "a test")]
    [InlineData("approval-step", "skip", "declare", "--reason", "a test")]
    public async Task A_failed_run_stays_as_it_is_where_a_move_makes_no_sense(string name, params string[] move)
    {
        await StoreFixture.KeepAsync(_cli, Runs.Failed());
        Snap.Verify(await _cli.RunAsync([move[0], "20261123", .. move[1..]]), parameters: name);
        Assert.DoesNotContain(await EntriesAsync(), entry => entry.Event is RunReopened);
        Assert.IsType<CommandRefused>((await LastAsync()).Event);
    }

    [Fact]
    public async Task A_run_that_ended_well_is_not_reopened()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        var (code, _, error) = await _cli.InvokeAsync("retry", "20261123", "archive");
        Assert.Equal(ExitCodes.NotGood, code);
        Assert.Contains("only a failed run is reopened", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_is_going_on_or_over_is_not_skipped()
    {
        await StoreFixture.KeepAsync(_cli, Runs.InTheMiddle());
        Snap.Verify(await _cli.RunAsync("skip", "20261123", "database", "--reason", "a test") + await _cli.RunAsync("skip", "20261123", "directory", "--reason", "a test"));
    }

    [Fact]
    public async Task The_user_who_is_logged_on_acts_where_nobody_is_named()
    {
        await StoreFixture.KeepAsync(_cli, Runs.InTheMiddle());
        Assert.Equal(ExitCodes.NotGood, (await _cli.InvokeAsync("halt", "20261123", "--reason", "wrong window")).Code);
        var refused = Assert.IsType<CommandRefused>((await LastAsync()).Event);
        Assert.Equal(("halt", "dora", "nobody drives the run: there is nothing to halt"), (refused.Command, refused.By.Raw, refused.Reason.Raw));
    }

    [Fact]
    public async Task A_command_to_a_driver_who_does_not_answer_stays_in_the_store_and_exits_3()
    {
        await StoreFixture.KeepAsync(_cli, Runs.WaitingForApproval(), keepLease: true);
        var waiting = _cli.RunAsync("approve", "20261123", "declare", "--as", "alice@example.com");
        await using var store = SqliteRunStore.Open(_cli.Store, _cli.Clock);
        ImmutableArray<PendingCommand> pending;
        while ((pending = await store.PendingCommandsAsync(ScriptedRun.Id, CancellationToken.None)).IsEmpty)
        {
            await Task.Yield();
        }

        _cli.Signals.Interrupt();
        Snap.Verify(await waiting);
        Assert.Equal("approve", Assert.Single(pending).Command.Kind);
    }

    [Fact]
    public async Task A_driver_answers_the_command()
    {
        using var cli = new TestCli(clock: TimeProvider.System);
        var lease = await StoreFixture.KeepAsync(cli, Runs.WaitingForApproval(), keepLease: true);
        var waiting = cli.InvokeAsync("approve", "20261123", "declare", "--as", "alice@example.com");
        await using var store = SqliteRunStore.Open(cli.Store, TimeProvider.System);
        ImmutableArray<PendingCommand> pending;
        while ((pending = await store.PendingCommandsAsync(ScriptedRun.Id, CancellationToken.None)).IsEmpty)
        {
            await Task.Yield();
        }

        await store.AppendAsync(lease, new AppendBatch([], [], [], [], [new CommandAnswer(pending[0].Number, false, "too late")], RunOutcome.Running));
        var (code, _, error) = await waiting;
        Assert.Equal(ExitCodes.NotGood, code);
        Assert.Contains("too late", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_moves_a_run_that_was_left_is_told_to_resume_although_its_lease_is_held()
    {
        using var cli = new TestCli(clock: TimeProvider.System);
        var run = Runs.InDoubt();
        Assert.True(RunLifecycle.IsPaused(run.State.Phase));
        var lease = await StoreFixture.KeepAsync(cli, run, keepLease: true);
        var waiting = cli.InvokeAsync("settle", "20261123", "directory", "--as", "failed", "--reason", "seen in the console");
        await using var store = SqliteRunStore.Open(cli.Store, TimeProvider.System);
        ImmutableArray<PendingCommand> pending;
        while ((pending = await store.PendingCommandsAsync(ScriptedRun.Id, CancellationToken.None)).IsEmpty)
        {
            await Task.Yield();
        }

        await store.AppendAsync(lease, new AppendBatch([], [], [], [], [new CommandAnswer(pending[0].Number, true, null)], run.State.Standing));
        var (code, _, error) = await waiting;
        Assert.Equal(ExitCodes.Good, code);
        Assert.Contains($"nobody drives run {ScriptedRun.Id}", error, StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();

    private async Task<JournalEntry> LastAsync() => (await EntriesAsync())[^1];

    private async Task<ImmutableArray<JournalEntry>> EntriesAsync()
    {
        await using var store = SqliteRunStore.Open(_cli.Store, _cli.Clock);
        return (await StoredRun.LoadAsync(store, ScriptedRun.Id, CancellationToken.None)).Entries;
    }
}
