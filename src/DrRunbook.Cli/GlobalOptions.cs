using System.CommandLine;
using System.CommandLine.Parsing;

namespace DrRunbook.Cli;

/// <summary>The options that every command takes.</summary>
internal sealed class GlobalOptions
{
    /// <summary>The store's location where nobody names one.</summary>
    public const string DefaultStore = ".drrun/drrun.db";

    /// <summary>Where runs are kept.</summary>
    public Option<string?> Store { get; } = new("--store")
    {
        Description = $"Where runs are kept: a file, or postgres://USER@HOST/DATABASE for machines that share it (default {DefaultStore}; DRRUN_STORE sets it).",
        HelpName = "FILE|URL",
        Recursive = true,
        Validators = { RefusePassword },
    };

    /// <summary>For people or for programs.</summary>
    public Option<string> Output { get; } = new Option<string>("--output")
    {
        Description = "text for people, json for programs: one JSON value, or JSON Lines for what streams, on stdout.",
        HelpName = "text|json",
        DefaultValueFactory = _ => "text",
        Recursive = true,
    }.OneOf("text", "json");

    /// <summary>Plain text on a terminal.</summary>
    public Option<bool> NoColor { get; } = new("--no-color") { Description = "No colours (NO_COLOR does the same).", Recursive = true };

    /// <summary>Where the log goes.</summary>
    public Option<string?> Log { get; } = new("--log")
    {
        Description = "Where to log to, as compact JSON (default: a file under .drrun/logs).",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>How much is logged.</summary>
    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Log the details too. The log is for finding faults of drrun; a run's story is its journal.", Recursive = true };

    /// <summary>The form that managers are asked in; of the commands that ask managers alone.</summary>
    public Option<string?> Wire { get; } = new Option<string?>("--wire")
    {
        Description = "The form that managers are asked for: xml (the default) or json.",
        HelpName = "xml|json",
    }.OneOf("xml", "json");

    /// <summary>All that every command takes.</summary>
    public IEnumerable<Option> All => [Store, Output, NoColor, Log, Verbose];

    private static void RefusePassword(OptionResult result)
    {
        // Shell histories and process lists would keep it. The message must not repeat the value.
        if (result.Tokens.Any(token => HoldsPassword(token.Value)))
        {
            result.AddError("--store holds a password, which others can read from the process list: set DRRUN_STORE instead");
        }
    }

    private static bool HoldsPassword(string location)
    {
        // A password may hold a slash that should have been escaped: whatever stands before the last @ counts.
        var place = location.Split("://", 2) is [_, var rest] ? rest.Split('?')[0] : "";
        var user = place.LastIndexOf('@') is > 0 and var at ? place[..at] : "";
        return user.Contains(':', StringComparison.Ordinal)
            || location.Contains("password=", StringComparison.OrdinalIgnoreCase)
            || location.Contains("pwd=", StringComparison.OrdinalIgnoreCase);
    }
}
