using System.Text;
using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Cli;
using DrRunbook.Engine.Outside;

namespace DrRunbook.Acceptance.Tests;

/// <summary>Marked secrets go through everything: they arrive where they are meant to and are found nowhere else, in no form.</summary>
public sealed class MarkedSecretTests : IAsyncDisposable
{
    private readonly Workplace _place = new();
    private readonly Marks _marks = new(new Dictionary<string, string>
    {
        ["user"] = @"MARKED\user-of-site-b",
        ["password"] = "MARKED-password/\"é<&>'+ of site b",
        ["token"] = "MARKED-session-token-7f3a==",
        ["session id"] = "MARKED-session-id-15a3fc97",
        ["variable"] = "MARKED-variable-of-the-command",
        ["argument"] = "MARKED argument & 'more'",
        ["header"] = "MARKED-header-of-the-request",
        ["gate"] = "MARKED-header-of-the-gate",
        ["message"] = "MARKED-header-of-the-message",
        ["hook"] = "MARKED-path-of-the-web-hook",
    });

    public static TheoryData<string> Ends => ["Success", "Failed", "doubt"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task No_secret_is_left_anywhere(string end)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the script is for /bin/sh");
        await using var manager = new EchoingManager(_marks.Secrets["token"], _marks.Secrets["session id"], _marks.Leak) { Result = end, Doubts = end == "doubt" };
        var runbook = Prepare(manager);

        var plan = await _place.RunAsync("plan", runbook, "--verbose", "--log", "run.clef");
        var rehearsal = await _place.RunAsync("rehearse", runbook, "--verbose", "--log", "run.clef");
        var (execute, run) = await ExecuteAsync(runbook, end);
        List<Ending> said = [plan, rehearsal, execute];
        foreach (var args in new string[][]
        {
            ["status", run], ["status", run, "--output", "json"], ["runs"], ["runs", "--output", "json"], ["report", run], ["report", run, "--format", "json"], ["report", run, "--format", "html"],
            ["report", run, "--format", "markdown"], ["bundle", run, "--out", "bundle"],
        })
        {
            said.Add((await _place.RunAsync([.. args, "--verbose", "--log", "run.clef"])).MustExit(0));
        }

        // Where they are meant to be, or the case proves nothing.
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_marks.Secrets["user"]}:{_marks.Secrets["password"]}"));
        Assert.Contains($"Basic {basic}", manager.Received, StringComparison.Ordinal);
        Assert.Contains($"X-RestSvcSessionId: {_marks.Secrets["token"]}", manager.Received, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"X-Key: {_marks.Secrets["header"]}", manager.Received, StringComparison.Ordinal);
        Assert.Contains($"X-Gate: {_marks.Secrets["gate"]}", manager.Received, StringComparison.Ordinal);
        if (end != "doubt")
        {
            // Who is told twice to stop tells nothing more.
            Assert.Contains($"X-Message: {_marks.Secrets["message"]}", manager.Received, StringComparison.Ordinal);
        }

        var child = File.ReadAllText(Path.Combine(_place.Folder, "child.environ"));
        Assert.Contains($"TOKEN={_marks.Secrets["variable"]}", child, StringComparison.Ordinal);
        Assert.Equal(_marks.Secrets["argument"], File.ReadAllText(Path.Combine(_place.Folder, "child.argument")));

