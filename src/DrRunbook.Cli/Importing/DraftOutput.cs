using System.CommandLine;
using System.Text;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Face;
using DrRunbook.Yaml.Drafting;

namespace DrRunbook.Cli.Importing;

/// <summary>Where a draft goes: to standard output, or into a file that is not there yet.</summary>
internal sealed class DraftOutput
{
    private readonly Option<string?> _out = new("--out") { Description = "Write the draft into a file (default: standard output). A file that is there already is left alone.", HelpName = "FILE" };

    public void AddTo(Command command) => command.Add(_out);

    /// <summary>The exit code where the file is there already, before anything is read; else null.</summary>
    public int? Refuses(Invocation invocation) => invocation.Value(_out) is { } file && Path.Exists(invocation.Context.PathOf(file))
        ? invocation.Refuse($"'{file}' is there already", "a runbook is not overwritten: name another file, or remove this one")
        : null;

    /// <summary>A path relative to where the draft will lie, with forward slashes.</summary>
    public string RelativePath(Invocation invocation, string path)
    {
        var folder = invocation.Value(_out) is { } file ? Path.GetDirectoryName(invocation.Context.PathOf(file))! : invocation.Context.CurrentDirectory;
        return Path.GetRelativePath(folder, invocation.Context.PathOf(path)).Replace('\\', '/');
    }

    /// <summary>A named credential likewise; null for null.</summary>
    public string? Relative(Invocation invocation, string? reference) =>
        reference is not null && reference.StartsWith("file:", StringComparison.Ordinal) ? $"file:{RelativePath(invocation, reference["file:".Length..])}" : reference;

    /// <summary>Tells what was found and writes the draft.</summary>
    /// <returns>The exit code.</returns>
    public int Write(Invocation invocation, DraftResult draft)
    {
        if (invocation.IsJson)
        {
            JsonOutput.WriteLine(invocation.Out, new { failovers = draft.Failovers, todos = draft.Todos, diagnostics = draft.Diagnostics, runbook = draft.Text });
        }
        else
        {
            PreparedRunbook.Say(invocation, draft.Diagnostics);
        }

        if (draft.Text is not { } text)
        {
            return ExitCodes.Usage;
        }

        var written = invocation.Value(_out) is { } file ? WriteFile(invocation, file, text) : WriteOut(invocation, text);
        if (written is not { } name)
        {
            return ExitCodes.Usage;
        }

        if (!invocation.IsJson)
        {
            invocation.Error.WriteLine($"Drafted: {Count(draft.Failovers, "failover")}, {Count(draft.Todos, "TODO")}. Next: drrun validate {TerminalEncoder.Encode(name)}");
        }

        return ExitCodes.Good;
    }

    private static string WriteOut(Invocation invocation, string text)
    {
        if (!invocation.IsJson)
        {
            // YAML keeps every text from outside on its own line, without a control character.
            invocation.Out.Write(text);
        }

        return "FILE";
    }

    private static string? WriteFile(Invocation invocation, string file, string text)
    {
        var path = invocation.Context.PathOf(file);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            stream.Write(Encoding.UTF8.GetBytes(text));
            return file;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            invocation.Refuse($"the draft cannot be written: {unwritable.Message}");
            return null;
        }
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
