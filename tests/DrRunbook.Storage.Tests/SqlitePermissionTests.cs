using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Storage.Tests;

[UnsupportedOSPlatform("windows")]
public sealed partial class SqlitePermissionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public SqlitePermissionTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "permission bits as Linux has them, and setfsuid");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Folder_and_files_are_for_their_owner_alone()
    {
        var file = Path.Combine(_folder.Path, "new", ".drrun", "drrun.db");
        await using var store = SqliteRunStore.Open(file, TimeProvider.System);
        await store.CreateAsync(new TestRun("run").New(), "me", CancellationToken.None);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        foreach (var made in Directory.GetFiles(Path.GetDirectoryName(file)!))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(made));
        }
    }

    [Fact]
    public void A_read_only_folder_is_told()
    {
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var file = _folder.File("drrun.db");

        var error = Assert.Throws<StoreException>(() => AsNobody(() => SqliteRunStore.Open(file, TimeProvider.System)));
        Assert.Equal($"store '{file}' cannot be opened: file and folder must be writable for this user", error.Message);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_read_only_file_is_told()
    {
        var file = _folder.File("drrun.db");
        await SqliteRunStore.Open(file, TimeProvider.System).DisposeAsync();
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b101_101_101);

        var error = Assert.Throws<StoreException>(() => AsNobody(() => SqliteRunStore.Open(file, TimeProvider.System)));
        Assert.Equal($"store '{file}' cannot be opened: file and folder must be writable for this user", error.Message);
    }

    /// <summary>Runs on a thread without root's right to pass over permission bits, so that the test means the same for every user.</summary>
    private static void AsNobody(Action act)
    {
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            // Linux keeps this id per thread; the thread ends with it.
            _ = SetFileSystemUser(65534);
            thrown = Record.Exception(act);
        });
        thread.Start();
        thread.Join();
        if (thrown is not null)
        {
            throw thrown;
        }
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileSystemUser(uint user);
}
