namespace DrRunbook.Yaml.Nodes;

/// <summary>Reads files without trusting their size or their kind.</summary>
public static class FileContent
{
    /// <summary>The file's bytes, at most one more than <see cref="YamlLimits.MaxBytes"/>, so that a file that is too large shows.</summary>
    /// <param name="shown">The path as messages show it.</param>
    /// <param name="at">Where the file is named.</param>
    /// <param name="fault">Why not, where the result is null.</param>
    public static byte[]? Read(IFileTree files, string path, string shown, SourceSpan at, out Diagnostic? fault)
    {
        fault = null;
        try
        {
            if (files.IsFolder(path))
            {
                fault = YamlDiagnostics.Unreadable(at, shown, "it is a directory");
                return null;
            }

            using var stream = files.OpenRead(path);
            if (stream is null)
            {
                fault = YamlDiagnostics.Unreadable(at, shown, "it is no regular file");
                return null;
            }

            return Read(stream);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            fault = YamlDiagnostics.Unreadable(at, shown, failure switch
            {
                FileNotFoundException or DirectoryNotFoundException => "it does not exist",
                UnauthorizedAccessException => "access is denied",
                _ => failure.Message,
            });
            return null;
        }
    }

    /// <summary>The bytes as they come, at most a buffer more than a runbook may have, so that one that is too large shows.</summary>
    public static byte[] Read(Stream stream)
    {
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        int count;
        while (content.Length <= YamlLimits.MaxBytes && (count = stream.Read(buffer)) > 0)
        {
            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    }
}
