using System.CommandLine;
using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace DrRunbook.Cli;

/// <summary>drrun's own log: compact JSON in a file, for finding faults. It may be lost and is never read back.</summary>
internal static class LogFile
{
    /// <summary>Where this command line logs to.</summary>
    public static string PathOf(CliContext context, ParseResult parse) => parse.GetValue(context.Options.Log) is { } given
        ? context.PathOf(given)
        : context.PathOf(string.Create(CultureInfo.InvariantCulture, $".drrun/logs/drrun-{context.HostClock.GetUtcNow():yyyyMMdd}-{context.ProcessId}.clef"));

    /// <summary>Opens it; what stands there already stays.</summary>
    public static Logger Open(CliContext context, ParseResult parse) => new LoggerConfiguration()
        .MinimumLevel.Is(parse.GetValue(context.Options.Verbose) ? LogEventLevel.Debug : LogEventLevel.Information)
        .WriteTo.File(new CleanFormatter(new CompactJsonFormatter(), context.Secrets), PathOf(context, parse))
        .CreateLogger();

    /// <summary>Keeps what went wrong.</summary>
    /// <returns>Where, or null where even that could not be written.</returns>
    public static string? Keep(CliContext context, ParseResult parse, Exception fault)
    {
        try
        {
            using var log = Open(context, parse);
            log.Fatal(fault, "drrun {Command} ended by a fault", parse.CommandResult.Command.Name);
            return PathOf(context, parse);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }
}
