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
    public static string? Write(string path, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        string? beside = null;
        try
        {
            var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;

            // A rename asks for the folder's permission alone; a file that may not be written is not to be replaced either.
            using (new FileStream(target, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            {
            }

            beside = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.drrun-fmt");
            using (var stream = new FileStream(beside, Options(target)))
            {
                stream.Write(after);
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows())
            {
                // Set again, for what a new file gets is narrowed by the umask.
                File.SetUnixFileMode(beside, File.GetUnixFileMode(target));
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

    private static FileStreamOptions Options(string target)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File.GetUnixFileMode(target);
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