        // The child got its own and nothing else.
        Assert.Equal(["variable"], Names(child));
        string[] meant = ["DRRUN_ATTEMPT", "DRRUN_MODE", "DRRUN_RUN", "DRRUN_STEP", "HOME", "LANG", "PATH", "PWD", "TOKEN", "TZ", "SHLVL", "_", "OLDPWD"];
        Assert.Empty(child.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('=')[0]).Except(meant));
        Assert.Equal(["argument"], Names(File.ReadAllText(Path.Combine(_place.Folder, "child.cmdline"))));

        // Nowhere else.
        var places = said.Select(ending => (Name: ending.CommandLine, Bytes: Encoding.UTF8.GetBytes(ending.Out + ending.Error)))
            .Concat(Directory.EnumerateFiles(_place.Folder, "*", SearchOption.AllDirectories)
                .Where(file => !Path.GetFileName(file).StartsWith("child.", StringComparison.Ordinal) && Path.GetFileName(file) != "secret.txt")
                .Select(file => (Name: file, Bytes: File.ReadAllBytes(file))))
            .ToList();
        Assert.Contains(places, place => place.Name.EndsWith("runs.db", StringComparison.Ordinal));
        Assert.Contains(places, place => place.Name.Contains("/bundle/evidence/", StringComparison.Ordinal) && place.Bytes.AsSpan().IndexOf("printed by the child"u8) >= 0);
        Assert.Contains(places, place => place.Name.EndsWith("run.clef", StringComparison.Ordinal) && place.Bytes.Length > 0);
        Assert.Contains("***", said[7].Out, StringComparison.Ordinal);
        Assert.All(places, place => Assert.True(_marks.In(place.Bytes).IsEmpty, $"{place.Name}: {string.Join(", ", _marks.In(place.Bytes))}"));
    }

    [Fact]
    public async Task A_fault_of_drrun_itself_tells_no_secret_in_its_words_nor_in_its_log()
    {
        var secret = _marks.Secrets["password"];
        using var signals = new Signals();
        using var said = new StringWriter();
        var context = new CliContext
        {
            Out = said,
            Error = said,
            In = TextReader.Null,
            Terminal = Terminal.None,
            HostClock = TimeProvider.System,
            Environment = _ => throw new InvalidTimeZoneException($"the machine says {_marks.Leak}"),
            CurrentDirectory = _place.Folder,
            UserName = "dora",
            Machine = "ops1",
            ProcessId = 1,
            Signals = signals,
        };
        context.Secrets.Learn(_marks.Secrets.Values);

        Assert.Equal(70, await new CommandLineApp(context).RunAsync(["runs", "--log", Path.Combine(_place.Folder, "fault.clef")]));

        var log = File.ReadAllText(Path.Combine(_place.Folder, "fault.clef"));
        Assert.Contains(nameof(InvalidTimeZoneException), log, StringComparison.Ordinal);
        Assert.Contains(Redactor.Mark, log, StringComparison.Ordinal);
        Assert.Contains(Redactor.Mark, said.ToString(), StringComparison.Ordinal);
        Assert.Empty(_marks.In(log));
        Assert.Empty(_marks.In(said.ToString()));
        Assert.NotEmpty(_marks.In(secret));
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    private IEnumerable<string> Names(string text) =>
        _marks.Secrets.Where(mark => text.Contains(mark.Value, StringComparison.Ordinal)).Select(mark => mark.Key);

    private string Prepare(EchoingManager manager)
    {
        File.WriteAllText(Path.Combine(_place.Folder, "leak.txt"), "");
        _place.Write("secret.txt", _marks.Secrets["password"] + "\n");
        _place.Write("child.leak", _marks.Leak);
        _place.Environment["DRRUN_MARKED_USER"] = _marks.Secrets["user"];
        _place.Environment["MARKED_VARIABLE"] = _marks.Secrets["variable"];
        _place.Environment["MARKED_ARGUMENT"] = _marks.Secrets["argument"];
        _place.Environment["MARKED_HEADER"] = _marks.Secrets["header"];
        _place.Environment["MARKED_GATE"] = _marks.Secrets["gate"];
        _place.Environment["DRRUN_MARKED_MESSAGE"] = _marks.Secrets["message"];
        _place.Environment["DRRUN_MARKED_HOOK"] = _marks.Secrets["hook"];
        _place.Write("show.sh", """
            cat /proc/$$/environ > child.environ
            cat /proc/$$/cmdline > child.cmdline
            printf '%s' "$1" > child.argument
            echo 'printed by the child'
            cat child.leak
            cat child.leak >&2
            printf '%s' "$TOKEN" | base64
            printf 'user:%s' "$TOKEN" | base64
            printf '%s' "$TOKEN" | od -An -v -tx1 | tr -d ' \n'
            printf '\n%s' "${TOKEN%-command}" ; sleep 0.1 ; printf -- '-command\n'
            cat secret.txt >&2
            """);
        return _place.Write("marks.yaml", $$"""
            version: 1
            name: marks
            unfenced: a runbook of a test
            environment: [MARKED_ARGUMENT, DRRUN_MARKED_HOOK]
            enterpriseManagers:
              site-b:
                url: {{manager.Url}}
                credentials: { usernameFrom: env:DRRUN_MARKED_USER, passwordFrom: file:secret.txt }
            notify: [{ url: '{{manager.Url}}/echo?hook=${env.DRRUN_MARKED_HOOK}', headers: { MESSAGEFROM }, on: [failure, end] }]
            defaults: { enterpriseManager: site-b }
            steps:
              - id: show
                command: { run: [sh, show.sh, '${env.MARKED_ARGUMENT}'], env: { TOKENFROM } }
              - id: ask
                onFailure: continue
                http: { method: POST, url: '{{manager.Url}}/echo', headers: { KEYFROM } }
              - id: look
                onFailure: continue
                gate: { http: { url: '{{manager.Url}}/echo', headers: { GATEFROM }, within: 0s } }
              - { id: erp, failover: erp }
            """
            .Replace("TOKENFROM", "TOKENFrom: env:MARKED_VARIABLE", StringComparison.Ordinal)
            .Replace("KEYFROM", "X-KeyFrom: env:MARKED_HEADER", StringComparison.Ordinal)
            .Replace("MESSAGEFROM", "X-MessageFrom: env:DRRUN_MARKED_MESSAGE", StringComparison.Ordinal)
            .Replace("GATEFROM", "X-GateFrom: env:MARKED_GATE", StringComparison.Ordinal));
    }

    private async Task<(Ending Ending, string Run)> ExecuteAsync(string runbook, string end)
    {
        if (end == "Success")
        {
            // For people once, for programs in the other cases.
            var text = (await _place.RunAsync("execute", runbook, "--yes", "--verbose", "--log", "run.clef")).MustExit(0);
            var runs = (await _place.RunAsync("runs", "--output", "json")).MustExit(0);
            return (text, runs.JsonLines()[0] is { ValueKind: System.Text.Json.JsonValueKind.Array } list ? list[0].GetProperty("run").GetString()! : runs.JsonLines()[0].GetProperty("run").GetString()!);
        }

        var execute = _place.Start("execute", runbook, "--yes", "--output", "json", "--verbose", "--log", "run.clef");
        if (end == "doubt")
        {
            await execute.SaysAsync("\"failover-reply-lost\"");
            await execute.InterruptAsync();
            await execute.TerminateAsync();
        }

        var ending = (await execute.EndAsync()).MustExit(end == "doubt" ? 3 : 1);
        return (ending, ending.LastLine().GetProperty("run").GetString()!);
    }
}
