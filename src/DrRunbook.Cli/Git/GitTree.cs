using System.Security.Cryptography;
using System.Text;
using DrRunbook.Yaml;

namespace DrRunbook.Cli.Git;

/// <summary>The files of a commit, read from the repository's objects; nothing is checked out. What lies outside the repository is the disk's.</summary>
internal sealed class GitTree : IFileTree
{
    private const string Link = "120000";
    private const string Submodule = "160000";
    private const string Executable = "100755";

    /// <summary>A pointer of Git LFS has three lines and is far shorter.</summary>
    private const int LongestPointer = 1024;

    private const int LongestPath = 4096;

    /// <summary>Enough for whoever reads to see that it is too much.</summary>
    private const int LargestFile = 64 * 1024 * 1024;

    private static readonly byte[] PointerStart = "version https://git-lfs.github.com/spec/"u8.ToArray();

    private readonly string _top;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal) { "" };

    private GitTree(string top, string listing)
    {
        _top = top;
        foreach (var line in listing.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var (about, path) = (line[..line.IndexOf('\t')].Split(' '), line[(line.IndexOf('\t') + 1)..]);
            _entries[path] = new Entry(about[0], about[2]);
            for (var slash = path.LastIndexOf('/'); slash > 0 && _folders.Add(path[..slash]); slash = path.LastIndexOf('/', slash - 1))
            {
            }
        }
    }

    /// <summary>Lists a commit.</summary>
    /// <param name="top">The repository's working tree, a full path without links.</param>
    /// <param name="commit">A full object name.</param>
    public static GitResult<GitTree> Of(string top, string commit)
    {
        var listing = GitProgram.Text(top, "ls-tree", "-r", "-z", "--full-tree", commit);
        return new GitResult<GitTree>(listing.Output is { } text ? new GitTree(top, text) : null, listing.Problem);
    }

    /// <summary>Whether the commit has a file or a link there.</summary>
    public bool Holds(string path) => Relative(path) is { } inside && _entries.TryGetValue(inside, out var entry) && entry.Mode != Submodule;

    /// <inheritdoc />
    public string? LinkTarget(string path) => Relative(path) is not { } inside ? DiskFiles.Instance.LinkTarget(path)
        : _entries.TryGetValue(inside, out var entry) && entry.Mode == Link ? Encoding.UTF8.GetString(Content(entry, LongestPath))
        : null;

    /// <inheritdoc />
    public bool IsFolder(string path) => Relative(path) is { } inside ? _folders.Contains(inside) : DiskFiles.Instance.IsFolder(path);

    /// <inheritdoc />
    public bool IsFile(string path) => Relative(path) is { } inside ? _entries.TryGetValue(inside, out var entry) && entry.Mode is not (Link or Submodule) : DiskFiles.Instance.IsFile(path);

    /// <inheritdoc />
    public bool IsExecutable(string path) => Relative(path) is { } inside ? _entries.TryGetValue(inside, out var entry) && entry.Mode == Executable : DiskFiles.Instance.IsExecutable(path);

    /// <inheritdoc />
    public Stream? OpenRead(string path)
    {
        if (Relative(path) is not { } inside)
        {
            return DiskFiles.Instance.OpenRead(path);
        }

        var content = Content(EntryAt(inside), LargestFile);
        return PointsTo(content) is null ? new MemoryStream(content, writable: false) : throw new IOException("Git LFS keeps it elsewhere: the repository holds a pointer to it alone");
    }

    /// <inheritdoc />
    public string Sha256(string path)
    {
        if (Relative(path) is not { } inside)
        {
            return DiskFiles.Instance.Sha256(path);
        }

        // What Git LFS keeps elsewhere is named by just this digest.
        var entry = EntryAt(inside);
        return PointsTo(Content(entry, LongestPointer)) ?? Read(entry, output => Convert.ToHexStringLower(SHA256.HashData(output)));
    }

    private string? Relative(string path)
    {
        var relative = Path.GetRelativePath(_top, path).Replace('\\', '/');
        return relative == "." ? "" : relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? null : relative;
    }

    private Entry EntryAt(string inside)
    {
        if (_entries.TryGetValue(inside, out var entry) && entry.Mode != Submodule)
        {
            return entry;
        }

        for (var path = inside; path.Length > 0; path = path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "")
        {
            if (_entries.TryGetValue(path, out var outer) && outer.Mode == Submodule)
            {
                throw new IOException($"it lies in the submodule '{path}', whose files this repository does not hold");
            }
        }

        throw new FileNotFoundException();
    }

    private byte[] Content(Entry entry, int most) => Read(entry, output =>
    {
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        int count;
        while (content.Length <= most && (count = output.Read(buffer)) > 0)
        {
            content.Write(buffer, 0, count);
        }

        // Git is heard out: one that is cut off reports a broken pipe.
        output.CopyTo(Stream.Null);
        return content.ToArray();
    });

    private T Read<T>(Entry entry, Func<Stream, T> read)
    {
        var result = GitProgram.Run(_top, ["cat-file", "blob", entry.Object], read);
        return result.Problem is null ? result.Output! : throw new IOException(result.Problem);
    }

    private static string? PointsTo(byte[] content)
    {
        if (content.Length > LongestPointer || !content.AsSpan().StartsWith(PointerStart))
        {
            return null;
        }

        var oid = Encoding.UTF8.GetString(content).Split('\n').FirstOrDefault(line => line.StartsWith("oid sha256:", StringComparison.Ordinal));
        return oid?["oid sha256:".Length..].Trim();
    }

    private sealed record Entry(string Mode, string Object);
}
