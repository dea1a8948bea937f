using DrRunbook.Engine.Ports;
using DrRunbook.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace DrRunbook.Storage.Tests;

public sealed class SqliteFileTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_commit_is_synced_to_the_disk()
    {
        using var connection = StoreConnection.Open(MakeFile("drrun.db", []), StoreSchema.Current);
        Assert.Equal(2, connection.Number("PRAGMA synchronous"));
        Assert.Equal(1, connection.Number("PRAGMA foreign_keys"));
    }

    [Fact]
    public async Task A_stored_line_is_neither_changed_nor_removed_by_any_program()
    {
        var file = _folder.File("drrun.db");
        await using var store = SqliteRunStore.Open(file, TimeProvider.System);
        await store.CreateAsync(new TestRun("run").New(), "me", None);

        Assert.Contains("append only", Assert.Throws<SqliteException>(() => Execute(file, "UPDATE line SET bytes = x'00'")).Message, StringComparison.Ordinal);
        Assert.Contains("append only", Assert.Throws<SqliteException>(() => Execute(file, "DELETE FROM line")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_store_is_refused_before_anything_is_written()
    {
        var file = _folder.File("drrun.db");
        await SqliteRunStore.Open(file, TimeProvider.System).DisposeAsync();
        Execute(file, "PRAGMA user_version = 7; PRAGMA journal_mode = DELETE");
        var before = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);

        var error = Assert.Throws<StoreException>(() => SqliteRunStore.Open(file, TimeProvider.System));
        Assert.Equal($"store '{file}' has schema 7, this drrun knows schema 1: use the version of drrun that wrote it, or a newer one", error.Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Another_programs_database_is_refused_and_left_alone()
    {
        var file = _folder.File("bookmarks.db");
        Execute(file, "CREATE TABLE bookmark (url TEXT)");
        var before = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);

        var error = Assert.Throws<StoreException>(() => SqliteRunStore.Open(file, TimeProvider.System));
        Assert.Equal($"store '{file}' is a database of another program: name another file", error.Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        var file = MakeFile("notes.txt", "version: 1\nname: site-a\n"u8.ToArray());
        var error = Assert.Throws<StoreException>(() => SqliteRunStore.Open(file, TimeProvider.System));
        Assert.Equal($"store '{file}' is no SQLite database, or its head is damaged: name another file, or put a backup in its place", error.Message);
    }

    [Fact]
    public async Task A_damaged_database_is_told_when_the_damage_is_met()
    {
        var file = _folder.File("drrun.db");
        var run = new TestRun("run");
        await using (var store = SqliteRunStore.Open(file, TimeProvider.System))
        {
            var lease = await store.CreateAsync(run.New(), "me", None);
            await store.AppendAsync(lease, run.Batch(lines: 500));
        }

        // Everything behind the schema's first pages, where the lines lie.
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        Array.Fill(bytes, (byte)0xA5, bytes.Length / 2, bytes.Length - (bytes.Length / 2));
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        await using var damaged = SqliteRunStore.Open(file, TimeProvider.System);
        var error = await Assert.ThrowsAsync<StoreException>(() => damaged.ReadAsync("run", 0, None));
        Assert.StartsWith($"store '{file}' is damaged (", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blob_that_is_not_what_its_name_says_is_told()
    {
        var file = _folder.File("drrun.db");
        var blob = Blob.Of("an answer"u8.ToArray());
        await using var store = SqliteRunStore.Open(file, TimeProvider.System);
        var created = new TestRun("run").New();
        await store.CreateAsync(created with { First = created.First with { Blobs = [blob] } }, "me", None);
        Execute(file, "UPDATE blob SET content = x'00'");

        var error = await Assert.ThrowsAsync<StoreException>(() => store.ReadBlobAsync(blob.Sha256, None));
        Assert.Contains($"blob {blob.Sha256} is not what its name says", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_store()
    {
        var error = Assert.Throws<StoreException>(() => SqliteRunStore.Open(_folder.Path, TimeProvider.System));
        Assert.Equal($"store '{_folder.Path}' is a folder: name a file in it, such as {_folder.File("drrun.db")}", error.Message);
    }

    [Fact]
    public void A_file_in_the_way_of_the_folder_is_told()
    {
        var file = Path.Combine(MakeFile("occupied", []), "drrun.db");
        var error = Assert.Throws<StoreException>(() => SqliteRunStore.Open(file, TimeProvider.System));
        Assert.StartsWith($"store '{file}' cannot be opened: ", error.Message, StringComparison.Ordinal);
    }

    private string MakeFile(string name, byte[] content)
    {
        File.WriteAllBytes(_folder.File(name), content);
        return _folder.File(name);
    }

    private static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
