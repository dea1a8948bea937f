using System.CommandLine;
using DrRunbook.Cli.Face;
using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Cli;

/// <summary>What is wrong with a command line, in drrun's own words where the parser's are many.</summary>
internal static class UsageErrors
{
    /// <summary>Writes it, with what was probably meant and where the help is.</summary>
    public static void Write(TextWriter error, ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        if (parse.UnmatchedTokens is [var unknown, ..])
        {
            var known = unknown.StartsWith('-') ? OptionNames(parse) : command.Subcommands.Select(subcommand => subcommand.Name);
            var what = unknown.StartsWith('-') ? "no option" : command.Subcommands.Count > 0 ? "no command" : "one argument too many";
            Invocation.Say(error, "error", $"'{unknown}' is {what} of '{FullName(command)}'", DidYouMean.Help(unknown, known));
        }
        else
        {
            foreach (var message in parse.Errors.Select(wrong => wrong.Message).Distinct())
            {
                error.WriteLine($"drrun: error: {TerminalEncoder.Encode(message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal))}");
            }
        }

        error.WriteLine($"See '{FullName(command)} --help'.");
    }

    private static IEnumerable<string> OptionNames(ParseResult parse) =>
        parse.CommandResult.Command.Options.Concat(parse.RootCommandResult.Command.Options).SelectMany(option => option.Aliases.Prepend(option.Name));

    private static string FullName(Command command) => command is RootCommand ? "drrun" : $"drrun {command.Name}";
}
