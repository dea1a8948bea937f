using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Outside;

/// <summary>A program to be run, with every value filled in.</summary>
/// <param name="Arguments">The program first.</param>
/// <param name="Environment">All that the program gets.</param>
/// <param name="Contains">Text that its output must contain, or null.</param>
internal sealed record ProgramCall(
    ImmutableArray<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string? WorkingDirectory,
    ImmutableArray<int> SuccessExitCodes,
    string? Contains)
{
    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "TZ"];

    /// <summary>Fills a command in.</summary>
    /// <param name="host">drrun's own environment.</param>
    /// <param name="told">What else the program is told, such as <c>DRRUN_STEP</c>.</param>
    public static ProgramCall Of(
        CommandLine command,
        TextTemplate? contains,
        IReadOnlyDictionary<string, string> host,
        IEnumerable<KeyValuePair<string, string>> told,
        ValueResolver values)
    {
        var environment = host.Where(variable => IsInherited(variable.Key)).ToDictionary();
        foreach (var (name, value) in told)
        {
            environment[name] = value;
        }

        foreach (var (name, source) in command.Env)
        {
            environment[name] = values.Expand(source);
        }

        return new ProgramCall(
            [.. command.Run.Select(values.Expand)], environment, command.WorkingDirectory, command.SuccessExitCodes, contains is null ? null : values.Expand(contains));
    }

    /// <summary>Whether an argument or a variable holds U+0000, which ends a text in the system's own form.</summary>
    public bool HoldsNull => Arguments.Concat(Environment.Values).Any(text => text.Contains('\0', StringComparison.Ordinal));

    /// <summary>The full paths that the program and its arguments may name: the program's from the root, an argument's from the working directory.</summary>
    public IEnumerable<string> FilesNamed(string root)
    {
        var folder = Path.GetFullPath(WorkingDirectory ?? ".", root);
        return Arguments.Skip(1).Where(CanBePath).Select(argument => Path.GetFullPath(argument, folder)).Prepend(Path.GetFullPath(Arguments[0], root));
    }

    private static bool CanBePath(string argument) => argument.Length > 0 && !argument.Contains('\0', StringComparison.Ordinal);

    // The store's address may hold a password, and no program of a runbook needs it.
    private static bool IsInherited(string name) =>
        Inherited.Contains(name) || (name.StartsWith("DRRUN_", StringComparison.Ordinal) && name != "DRRUN_STORE");
}
