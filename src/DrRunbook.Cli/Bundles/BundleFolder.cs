using DrRunbook.Evidence.Bundles;

namespace DrRunbook.Cli.Bundles;

/// <summary>A bundle as a folder on disk.</summary>
internal static class BundleFolder
{
    /// <summary>More than any bundle has; whoever is given a folder to verify reads no more than that.</summary>
    private const long MostBytes = 1L << 30;

    /// <summary>Reads every file of a folder, hidden ones included.</summary>
    /// <exception cref="BundleException">There is no such folder, a link or a device is in it, or it is larger than a bundle.</exception>
    public static async Task<BundleFiles> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            throw new BundleException($"there is no folder '{folder}'");
        }

        var files = BundleFiles.None;
        var left = MostBytes;
        var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, ReturnSpecialDirectories = false };
        try
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", everything))
            {
                var path = Path.GetRelativePath(folder, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
                if (entry.LinkTarget is not null || entry.Attributes.HasFlag(FileAttributes.ReparsePoint) || entry.Attributes.HasFlag(FileAttributes.Device))
                {
                    throw new BundleException($"'{path}' is a link or a device; a bundle holds files alone");
                }

                if (entry is not FileInfo file)
                {
                    continue;
                }

                left -= file.Length;
                if (left < 0)
                {
                    throw new BundleException($"'{folder}' is larger than any bundle");
                }

                files = files.With(path, await File.ReadAllBytesAsync(file.FullName, cancellationToken));
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new BundleException($"the folder cannot be read: {unreadable.Message}");
        }

        return files;
    }

    /// <summary>Writes a new bundle.</summary>
    /// <exception cref="BundleException">The folder holds something already, or cannot be written.</exception>
    public static async Task WriteNewAsync(string folder, BundleFiles files)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new BundleException($"'{folder}' is there already and holds something: a bundle is written into an empty folder");
        }

        await WriteAsync(folder, files.All);
    }

    /// <summary>Writes what differs between two states of a bundle. Each file is whole at any time: a new one takes the place of the old.</summary>
    /// <exception cref="BundleException">The folder cannot be written.</exception>
    public static async Task UpdateAsync(string folder, BundleFiles before, BundleFiles after)
    {
        await WriteAsync(folder, after.All.Where(file => before.Find(file.Key) is not { } old || !old.Span.SequenceEqual(file.Value.Span)));
        foreach (var gone in before.All.Keys.Where(path => after.Find(path) is null))
        {
            File.Delete(Path.Combine(folder, gone));
        }
    }

    private static async Task WriteAsync(string folder, IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> files)
    {
        try
        {
            foreach (var (path, content) in files)
            {
                var target = Path.Combine(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                var beside = target + ".new";
                await File.WriteAllBytesAsync(beside, content, CancellationToken.None);
                File.Move(beside, target, overwrite: true);
            }
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new BundleException($"the bundle cannot be written: {unwritable.Message}");
        }
    }
}
