using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DrRunbook.TestKit;

/// <summary>A page of <c>docs/</c>, as the tests read it that hold it against the code.</summary>
public sealed class DocumentPage
{
    private readonly string[] _lines;

    /// <param name="name">Such as <c>journal.md</c>.</param>
    public DocumentPage(string name) => _lines = File.ReadAllLines(Path.Combine(Folder(), $"../../docs/{name}"));

    /// <summary>The lines between a heading and the next one of the same or a higher level.</summary>
    /// <exception cref="ArgumentException">The page has no such heading.</exception>
    public IReadOnlyList<string> Section(string heading)
    {
        var from = Array.IndexOf(_lines, heading);
        if (from < 0)
        {
            throw new ArgumentException($"the page has no heading '{heading}'", nameof(heading));
        }

        var level = heading.IndexOf(' ', StringComparison.Ordinal);
        return [.. _lines.Skip(from + 1).TakeWhile(line => Level(line) == 0 || Level(line) > level)];
    }

    /// <summary>The first cell, without its backticks, of every row of the tables in some lines.</summary>
    public static IReadOnlyList<string> FirstCells(IEnumerable<string> lines) =>
        [.. lines.Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1])];

    /// <summary>The <c>sh</c> blocks below a heading, as one script.</summary>
    public string Script(string heading)
    {
        var script = new List<string>();
        var inside = false;
        foreach (var line in Section(heading))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inside = line == "```sh";
            }
            else if (inside)
            {
                script.Add(line);
            }
        }

        return string.Join('\n', script) + "\n";
    }

    /// <summary>Runs a script as a reader would, and tells its exit code and everything it said.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string script, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("sh", ["-c", $"exec 2>&1\n{script}"]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using var shell = Process.Start(start)!;
        var output = await shell.StandardOutput.ReadToEndAsync(cancellationToken);
        await shell.WaitForExitAsync(cancellationToken);
        return (shell.ExitCode, output);
    }

    /// <summary>The first of these programs that this machine does not have, or null where it has all.</summary>
    public static string? FirstMissing(params ReadOnlySpan<string> programs)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        foreach (var program in programs)
        {
            if (!folders.Any(folder => File.Exists(Path.Combine(folder, program))))
            {
                return program;
            }
        }

        return null;
    }

    /// <remarks>A comment in a script would look like a heading; the pages' scripts have none at the beginning of a line.</remarks>
    private static int Level(string line)
    {
        var marks = line.TakeWhile(c => c == '#').Count();
        return marks > 0 && line.Length > marks && line[marks] == ' ' ? marks : 0;
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
