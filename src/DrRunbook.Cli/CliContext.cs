using DrRunbook.Engine.Outside;
using System.Text;
using DrRunbook.Engine.Ports;
using DrRunbook.Storage;

namespace DrRunbook.Cli;

/// <summary>All that a command touches outside itself, so that a test can hand in its own.</summary>
internal sealed record CliContext
{
    /// <summary>Standard output: results.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error: progress and diagnostics.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard input: a person's answers.</summary>
    public required TextReader In { get; init; }

    /// <summary>Standard input as bytes, for a command that takes a file from it; such a command leaves <see cref="In"/> alone.</summary>
    public Func<Stream> OpenIn { get; init; } = Console.OpenStandardInput;

    /// <summary>The terminal.</summary>
    public required Terminal Terminal { get; init; }

    /// <summary>The host's clock: leases, sockets and the screen.</summary>
    public required TimeProvider HostClock { get; init; }

    /// <summary>The clock of real runs: time limits, gates, polling, everything journaled. The host's, where nobody says otherwise.</summary>
    public TimeProvider RunClock
    {
        get => field ?? HostClock;
        init;
    }

    /// <summary>Opens the store at a location; the clock tells when leases run out. Throws <see cref="StoreException"/> where there is none to be had.</summary>
    public Func<string, TimeProvider, IRunStore> OpenStore { get; init; } = (location, clock) => StoreLocation.Open(location, clock);

    /// <summary>Looks into the store at a location without making or writing one; null where there is none. Throws <see cref="StoreException"/> where it cannot be read.</summary>
    public Func<string, TimeProvider, IRunLookup?> LookIntoStore { get; init; } = StoreLocation.LookInto;

    /// <summary>The value of an environment variable, or null.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The working directory, absolute.</summary>
    public required string CurrentDirectory { get; init; }

    /// <summary>Who is logged on to this machine.</summary>
    public required string UserName { get; init; }

    /// <summary>This machine's name.</summary>
    public required string Machine { get; init; }

    /// <summary>This process's id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Ctrl+C and its like.</summary>
    public required Signals Signals { get; init; }

    /// <summary>The options that every command takes.</summary>
    public GlobalOptions Options { get; } = new();

    /// <summary>The secrets met so far: kept out of the log and of what is said of a fault.</summary>
    public KnownSecrets Secrets { get; } = new();

    /// <summary>Names this process in leases: machine and process id.</summary>
    public string Owner => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Machine}:{ProcessId}");

    /// <summary>The real world.</summary>
    public static CliContext OfProcess(Signals signals)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new CliContext
        {
            Out = Console.Out,
            Error = Console.Error,
            In = Console.In,
            Terminal = Terminal.OfProcess(),
            HostClock = TimeProvider.System,
            Environment = System.Environment.GetEnvironmentVariable,
            CurrentDirectory = System.Environment.CurrentDirectory,
            UserName = System.Environment.UserName,
            Machine = System.Environment.MachineName,
            ProcessId = System.Environment.ProcessId,
            Signals = signals,
        };
    }

    /// <summary>A path as the operator gave it, made absolute.</summary>
    public string PathOf(string path) => Path.GetFullPath(path, CurrentDirectory);
}
