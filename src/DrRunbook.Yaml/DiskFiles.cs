using System.Security.Cryptography;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml;

/// <summary>The files of this machine.</summary>
public sealed class DiskFiles : IFileTree
{
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The one there is.</summary>
    public static DiskFiles Instance { get; } = new();

    /// <inheritdoc />
    public string? LinkTarget(string path) => new FileInfo(path).LinkTarget;

    /// <inheritdoc />
    public bool IsFolder(string path) => Directory.Exists(path);

    /// <inheritdoc />
    public bool IsFile(string path) => File.Exists(path);

    /// <inheritdoc />
    public bool IsExecutable(string path) => File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Execute) != 0);

    /// <inheritdoc />
    public Stream? OpenRead(string path) => RegularFile.OpenRead(path);

    /// <inheritdoc />
    public string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
