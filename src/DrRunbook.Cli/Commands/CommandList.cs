using System.CommandLine;

namespace DrRunbook.Cli.Commands;

/// <summary>Every command, in the order in which the help shows them.</summary>
internal static class CommandList
{
    /// <summary>Makes them.</summary>
    public static IEnumerable<Command> Create(CliContext context) =>
    [
        PlanCommand.Create(context),
        RehearseCommand.Create(context),
        ExecuteCommand.Create(context),
    ];
}
