using DrRunbook.Core.Journal;
using DrRunbook.Engine.Ports;
using DrRunbook.TestKit.Postgres;

namespace DrRunbook.Storage.Tests.Postgres;

/// <summary>The connection breaks at a commit: before the server heard of it, or after it committed and before its answer came.</summary>
public sealed class LostCommitTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestRun _run = new("run");
    private PostgresDatabase _database = null!;
    private LossyProxy _proxy = null!;
    private PostgresRunStore _store = null!;

    public static TheoryData<string> Moments => [nameof(LossyProxy.Moment.BeforeCommit), nameof(LossyProxy.Moment.AfterCommit)];

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        _database = SharedPostgres.Server.NewDatabase();
        _proxy = new LossyProxy(_database.Server.Port);
        _store = PostgresRunStore.Open($"postgres://{PostgresServer.Owner}@127.0.0.1:{_proxy.Port}/{_database.Name}?sslmode=disable");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
            await _proxy.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Lines_and_claims_are_appended_once(string moment)
    {
        var lease = await _store.CreateAsync(_run.New(), "me", None);
        Break(moment);
        Assert.Null(await _store.AppendAsync(lease, _run.Batch(lines: 2) with { Claims = ["replica"], Blobs = [Blob.Of("x"u8.ToArray())] }));
        Assert.Null(await _store.AppendAsync(lease, _run.Batch()));

        Assert.Equal(1, _proxy.Broken);
        var reader = new JournalReader("run");
        Assert.All(await _store.ReadAsync("run", 0, None), line => reader.Read(line.Span));
        Assert.Equal(4, reader.Length);
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task An_answer_alone_is_given_once(string moment)
    {
        var lease = await _store.CreateAsync(_run.New(), "me", None);
        var number = await _store.PostCommandAsync("run", new OperatorCommand("halt", null, "alice", TestRun.Start, null), None);
        Break(moment);
        Assert.Null(await _store.AppendAsync(lease, TestRun.Empty with { Answers = [new CommandAnswer(number, true, null)] }));

        Assert.Equal(1, _proxy.Broken);
        Assert.True((await _store.AnswerOfAsync(number, None))!.Accepted);
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_run_is_made_once(string moment)
    {
        Break(moment);
        var lease = await _store.CreateAsync(_run.New(), "me", None);

        Assert.Equal((1, 1L), (_proxy.Broken, lease.Epoch));
        Assert.Null(await _store.AppendAsync(lease, _run.Batch()));
        Assert.Equal(2, Assert.Single(await _store.ListAsync(None)).Length);
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_lease_is_taken_once_and_its_owner_knows_it(string moment)
    {
        await _store.ReleaseAsync(await _store.CreateAsync(_run.New(), "me", None), None);
        Break(moment);
        var lease = await _store.TryAcquireAsync("run", "other", None);

        Assert.Equal((1, 2L), (_proxy.Broken, lease!.Epoch));
        Assert.Null(await _store.AppendAsync(lease, _run.Batch()));
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_command_is_left_once(string moment)
    {
        await _store.CreateAsync(_run.New(), "me", None);
        Break(moment);
        var number = await _store.PostCommandAsync("run", new OperatorCommand("halt", null, "alice", TestRun.Start, null), None);

        Assert.Equal(1, _proxy.Broken);
        Assert.Equal(number, Assert.Single(await _store.PendingCommandsAsync("run", None)).Number);
    }

    [Fact]
    public async Task Where_another_has_taken_the_run_meanwhile_the_append_is_refused()
    {
        var lease = await _store.CreateAsync(_run.New(), "me", None);
        Break(nameof(LossyProxy.Moment.BeforeCommit));
        _database.Execute("UPDATE drrun.run SET epoch = epoch + 1, owner = 'other'");

        await Assert.ThrowsAsync<LeaseLostException>(() => _store.AppendAsync(lease, _run.Batch()));
        Assert.Single(await _store.ReadAsync("run", 0, None));
    }

    private void Break(string moment) => _proxy.BreakNext(Enum.Parse<LossyProxy.Moment>(moment));
}
