using System.Security.Cryptography;
using DrRunbook.Core.Planning;

namespace DrRunbook.Engine.Outside;

/// <summary>The files that a plan depends on, as they were when it was made: what was reviewed is what runs.</summary>
/// <param name="root">The runbook's root, a full path; the files' paths are relative to it.</param>
/// <param name="files">The plan's files.</param>
public sealed class PlannedFiles(string root, ImmutableArray<FileDigest> files)
{
    private readonly ImmutableArray<(string FullPath, FileDigest File)> _files = [.. files.Select(file => (Path.GetFullPath(file.Path, root), file))];

    /// <summary>The path, as planned, of the first file that is not there or has other contents; null where all are as planned.</summary>
    public string? FirstChanged() => FirstChanged(_files);

    /// <summary>The path, as planned, of the first of these files that is planned and now another; null where there is none.</summary>
    /// <param name="paths">Full paths; those that the plan does not name are not looked at.</param>
    public string? FirstChanged(IEnumerable<string> paths)
    {
        if (_files.IsEmpty)
        {
            return null;
        }

        var used = paths.ToHashSet(StringComparer.Ordinal);
        return FirstChanged(_files.Where(file => used.Contains(file.FullPath)));
    }

    /// <summary>A file's SHA-256 in lower-case hex.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string Digest(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string? FirstChanged(IEnumerable<(string FullPath, FileDigest File)> files) =>
        files.Where(file => !IsAsPlanned(file.FullPath, file.File)).Select(file => file.File.Path).FirstOrDefault();

    private static bool IsAsPlanned(string path, FileDigest planned)
    {
        try
        {
            return File.Exists(path) && Digest(path) == planned.Sha256;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
