using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace DrRunbook.Cli.Tests;

/// <summary>The command line in this process, with a folder, a clock and writers of its own.</summary>
internal sealed class TestCli : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public TestCli(byte[] input)
        : this(input: Encoding.UTF8.GetString(input)) => Context = Context with { OpenIn = () => new MemoryStream(input) };

    public TestCli(Terminal? terminal = null, TimeProvider? clock = null, string? input = null)
    {
        Folder = Directory.CreateTempSubdirectory("drrun-cli-").FullName;
        Clock = new FakeTimeProvider(Example.Start.AddMinutes(30));
        Context = new CliContext
        {
            Out = _out,
            Error = _error,
            In = input is null ? TextReader.Null : new StringReader(input),
            OpenIn = () => new MemoryStream(Encoding.UTF8.GetBytes(input ?? "")),
            Terminal = terminal ?? Terminal.None,
            HostClock = clock ?? Clock,
            Environment = name => Environment.GetValueOrDefault(name),
            CurrentDirectory = Folder,
            UserName = "dora",
            Machine = "ops1",
            ProcessId = 4711,
            Signals = Signals,
        };
    }

    public string Folder { get; }

    public FakeTimeProvider Clock { get; }

    public Dictionary<string, string> Environment { get; } = [];

    public Signals Signals { get; } = new();

    public CliContext Context { get; }

    public string Store => Path.Combine(Folder, ".drrun", "drrun.db");

    /// <summary>Carries a command line out and tells all that can be seen of it; the folder is shown as <c>FOLDER</c>.</summary>
    public async Task<string> RunAsync(params string[] args)
    {
        var (code, output, error) = await InvokeAsync(args);
        return $"> drrun {string.Join(' ', args)}\n{output}{(error.Length > 0 ? $"--- stderr\n{error}" : "")}--- exit {code}\n".Replace(Folder, "FOLDER", StringComparison.Ordinal);
    }

    public async Task<(int Code, string Output, string Error)> InvokeAsync(params string[] args)
    {
        _out.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        var code = await new CommandLineApp(Context).RunAsync(args);
        return (code, _out.ToString(), _error.ToString());
    }

    public void Dispose()
    {
        Signals.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
