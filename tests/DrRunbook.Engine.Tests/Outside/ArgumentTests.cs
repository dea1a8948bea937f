using System.Runtime.Versioning;
using System.Text;
using CsCheck;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Outside;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Tests.Outside;

/// <summary>A value that is filled in never becomes a second argument, an option of ours or a piece of a shell's program.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ArgumentTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("drrun-").FullName;
    private readonly OutsideWorld _world;

    public ArgumentTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the script is for /bin/sh");
        _world = new OutsideWorld(_root, new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["DRRUN_KEPT"] = "kept" }, TimeProvider.System);
        var script = Path.Combine(_root, "show");
        File.WriteAllText(script, "#!/bin/sh\nprintf '%s' \"$#\"\nfor a in \"$@\"; do printf '\\037%s' \"$a\"; done\nprintf '\\037%s' \"$VALUE\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public static TheoryData<string> Hostile =>
    [
        "two words", "$(touch hit)", "`touch hit`", "; touch hit", "| touch hit", "&& touch hit", "*", "~", "$HOME", "${HOME}", "--flag", "-rf", "", " ", "\"", "'", "\\", "a\nb", "a\r\nb\tc",
        "žluťoučký kůň", "\u202Egnp.exe", "\u0001\u001b[31m\u0007", "@file", "%s%n", "\ud83d\ude80",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_value_stays_one_argument_as_it_is(string value)
    {
        Assert.Equal(["3", value, $"x{value}y", "last", value], await ShowAsync(value));
        Assert.False(File.Exists(Path.Combine(_root, "hit")));
    }

    [Fact]
    public async Task Any_value_stays_one_argument_as_it_is()
    {
        const string Signs = "ab $`\"'\\;|&<>(){}[]*?~!#%=-\n\t\r/.é\u0002\u202e";
        var values = new List<string>();
        Gen.Char[Signs].Array[0, 30].Select(signs => new string(signs)).Sample(values.Add, seed: "0N0XIzNsQ0O2", iter: 60, threads: 1);
        foreach (var value in values)
        {
            Assert.Equal(["3", value, $"x{value}y", "last", value], await ShowAsync(value));
        }
    }

    [Fact]
    public async Task U0000_would_cut_an_argument_off_and_starts_nothing()
    {
        foreach (var command in new[]
        {
            Command("./show", "${inputs.value}"),
            Command("./show") with { Env = Named("VALUE") },
        })
        {
            var answer = await _world.RunAsync(new StepId("s"), command, 1, Resolver("before\0after"), TestContext.Current.CancellationToken);

            Assert.True(answer is { Holds: false, Sent: false, Known: true });
            Assert.Contains("U+0000", answer.Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://pager.example/?why=${failure.reason}&by=drrun", "https://pager.example/?why=a%26b%3Dc%23d%20%2F..%2F%0D%0AX%3A%20y&by=drrun")]
    [InlineData("https://${failure.reason}/", "https://a%26b%3Dc%23d%20%2F..%2F%0D%0AX%3A%20y/")]
    [InlineData("${env.PAGER_URL}?id=1", "https://pager.example/x?id=1")]
    public void What_the_run_fills_into_a_URL_stays_in_its_place(string template, string url) =>
        Assert.Equal(url, Resolver("").ExpandUrl(TextTemplate.Parse(template)));

    [Theory]
    [InlineData("a\r\nInjected: yes")]
    [InlineData("a\nInjected: yes")]
    [InlineData("a\0")]
    public async Task A_header_with_a_line_break_is_not_sent(string value)
    {
        await using var server = new TestHttpServer("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
        var gate = new HttpGate(TextTemplate.Parse(server.Url), "GET", [], Contains: null, Named("X-Ticket"), CaFile: null);

        var answer = await _world.ProbeAsync(new GateId("g"), gate, 1, Resolver(value), TestContext.Current.CancellationToken);

        Assert.True(answer is { Holds: false, Sent: false });
        Assert.Contains("header 'X-Ticket' cannot be sent", answer.Detail, StringComparison.Ordinal);
        Assert.Equal(0, server.Connections);
    }

    private static ValueResolver Resolver(string value) => new(
        name => name switch
        {
            "inputs.value" => value,
            "failure.reason" => "a&b=c#d /../\r\nX: y",
            "env.PAGER_URL" => "https://pager.example/x",
            _ => throw new ValueMissingException(name),
        },
        reference => throw new ValueMissingException(reference.ToString()));

    private static CommandLine Command(params string[] run) => new([.. run.Select(TextTemplate.Parse)], ImmutableSortedDictionary<string, ValueSource>.Empty, null, [0]);

    private static ImmutableSortedDictionary<string, ValueSource> Named(string name) =>
        ImmutableSortedDictionary<string, ValueSource>.Empty.Add(name, Values.Plain("${inputs.value}"));

    private async Task<string[]> ShowAsync(string value)
    {
        var command = Command("./show", "${inputs.value}", "x${inputs.value}y", "last") with
        {
            Env = Named("VALUE"),
        };
        var answer = await _world.RunAsync(new StepId("s"), command, 1, Resolver(value), TestContext.Current.CancellationToken);
        Assert.True(answer.Holds, answer.Detail);
        return Encoding.UTF8.GetString(answer.Evidence!.Value.Span).Split('\u001f');
    }
}
