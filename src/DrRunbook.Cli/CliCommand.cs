using System.CommandLine;

namespace DrRunbook.Cli;

/// <summary>A command with examples in its help.</summary>
/// <param name="examples">Whole command lines, each with what it does behind <c>#</c> where that is not plain.</param>
internal sealed class CliCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Command lines worth copying.</summary>
    public ImmutableArray<string> Examples { get; } = [.. examples];

    /// <summary>Sets what the command does; the result is the exit code.</summary>
    public void Does(CliContext context, Func<Invocation, Task<int>> work) =>
        SetAction(async (parse, _) =>
        {
            using var invocation = new Invocation(context, parse);
            return await work(invocation);
        });

    /// <summary>Sets what the command does; the result is the exit code.</summary>
    public void Does(CliContext context, Func<Invocation, int> work) => Does(context, invocation => Task.FromResult(work(invocation)));
}
