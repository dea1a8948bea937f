namespace DrRunbook.Yaml;

/// <summary>Where a runbook's files are read from: the disk, or a revision that is not checked out. All paths are absolute.</summary>
public interface IFileTree
{
    /// <summary>Where a link leads, or null for what is none.</summary>
    string? LinkTarget(string path);

    /// <summary>Whether there is a folder.</summary>
    bool IsFolder(string path);

    /// <summary>Whether there is a file.</summary>
    bool IsFile(string path);

    /// <summary>Whether the file may be executed; on systems without such a mark every file may.</summary>
    bool IsExecutable(string path);

    /// <summary>Opens a file; null where it has no beginning and no end.</summary>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    Stream? OpenRead(string path);

    /// <summary>The SHA-256 of a file's content, in lower-case hex.</summary>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    string Sha256(string path);
}
