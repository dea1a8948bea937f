using System.CommandLine;
using System.CommandLine.Parsing;
using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Cli;

/// <summary>What is wrong with a command line, in drrun's own words.</summary>
internal static class UsageErrors
{
    /// <summary>Stands between a message and its help in an error of the parser; neither can hold it, for arguments end there.</summary>
    private const char Divider = '\0';

    /// <summary>An error for the parser to keep, with the way out.</summary>
    public static string Of(string message, string? help) => help is null ? message : $"{message}{Divider}{help}";

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
            foreach (var text in Missing(parse).Concat(parse.Errors.Select(wrong => InOurWords(wrong, command))).OfType<string>().Distinct())
            {
                var parts = text.Split(Divider, 2);
                Invocation.Say(error, "error", parts[0], parts.ElementAtOrDefault(1));
            }
        }

        error.WriteLine($"See '{FullName(command)} --help'.");
    }

    /// <summary>The arguments and options that the command cannot do without.</summary>
    private static IEnumerable<string> Missing(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        foreach (var argument in command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > (parse.GetResult(argument)?.Tokens.Count ?? 0)))
        {
            yield return Of($"'{FullName(command)}' needs {argument.HelpName ?? argument.Name}", argument.Description);
        }

        foreach (var option in command.Options.Where(option => option.Required && parse.GetResult(option) is null))
        {
            yield return Of($"'{FullName(command)}' needs {option.Name} {option.HelpName}".TrimEnd(), option.Description);
        }
    }

    /// <summary>The parser's own errors in the form of ours; null for what <see cref="Missing"/> tells.</summary>
    private static string? InOurWords(ParseError wrong, Command command)
    {
        var result = wrong.SymbolResult as OptionResult ?? wrong.SymbolResult?.Parent as OptionResult;
        var option = result?.Option;
        return wrong.Message switch
        {
            var text when text.StartsWith("Required argument missing for option", StringComparison.Ordinal) && option is not null =>
                $"{option.Name} needs a value: {option.HelpName ?? "VALUE"}",
            var text when text.StartsWith("Required argument", StringComparison.Ordinal) || text.EndsWith("is required.", StringComparison.Ordinal) => null,
            var text when text.StartsWith("Required command", StringComparison.Ordinal) => $"'{FullName(command)}' needs a command",
            var text when text.StartsWith("Cannot parse argument", StringComparison.Ordinal) && option is not null =>
                $"{option.Name} '{result!.Tokens[^1].Value}' must be {option.HelpName ?? "another value"}",
            var text when text.Contains("expects a single argument", StringComparison.Ordinal) && option is not null => $"{option.Name} can be given once",
            var text => text,
        };
    }

    private static IEnumerable<string> OptionNames(ParseResult parse) =>
        parse.CommandResult.Command.Options.Concat(parse.RootCommandResult.Command.Options).SelectMany(option => option.Aliases.Prepend(option.Name));

    private static string FullName(Command command) =>
        command is RootCommand || command.Parents.OfType<Command>().FirstOrDefault() is not { } parent ? "drrun" : $"{FullName(parent)} {command.Name}";
}
