namespace DrRunbook.Yaml.Runbooks;

/// <summary>Follows links in every part of a path, not in its last alone.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>The absolute path without links; what does not exist is taken as written.</summary>
    /// <exception cref="IOException">The links run in a circle.</exception>
    public static string Of(string path, IFileTree files)
    {
        var pending = new Stack<string>();
        var real = Push(Path.GetFullPath(path), pending);
        var links = 0;
        while (pending.TryPop(out var part))
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, part);
            var target = files.LinkTarget(next);
            if (target is null)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new IOException("its links run in a circle");
            }

            real = Path.IsPathRooted(target) ? Push(target, pending) : PushParts(target, pending, real);
        }

        return real;
    }

    private static string Push(string absolute, Stack<string> pending)
    {
        var root = Path.GetPathRoot(absolute)!;
        return PushParts(absolute[root.Length..], pending, root);
    }

    private static string PushParts(string relative, Stack<string> pending, string from)
    {
        var parts = relative.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts.Reverse().Where(part => part != "."))
        {
            pending.Push(part);
        }

        return from;
    }
}
