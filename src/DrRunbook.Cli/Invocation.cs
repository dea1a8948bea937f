using System.CommandLine;
using DrRunbook.Cli.Face;
using DrRunbook.Cli.Simulation;
using DrRunbook.EnterpriseManager;
using Serilog;

namespace DrRunbook.Cli;

/// <summary>One command line being carried out.</summary>
internal sealed class Invocation(CliContext context, ParseResult parse) : IDisposable
{
    private readonly Lazy<Serilog.Core.Logger> _log = new(() => LogFile.Open(context, parse));

    /// <summary>The world.</summary>
    public CliContext Context { get; } = context;

    /// <summary>Standard output.</summary>
    public TextWriter Out => Context.Out;

    /// <summary>Standard error.</summary>
    public TextWriter Error => Context.Error;

    /// <summary>Whether programs read the output.</summary>
    public bool IsJson => parse.GetValue(Context.Options.Output) == "json";

    /// <summary>Whether colours may be used on standard error, where progress is shown.</summary>
    public bool UsesColor => Context.Terminal.ErrorIsTerminal
        && !parse.GetValue(Context.Options.NoColor)
        && string.IsNullOrEmpty(Context.Environment("NO_COLOR"))
        && Context.Environment("TERM") != "dumb";

    /// <summary>Whether a live view can be drawn on standard error.</summary>
    public bool CanDraw => !IsJson && Context.Terminal.ErrorIsTerminal && Context.Environment("TERM") is not (null or "" or "dumb");

    /// <summary>What managers are asked for.</summary>
    public WireFormat Wire => parse.GetValue(Context.Options.Wire) == "json" ? WireFormat.Json : WireFormat.Xml;

    /// <summary>Where runs are kept: <c>--store</c>, else <c>DRRUN_STORE</c>, else the default.</summary>
    public string StoreLocation
    {
        get
        {
            var given = parse.GetValue(Context.Options.Store) ?? Context.Environment("DRRUN_STORE");
            var location = string.IsNullOrWhiteSpace(given) ? GlobalOptions.DefaultStore : given;
            return location.Contains("://", StringComparison.Ordinal) ? location : Context.PathOf(location);
        }
    }

    /// <summary>The store as it may be shown: without a password.</summary>
    public string StoreName => Storage.StoreLocation.Describe(StoreLocation);

    /// <summary>Where a rehearsal's managers keep what they did: beside a store that is a file, else in the working directory.</summary>
    public string LedgersOf(string run) =>
        LedgerFiles.FolderOf(Storage.StoreLocation.IsShared(StoreLocation) ? Context.PathOf(GlobalOptions.DefaultStore) : StoreLocation, run);

    /// <summary>The command lines that answer or go on with a run of this store.</summary>
    public RunCommands Commands(string run) => new(run, parse.GetValue(Context.Options.Store));

    /// <summary>What the operator gave as <c>--store</c>, or null.</summary>
    public string? GivenStore => parse.GetValue(Context.Options.Store);

    /// <summary>For finding faults of drrun; opened by its first use.</summary>
    public ILogger Log => _log.Value;

    /// <summary>An option's value.</summary>
    public T? Value<T>(Option<T> option) => parse.GetValue(option);

    /// <summary>An argument's value. The parser refuses a command line without one that is required.</summary>
    public T Value<T>(Argument<T> argument) => parse.GetValue(argument)!;

    /// <summary>Whether the operator wrote the option.</summary>
    public bool IsGiven(Option option) => parse.GetResult(option) is { Implicit: false };

    /// <summary>Says on standard error what is wrong with the command line, or with what it names.</summary>
    /// <param name="help">The way out, or null where the message says it.</param>
    /// <returns><see cref="ExitCodes.Usage"/>.</returns>
    public int Refuse(string message, string? help = null)
    {
        Say(Error, "error", message, help);
        return ExitCodes.Usage;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_log.IsValueCreated)
        {
            _log.Value.Dispose();
        }
    }

    internal static void Say(TextWriter error, string severity, string message, string? help = null)
    {
        error.WriteLine($"drrun: {severity}: {TerminalEncoder.Encode(message)}");
        if (help is not null)
        {
            error.WriteLine($"    help: {TerminalEncoder.Encode(help)}");
        }
    }
}
