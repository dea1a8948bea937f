using DrRunbook.Core.Journal;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Storage.Tests;

public sealed class SqliteRunStoreTests : RunStoreContract
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TempFolder _folder = new();

    private protected override IRunStore Open() => SqliteRunStore.Open(_folder.File("drrun.db"), Clock);

    private protected override void Close() => _folder.Dispose();

    [Fact]
    public async Task What_was_written_is_there_after_the_store_was_closed()
    {
        var run = new TestRun("run");
        var lease = await Store.CreateAsync(run.New(), "host-a:1", None);
        var blob = Blob.Of("an answer"u8.ToArray());
        await Store.AppendAsync(lease, run.Batch() with { Blobs = [blob], Claims = ["replica"] });
        var number = await Store.PostCommandAsync("run", new OperatorCommand("halt", null, "alice", TestRun.Start, "why"), None);
        var before = (await Store.ReadAsync("run", 0, None)).Select(line => Convert.ToHexString(line.Span)).ToList();
        await Store.DisposeAsync();

        await using var reopened = Open();
        Assert.Equal(before, (await reopened.ReadAsync("run", 0, None)).Select(line => Convert.ToHexString(line.Span)));
        Assert.True((await reopened.ReadBlobAsync(blob.Sha256, None))!.Value.Span.SequenceEqual(blob.Content.Span));
        Assert.Equal(number, Assert.Single(await reopened.PendingCommandsAsync("run", None)).Number);
        Assert.Null(await reopened.TryAcquireAsync("run", "host-b:2", None));
        Assert.Null(await reopened.AppendAsync(lease, run.Batch()));
        var rival = new TestRun("rival");
        var theirs = await reopened.CreateAsync(rival.New(), "host-b:2", None);
        Assert.Equal(new ClaimRefusal("replica", "run"), await reopened.AppendAsync(theirs, rival.Batch() with { Claims = ["replica"] }));
    }

    [Fact]
    public async Task Another_process_reads_whole_prefixes_while_the_run_goes_on()
    {
        const int Batches = 200;
        var run = new TestRun("run");
        var lease = await Store.CreateAsync(run.New(), "host-a:1", None);
        await using var other = Open();
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < Batches; i++)
                {
                    await Store.AppendAsync(lease, run.Batch(lines: 2));
                }
            },
            TestContext.Current.CancellationToken);

        var reader = new JournalReader("run");
        while (reader.Length < 1 + (2 * Batches))
        {
            var finished = writing.IsCompleted;
            foreach (var line in await other.ReadAsync("run", reader.Length, None))
            {
                reader.Read(line.Span);
            }

            Assert.True(reader.Length % 2 == 1, "a batch was seen in part");
            Assert.False(finished && reader.Length < 1 + (2 * Batches), "a line is missing");
        }

        await writing;
    }

    [Fact]
    public async Task Two_processes_that_reach_for_a_run_never_both_get_it()
    {
        var run = new TestRun("run");
        await Store.ReleaseAsync(await Store.CreateAsync(run.New(), "host-a:1", None), None);
        await using var other = Open();
        for (var round = 0; round < 50; round++)
        {
            var leases = await Task.WhenAll(
                Task.Run(() => Store.TryAcquireAsync("run", "host-a:1", None), TestContext.Current.CancellationToken),
                Task.Run(() => other.TryAcquireAsync("run", "host-b:2", None), TestContext.Current.CancellationToken));
            var winner = Assert.Single(leases, lease => lease is not null);
            Assert.Equal(round + 2, winner!.Epoch);
            await Store.ReleaseAsync(winner, None);
        }
    }

    [Fact]
    public async Task Commands_from_another_process_reach_the_one_that_drives_the_run()
    {
        var run = new TestRun("run");
        var lease = await Store.CreateAsync(run.New(), "host-a:1", None);
        await using var other = Open();
        var number = await other.PostCommandAsync("run", new OperatorCommand("halt", null, "alice", TestRun.Start, null), None);
        Assert.Equal(number, Assert.Single(await Store.PendingCommandsAsync("run", None)).Number);

        await Store.AppendAsync(lease, run.Batch() with { Answers = [new CommandAnswer(number, true, null)] });
        Assert.Equal(new CommandAnswer(number, true, null), await other.AnswerOfAsync(number, None));
    }

    [Fact]
    public async Task Many_appends_at_once_keep_every_run_whole()
    {
        var journals = Enumerable.Range(0, 4).Select(n => new TestRun($"run-{n}")).ToList();
        await using var other = Open();
        await Task.WhenAll(journals.Select((run, n) => Task.Run(async () =>
        {
            var store = n % 2 == 0 ? Store : other;
            var lease = await store.CreateAsync(run.New(), "me", None);
            for (var i = 0; i < 40; i++)
            {
                await store.AppendAsync(lease, run.Batch());
            }
        })));

        foreach (var run in journals)
        {
            var reader = new JournalReader(run.Id);
            Assert.All(await Store.ReadAsync(run.Id, 0, None), line => reader.Read(line.Span));
            Assert.Equal(41, reader.Length);
        }
    }
}
