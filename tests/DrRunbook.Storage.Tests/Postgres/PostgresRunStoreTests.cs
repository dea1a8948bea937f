using DrRunbook.Core.Journal;
using DrRunbook.Engine.Ports;
using DrRunbook.Storage.Postgres;
using DrRunbook.TestKit.Postgres;
using Npgsql;

namespace DrRunbook.Storage.Tests.Postgres;

/// <summary>The contract of every store, and what several machines on one database add.</summary>
public sealed class PostgresRunStoreTests : RunStoreContract
{
    private static readonly CancellationToken None = CancellationToken.None;
    private PostgresDatabase? _database;

    public PostgresRunStoreTests() => Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");

    private PostgresDatabase Database => _database ??= SharedPostgres.Server.NewDatabase();

    private protected override IRunStore Open() => PostgresRunStore.Open(PostgresLocation.Parse(Database.Url), PostgresSchema.Current, Clock, leaseDuration: null);

    [Fact]
    public async Task Lines_are_never_changed_or_removed_by_any_program()
    {
        await Store.CreateAsync(new TestRun("run").New(), "me", None);

        foreach (var sql in new[] { "UPDATE drrun.line SET bytes = ''", "DELETE FROM drrun.line", "TRUNCATE drrun.line" })
        {
            Assert.Contains("append only", Assert.Throws<PostgresException>(() => Database.Execute(sql)).MessageText, StringComparison.Ordinal);
        }

        Assert.Single(await Store.ReadAsync("run", 0, None));
    }

    [Theory]
    [InlineData("DELETE FROM drrun.line WHERE seq = 2")]
    [InlineData("UPDATE drrun.line SET bytes = substring(bytes FROM 1 FOR 40) WHERE seq = 2")]
    public async Task A_last_line_that_is_missing_or_torn_is_a_damaged_store(string damage)
    {
        var run = new TestRun("run");
        var lease = await Store.CreateAsync(run.New(), "me", None);
        await Store.AppendAsync(lease, run.Batch());
        Assert.Equal(2, (await Store.ReadAsync("run", 0, None)).Length);
        Database.Execute($"ALTER TABLE drrun.line DISABLE TRIGGER ALL; {damage}");

        var refused = await Assert.ThrowsAsync<StoreException>(() => Store.ReadAsync("run", 0, None));

        Assert.Contains("is damaged", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Processes_that_use_an_empty_database_first_at_the_same_time_make_its_tables_once()
    {
        var empty = SharedPostgres.Server.NewDatabase();
        empty.Execute($"ALTER DATABASE {empty.Name} SET default_transaction_isolation = 'serializable'");
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => PostgresRunStore.Open(empty.Url))));

