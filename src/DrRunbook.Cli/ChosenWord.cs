using System.CommandLine;
using System.CommandLine.Parsing;
using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Cli;

/// <summary>Values that are one of a few words.</summary>
internal static class ChosenWord
{
    /// <summary>Accepts these words alone, exactly as written, and completes them.</summary>
    public static Option<T> OneOf<T>(this Option<T> option, params string[] words)
    {
        option.CompletionSources.Clear();
        option.CompletionSources.Add(words);
        option.Validators.Add(result => RefuseOthers(result, option.Name, words));
        return option;
    }

    /// <summary>Accepts these words alone, exactly as written, and completes them.</summary>
    public static Argument<T> OneOf<T>(this Argument<T> argument, params string[] words)
    {
        argument.CompletionSources.Clear();
        argument.CompletionSources.Add(words);
        argument.Validators.Add(result => RefuseOthers(result, argument.HelpName ?? argument.Name, words));
        return argument;
    }

    private static void RefuseOthers(SymbolResult result, string name, string[] words)
    {
        foreach (var given in result.Tokens.Select(token => token.Value).Where(value => !words.Contains(value, StringComparer.Ordinal)))
        {
            result.AddError(UsageErrors.Of(
                $"{name} '{given}' must be {string.Join(", ", words[..^1])} or {words[^1]}",
                DidYouMean.Help(given, words)));
        }
    }
}
