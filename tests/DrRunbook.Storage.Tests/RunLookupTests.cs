using DrRunbook.Engine.Ports;
using DrRunbook.TestKit.Postgres;

namespace DrRunbook.Storage.Tests;

/// <summary>Looking into a store leaves it as it is.</summary>
public sealed class RunLookupTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Where_there_is_no_store_none_is_made()
    {
        Assert.Null(StoreLocation.LookInto(_folder.File("drrun.db"), TimeProvider.System));
        Assert.Null(StoreLocation.LookInto(Path.Combine(_folder.Path, "nowhere", "drrun.db"), TimeProvider.System));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_file_is_read_whole_and_stays_byte_for_byte_what_it_was()
    {
        var file = _folder.File("a store #1 50%25?.db");
        await using (var store = SqliteRunStore.Open(file, TimeProvider.System))
        {
            await FillAsync(store);
        }

        var before = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await ExpectAllAsync(file);

        Assert.Equal(before, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal([file], Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public async Task A_log_that_a_killed_process_left_is_read_and_not_moved_into_the_file()
    {
        var (live, copy) = (_folder.File("live.db"), _folder.File("copy.db"));
        await using var store = SqliteRunStore.Open(live, TimeProvider.System);
        await FillAsync(store);
        File.Copy(live, copy);
        File.Copy(live + "-wal", copy + "-wal");
        var before = (await File.ReadAllBytesAsync(copy, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(copy + "-wal", TestContext.Current.CancellationToken));
        Assert.NotEmpty(before.Item2);

        await ExpectAllAsync(copy);
        await ExpectAllAsync(copy);

        Assert.Equal(before.Item1, await File.ReadAllBytesAsync(copy, TestContext.Current.CancellationToken));
        Assert.Equal(before.Item2, await File.ReadAllBytesAsync(copy + "-wal", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_store_that_another_process_writes_is_read_meanwhile()
    {
        var file = _folder.File("drrun.db");
        await using var store = SqliteRunStore.Open(file, TimeProvider.System);
        var lease = await FillAsync(store);
        await using var lookup = StoreLocation.LookInto(file, TimeProvider.System)!;
        Assert.Equal(2, (await lookup.ListAsync(None)).Length);

        Assert.Null(await store.AppendAsync(lease, TestRun.After("real", await store.ReadAsync("real", 0, None)).Batch()));

        Assert.Equal(3, (await lookup.ReadAsync("real", 0, None)).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no database at all")]
    public async Task What_is_no_store_is_nothing_or_refused_and_left_alone(string content)
    {
        var file = _folder.File("drrun.db");
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);

        if (content.Length == 0)
        {
            Assert.Null(StoreLocation.LookInto(file, TimeProvider.System));
        }
        else
        {
            Assert.Throws<StoreException>(() => StoreLocation.LookInto(file, TimeProvider.System));
        }

        Assert.Equal(content, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_database_is_read_and_gets_no_tables()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        var database = SharedPostgres.Server.NewDatabase();
        Assert.Null(StoreLocation.LookInto(database.Url, TimeProvider.System));
        Assert.Equal(0, database.Value<long>("SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = 'drrun'"));

        await using (var store = PostgresRunStore.Open(database.Url))
        {
            await FillAsync(store);
        }

        await ExpectAllAsync(database.Url);
    }

    /// <summary>A real run that claims a replica, and a rehearsal that claims the same in a world of its own.</summary>
    private static async Task<RunLease> FillAsync(IRunStore store)
    {
        var real = new TestRun("real");
        var lease = await store.CreateAsync(real.New(), "me", None);
        Assert.Null(await store.AppendAsync(lease, real.Batch() with { Claims = ["replica-1"], Blobs = [Blob.Of("content"u8.ToArray())] }));
        var rehearsal = new TestRun("rehearsal", simulated: true);
        var other = await store.CreateAsync(rehearsal.New(createdAt: TestRun.Start.AddMinutes(-5)), "me", None);
        Assert.Null(await store.AppendAsync(other, rehearsal.Batch() with { Claims = ["replica-2"] }));
        return lease;
    }

    private static async Task ExpectAllAsync(string location)
    {
        await using var lookup = StoreLocation.LookInto(location, TimeProvider.System)!;
        Assert.Equal(["real", "rehearsal"], (await lookup.ListAsync(None)).Select(run => run.Run));
        Assert.Equal(2, (await lookup.ReadAsync("real", 0, None)).Length);
        Assert.Equal("content"u8.ToArray(), (await lookup.ReadBlobAsync(Blob.Of("content"u8.ToArray()).Sha256, None))!.Value.ToArray());
        Assert.Equal([KeyValuePair.Create("replica-1", "real")], await lookup.ClaimsAsync(None));
    }
}
