namespace DrRunbook.Cli.Formats;

/// <summary>Puts a new text in the place of a file that somebody cares for.</summary>
internal static class RewrittenFile
{
    /// <summary>
    /// Writes beside the file and renames, so that the file is whole at any time; permissions stay. Of a symbolic link the file that it points at
    /// is replaced, and the link stays one.
    /// </summary>
    /// <param name="before">What the file is known to hold; where it holds something else by now, nothing is done.</param>
    /// <returns>Why it could not be written; null where it was.</returns>
    public static string? Write(string path, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after) =>
        Write(path, before, after, $".{Path.GetRandomFileName()}.drrun-fmt");

    /// <param name="name">
    /// The name of the new file until it takes its place. Nobody can foresee it, and where something is called so already, be it a link that somebody
    /// planted, nothing is written.
    /// </param>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    internal static string? Write(string path, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, string name)
    {
        string? beside = null;
        try
        {
            var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;

            // A rename asks for the folder's permission alone; a file that may not be written is not to be replaced either.
            using (new FileStream(target, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            {
            }

            var place = Path.Combine(Path.GetDirectoryName(target)!, name);
            using (var stream = new FileStream(place, NewFile()))
            {
                // From here on the file is this method's own, to be removed where it fails.
                beside = place;
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
                }

                stream.Write(after);
                stream.Flush(flushToDisk: true);
            }

            if (!before.SequenceEqual(File.ReadAllBytes(target)))
            {
                return "it has been changed in the meantime";
            }

            File.Move(beside, target, overwrite: true);
            beside = null;
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure is UnauthorizedAccessException ? "access is denied" : failure.Message;
        }
        finally
        {
            if (beside is not null)
            {
                Discard(beside);
            }
        }
    }

    /// <summary>A file that is not there yet, and that its owner alone can open until it has the permissions of the one it replaces.</summary>
    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static void Discard(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What was to be said has been said; a leftover beside the file harms nobody.
        }
    }
}
