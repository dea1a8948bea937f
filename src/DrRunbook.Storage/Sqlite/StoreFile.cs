using DrRunbook.Engine.Ports;

namespace DrRunbook.Storage.Sqlite;

/// <summary>The file of an SQLite store. What drrun makes is for its owner alone: journals name machines, people and addresses.</summary>
internal static class StoreFile
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes sure that the file and its folder are there, and tells its full path. SQLite gives its side files the same permissions.</summary>
    /// <exception cref="StoreException">There can be no file of that name, or this user may not write it.</exception>
    public static string Prepare(string path)
    {
        try
        {
            var file = Path.GetFullPath(path);
            if (Directory.Exists(file))
            {
                throw new StoreException($"store '{file}' is a folder: name a file in it, such as {Path.Combine(file, "drrun.db")}");
            }

            MakeFolder(Path.GetDirectoryName(file)!);
            MakeFile(file);
            return file;
        }
        catch (UnauthorizedAccessException error)
        {
            throw new StoreException($"store '{path}' cannot be opened: file and folder must be writable for this user", error);
        }
        catch (Exception error) when (error is IOException or ArgumentException or NotSupportedException)
        {
            throw new StoreException($"store '{path}' cannot be opened: {error.Message}", error);
        }
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerFolder);
        }
    }

    private static void MakeFile(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        using var made = new FileStream(file, options);
    }
}
