using DrRunbook.Engine.Ports;
using DrRunbook.Storage.Postgres;
using DrRunbook.Storage.Sqlite;
using DrRunbook.TestKit.Postgres;

namespace DrRunbook.Storage.Tests;

/// <summary>A store is brought forward by <c>drrun store migrate</c> alone, and only forward.</summary>
public sealed class MigrationTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TempFolder _folder = new();

    public enum Kind
    {
        Sqlite,
        Postgres,
    }

    public static TheoryData<Kind> Kinds => [Kind.Sqlite, Kind.Postgres];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_older_store_is_refused_brought_forward_and_then_used_with_all_that_was_in_it(Kind kind)
    {
        var place = new Place(kind, _folder);
        var run = new TestRun("run");
        await using (var old = place.Open(newer: false))
        {
            await old.ReleaseAsync(await old.CreateAsync(run.New(lines: 3), "me", None), None);
        }

        var refused = Assert.Throws<StoreException>(() => place.Open(newer: true));
        Assert.Equal($"store '{place.Name}' has schema {place.Old}, this drrun needs schema {place.Old + 1}: bring it forward with 'drrun store migrate'; older versions of drrun cannot use it afterwards", refused.Message);

        Assert.Equal(new MigrationResult(place.Old, place.Old + 1), place.Migrate(newer: true));
        Assert.Equal(new MigrationResult(place.Old + 1, place.Old + 1), place.Migrate(newer: true));
        await using (var store = place.Open(newer: true))
        {
            Assert.Equal(3, (await store.ReadAsync("run", 0, None)).Length);
            var lease = await store.TryAcquireAsync("run", "me", None);
            Assert.Null(await store.AppendAsync(lease!, run.Batch()));
        }

        Assert.Contains("use the version of drrun that wrote it, or a newer one", Assert.Throws<StoreException>(() => place.Open(newer: false)).Message, StringComparison.Ordinal);
        Assert.Contains("use the version of drrun that wrote it, or a newer one", Assert.Throws<StoreException>(() => place.Migrate(newer: false)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_tables_are_not_changed_under_a_process_that_drives_a_run(Kind kind)
    {
        var place = new Place(kind, _folder);
        await using var old = place.Open(newer: false);
        var lease = await old.CreateAsync(new TestRun("run").New(), "me", None);

        Assert.Equal(
            $"store '{place.Name}' is not brought forward while a process drives run run: halt the run, or wait for its end",
            Assert.Throws<StoreException>(() => place.Migrate(newer: true)).Message);
        await old.ReleaseAsync(lease, None);
        Assert.Equal(place.Old + 1, place.Migrate(newer: true).To);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_store_of_this_version_needs_nothing(Kind kind)
    {
        var place = new Place(kind, _folder);
        await using var store = place.Open(newer: false);

        Assert.Equal(new MigrationResult(place.Old, place.Old), place.Migrate(newer: false));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_store_that_is_not_there_is_not_made_by_bringing_it_forward(Kind kind)
    {
        var place = new Place(kind, _folder);

        Assert.Throws<StoreException>(() => place.Migrate(newer: false));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A store of one kind, as this drrun sees it and as one sees it that has a step more.</summary>
    private sealed class Place
    {
        private const string NextStep = "CREATE TABLE {0}extra (n integer); ALTER TABLE {0}run ADD COLUMN note text";
        private readonly string _file;
        private readonly PostgresLocation? _location;

        public Place(Kind kind, TempFolder folder)
        {
            _file = folder.File("drrun.db");
            if (kind == Kind.Postgres)
            {
                Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
                _location = PostgresLocation.Parse(SharedPostgres.Server.NewDatabase().Url);
            }
        }

        public string Name => _location?.ToString() ?? _file;

        public long Old => _location is null ? StoreSchema.Current.Steps[^1].Version : PostgresSchema.Current.Steps[^1].Version;

        public IRunStore Open(bool newer) => _location is null
            ? SqliteRunStore.Open(_file, Sqlite(newer), TimeProvider.System, leaseDuration: null)
            : PostgresRunStore.Open(_location, Postgres(newer), clock: null, leaseDuration: null);

        public MigrationResult Migrate(bool newer) => _location is null
            ? SqliteRunStore.Migrate(_file, Sqlite(newer), TimeProvider.System)
            : PostgresRunStore.Migrate(_location, Postgres(newer));

        private StoreSchema Sqlite(bool newer) => newer ? new StoreSchema([.. StoreSchema.Current.Steps, Next("")]) : StoreSchema.Current;

        private PostgresSchema Postgres(bool newer) => newer ? new PostgresSchema([.. PostgresSchema.Current.Steps, Next("drrun.")]) : PostgresSchema.Current;

        private Migration Next(string prefix) => new(Old + 1, NextStep.Replace("{0}", prefix, StringComparison.Ordinal));
    }
}