        await stores[0].CreateAsync(new TestRun("run").New(), "me", None);
        foreach (var store in stores)
        {
            Assert.Single(await store.ListAsync(None));
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_clock_of_the_database_judges_leases_and_not_that_of_a_machine()
    {
        await using var store = PostgresRunStore.Open(Database.Url, TimeSpan.FromSeconds(15));
        var before = Database.Value<DateTime>("SELECT clock_timestamp()");
        var lease = await store.CreateAsync(new TestRun("run").New(), "me", None);
        var after = Database.Value<DateTime>("SELECT clock_timestamp()");

        Assert.InRange(lease.ExpiresAt.UtcDateTime, before.ToUniversalTime().AddSeconds(15).AddMilliseconds(-1), after.ToUniversalTime().AddSeconds(15).AddMilliseconds(1));
        var summary = Assert.Single(await store.ListAsync(None));
        Assert.Equal(lease.ExpiresAt, summary.LeaseExpiresAt);
        Assert.InRange(summary.LeaseLeft!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
        Assert.Null(await store.TryAcquireAsync("run", "other", None));

        Database.Execute($"UPDATE drrun.run SET lease_expires_ticks = {PostgresTime.Now} - 1");
        Assert.Equal(2, (await store.TryAcquireAsync("run", "other", None))!.Epoch);
    }

    [Fact]
    public async Task Two_processes_that_reach_for_a_run_never_both_get_it()
    {
        var run = new TestRun("run");
        await Store.ReleaseAsync(await Store.CreateAsync(run.New(), "host-a:1", None), None);
        await using var other = Open();
        for (var round = 0; round < 30; round++)
        {
            var leases = await Task.WhenAll(Store.TryAcquireAsync("run", "host-a:1", None), other.TryAcquireAsync("run", "host-b:2", None));
            var winner = Assert.Single(leases, lease => lease is not null);
            Assert.Equal(round + 2, winner!.Epoch);
            await Store.ReleaseAsync(winner, None);
        }
    }

    [Fact]
    public async Task Two_runs_that_reach_for_the_same_replicas_at_once_never_both_get_one_and_neither_hangs()
    {
        await using var other = Open();
        for (var round = 0; round < 20; round++)
        {
            var (mine, theirs) = (new TestRun($"mine-{round}"), new TestRun($"theirs-{round}"));
            var (first, second) = (await Store.CreateAsync(mine.New(), "host-a:1", None), await other.CreateAsync(theirs.New(), "host-b:2", None));
            ImmutableArray<string> replicas = [$"a-{round}", $"b-{round}"];

            var refusals = await Task.WhenAll(
                Store.AppendAsync(first, mine.Batch() with { Claims = replicas }),
                other.AppendAsync(second, theirs.Batch() with { Claims = [.. replicas.Reverse()] }));

            var refused = Assert.Single(refusals, refusal => refusal is not null);
            Assert.Equal(refused == refusals[0] ? theirs.Id : mine.Id, refused!.HeldByRun);
            var loser = refused == refusals[0] ? mine.Id : theirs.Id;
            Assert.Single(await Store.ReadAsync(loser, 0, None));
        }
    }

    [Fact]
    public async Task Claims_that_cross_end_in_no_fault_also_where_the_database_has_to_break_a_circle()
    {
        await using var other = Open();
        var (mine, theirs) = (new TestRun("mine"), new TestRun("theirs"));
        var (first, second) = (await Store.CreateAsync(mine.New(), "host-a:1", None), await other.CreateAsync(theirs.New(), "host-b:2", None));
        Assert.Null(await Store.AppendAsync(first, mine.Batch() with { Claims = ["a"] }));
        Assert.Null(await other.AppendAsync(second, theirs.Batch() with { Claims = ["b"] }));

        // Each gives its own free and reaches for the other's, which may still be held: one, both or none of them are refused, and nobody's claim is lost.
        await Task.WhenAll(
            Store.AppendAsync(first, mine.Batch() with { Releases = ["a"], Claims = ["b"] }),
            other.AppendAsync(second, theirs.Batch() with { Releases = ["b"], Claims = ["a"] }));

        Assert.Equal(2, Database.Value<long>("SELECT count(*) FROM drrun.claim"));
    }

    [Fact]
    public async Task Many_appends_at_once_keep_every_run_whole()
    {
        var journals = Enumerable.Range(0, 4).Select(n => new TestRun($"run-{n}")).ToList();
        await using var other = Open();
        var shared = Blob.Of("the same answer"u8.ToArray());
        await Task.WhenAll(journals.Select(async (run, n) =>
        {
            var store = n % 2 == 0 ? Store : other;
            var lease = await store.CreateAsync(run.New(), "me", None);
            for (var i = 0; i < 25; i++)
            {
                await store.AppendAsync(lease, run.Batch() with { Blobs = [shared, Blob.Of(new[] { (byte)i })] });
            }
        }));

        foreach (var run in journals)
        {
            var reader = new JournalReader(run.Id);
            Assert.All(await Store.ReadAsync(run.Id, 0, None), line => reader.Read(line.Span));
            Assert.Equal(26, reader.Length);
        }
    }

    [Fact]
    public async Task A_process_frozen_within_a_transaction_does_not_keep_a_run_locked()
    {
        await Store.ReleaseAsync(await Store.CreateAsync(new TestRun("run").New(), "host-a:1", None), None);
        await using var frozen = NpgsqlDataSource.Create(PostgresLocation.Parse(Database.Url).Settings());
        await using var connection = await frozen.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(await LockedRun.TakeAsync(connection, "run", now: null));

        Assert.NotNull(await Store.TryAcquireAsync("run", "host-b:2", None));
    }

    [Fact]
    public async Task Who_listens_hears_of_a_command_to_its_run_at_once()
    {
        await Store.CreateAsync(new TestRun("run").New(), "me", None);
        await Store.CreateAsync(new TestRun("other").New(), "me", None);
        await using var operators = Open();
        using var heard = new SemaphoreSlim(0);
        await using (((INotifyingStore)Store).Listen("run", () => heard.Release()))
        {
            // Once when listening begins, for what was left before; then once for each command of this run alone.
            await heard.WaitAsync(TestContext.Current.CancellationToken);
            await operators.PostCommandAsync("other", new OperatorCommand("halt", null, "alice", TestRun.Start, null), None);
            await operators.PostCommandAsync("run", new OperatorCommand("halt", null, "alice", TestRun.Start, null), None);
            await heard.WaitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, heard.CurrentCount);
        }
    }
}
