using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Outside;
using DrRunbook.Engine.Ports;
using static DrRunbook.Engine.Tests.Outside.Values;

namespace DrRunbook.Engine.Tests.Outside;

[UnsupportedOSPlatform("windows")]
public sealed class CommandTests : IDisposable
{
    private static readonly StepId Step = new("fence");
    private readonly string _root = Directory.CreateTempSubdirectory("drrun-").FullName;
    private readonly Dictionary<string, string> _environment = new()
    {
        ["PATH"] = "/usr/bin:/bin",
        ["HOME"] = "/srv/operator",
        ["LANG"] = "C",
        ["TZ"] = "UTC",
        ["DRRUN_RUN"] = "run-1",
        ["DRRUN_STORE"] = "postgres://drrun:sesame@db/drrun",
        ["AWS_SECRET_ACCESS_KEY"] = "not for scripts",
    };

    private readonly OutsideWorld _world;

    public CommandTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the scripts are for /bin/sh");
        _world = new OutsideWorld(_root, _environment, TimeProvider.System) { Grace = TimeSpan.FromMilliseconds(300) };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_program_of_the_root_runs_there_and_each_argument_stays_one()
    {
        Script("scripts/show", """
            pwd
            for argument in "$@"; do echo "<$argument>"; done
            """);
        var answer = await RunAsync("scripts/show", "two words", "$(id) `id` ; *", "", "${run.id}", "$${run.id}");

        Assert.True(answer is { Holds: true, Sent: true, Known: true }, answer.Detail);
        Assert.Equal("exit code 0", answer.Detail);
        Assert.Equal($"{_root}\n<two words>\n<$(id) `id` ; *>\n<>\n<run-1>\n<${{run.id}}>\n", Evidence(answer));
    }

    [Fact]
    public async Task A_program_gets_only_what_it_is_meant_to_get()
    {
        var command = Command("env") with { Env = Env(("TOKEN", TokenSecret), ("TARGET", Plain("site-b ${run.id}")), ("LANG", Plain("cs_CZ.UTF-8"))) };
        var answer = await _world.RunAsync(Step, command, 3, New(), Token);

        string[] expected =
        [
            "DRRUN_ATTEMPT=3", "DRRUN_RUN=run-1", "DRRUN_STEP=fence", "HOME=/srv/operator", "LANG=cs_CZ.UTF-8", "PATH=/usr/bin:/bin",
            "TARGET=site-b run-1", "TOKEN=***", "TZ=UTC",
        ];
        Assert.Equal(expected, Evidence(answer).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_gates_program_is_told_the_gate()
    {
        var gate = new CommandGate(Command("printenv", "DRRUN_GATE"), Text("verify:1"));
        var answer = await _world.ProbeAsync(new GateId("fence:verify:1"), gate, 1, New(), Token);
        Assert.True(answer.Holds, answer.Detail);
        Assert.Equal("fence:verify:1\n", Evidence(answer));

        var missing = await _world.ProbeAsync(new GateId("fence:verify:1"), gate with { Contains = Text("verify:2") }, 1, New(), Token);
        Assert.False(missing.Holds);
        Assert.Equal("exit code 0, but its output does not contain 'verify:2'", missing.Detail);
    }

    [Theory]
    [InlineData(0, true, "exit code 0")]
    [InlineData(3, true, "exit code 3")]
    [InlineData(1, false, "exit code 1: no such host")]
    public async Task The_exit_code_decides(int code, bool holds, string detail)
    {
        Script("leave", $"echo first; echo 'no such host' >&2; exit {code}");
        var answer = await _world.RunAsync(Step, Command("./leave") with { SuccessExitCodes = [0, 3] }, 1, New(), Token);

        Assert.Equal(holds, answer.Holds);
        Assert.Equal(detail, answer.Detail);
        Assert.Contains("first\n", Evidence(answer), StringComparison.Ordinal);
        Assert.Contains("no such host\n", Evidence(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_has_nothing_to_read()
    {
        var answer = await RunAsync("cat");
        Assert.True(answer.Holds, answer.Detail);
        Assert.Equal("", Evidence(answer));
    }

    [Fact]
    public async Task The_working_directory_is_below_the_root_and_the_program_is_still_found_from_the_root()
    {
        Script("scripts/where", "pwd");
        Directory.CreateDirectory(Path.Combine(_root, "data"));
        var answer = await _world.RunAsync(Step, Command("scripts/where") with { WorkingDirectory = "data" }, 1, New(), Token);
        Assert.Equal($"{_root}/data\n", Evidence(answer));

        var missing = await _world.RunAsync(Step, Command("scripts/where") with { WorkingDirectory = "gone" }, 1, New(), Token);
        Assert.True(missing is { Holds: false, Sent: false });
        Assert.Equal($"there is no working directory 'gone' below {_root}", missing.Detail);
    }

    [Fact]
    public async Task A_program_that_cannot_be_run_was_not_started()
    {
        File.WriteAllText(Path.Combine(_root, "text"), "no program");
        foreach (var (program, place) in new[] { ("no-such-program", "in PATH"), ("./gone", $"below {_root}"), ("./text", $"below {_root}") })
        {
            var answer = await RunAsync(program);
            Assert.True(answer is { Holds: false, Sent: false, Known: true, Evidence: null }, answer.Detail);
            Assert.Equal($"there is no program '{program}' {place} that can be run", answer.Detail);
        }
    }

    [Fact]
    public async Task A_name_without_a_slash_is_never_taken_from_the_root()
    {
        Script("mine", "echo wrong");
        _environment["PATH"] = ":.:/usr/bin:/bin";
        Assert.False((await RunAsync("mine")).Sent);
    }

    [Fact]
    public async Task Secrets_are_not_kept_in_any_form_nor_in_pieces_nor_in_the_detail()
    {
        // The secret is written byte by byte, with the other stream's words between, and in other forms.
        Script("leak", """
            printf '%s' "$TOKEN" | while IFS= read -r -n1 c; do printf '%s' "$c"; done
            printf '%s' "${TOKEN%pl*}"; echo noise >&2; printf '%s\n' "pl${TOKEN##*pl}"
            printf 'user:%s' "$TOKEN" | base64 -w 20
            echo "failed with $TOKEN" >&2
            exit 1
            """, shell: "/bin/bash");
        var command = Command("./leak") with { Env = Env(("TOKEN", TokenSecret)) };
        var answer = await _world.RunAsync(Step, command, 1, New(), Token);

        var evidence = Evidence(answer);
        Assert.DoesNotContain("horse", evidence, StringComparison.Ordinal);
        Assert.DoesNotContain("staple", evidence, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + Secret))[8..16], evidence, StringComparison.Ordinal);
        Assert.Contains("failed with ***\n", evidence, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_value_or_a_short_secret_starts_nothing()
    {
        Script("touch-it", "touch started");
        foreach (var argument in new[] { "${env.MISSING}", "${env.SHORT}" })
        {
            var answer = await RunAsync("./touch-it", argument);
            Assert.True(answer is { Holds: false, Sent: false, Known: true }, answer.Detail);
            Assert.DoesNotContain("1234567", answer.Detail, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Path.Combine(_root, "started")));
    }

    [Fact]
    public async Task Long_output_is_cut_with_a_mark_and_read_to_its_end()
    {
        var gate = new CommandGate(Command("sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x; echo; echo the end"), Text("the end"));
        var answer = await _world.ProbeAsync(new GateId("g"), gate, 1, New(), Token);

        Assert.True(answer.Holds, answer.Detail);
        Assert.Equal(1 << 20, answer.Evidence!.Value.Length);
        Assert.EndsWith("\n[cut here: there was more than 1 MiB]\n", Evidence(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_ends_a_program_with_its_grandchildren_also_those_whose_parents_are_gone()
    {
        // A child, a grandchild whose parent has ended, and one that ignores the request to end.
        Script("family", """
            sleep 1000 & echo $! >> pids
            (sleep 1000 & echo $! >> pids)
            sh -c 'trap "" TERM; echo $$ >> pids; while :; do sleep 1000; done' &
            echo $$ >> pids
            while [ "$(wc -l < pids)" -lt 4 ]; do :; done
            echo ready > ready
            wait
            """);
        using var limit = new CancellationTokenSource();
        var running = _world.RunAsync(Step, Command("./family"), 1, New(), limit.Token);
        await ExistsAsync("ready");
        var pids = File.ReadAllLines(Path.Combine(_root, "pids")).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(4, pids.Count);
        Assert.All(pids, pid => Assert.True(IsAlive(pid), $"{pid} does not run"));

        await limit.CancelAsync();
        var answer = await running;
        Assert.True(answer is { Holds: false, Sent: true, Known: false }, answer.Detail);
        Assert.Equal("it did not end in time and was ended, with all its children", answer.Detail);
        foreach (var pid in pids)
        {
            await GoneAsync(pid);
        }
    }

    [Fact]
    public async Task A_program_is_asked_before_it_is_killed()
    {
        Script("polite", """
            trap 'echo cleaning up; exit 0' TERM
            echo ready > ready
            while :; do sleep 0.01; done
            """);
        using var limit = new CancellationTokenSource();
        var patient = new OutsideWorld(_root, _environment, TimeProvider.System) { Grace = TimeSpan.FromMinutes(1) };
        var running = patient.RunAsync(Step, Command("./polite"), 1, New(), limit.Token);
        await ExistsAsync("ready");
        await limit.CancelAsync();

        var answer = await running;
        Assert.True(answer is { Holds: false, Known: false }, answer.Detail);
        Assert.EndsWith("cleaning up\n", Evidence(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_has_the_same_grace_as_its_parent()
    {
        // The shell dies of the request at once, its child takes a moment longer.
        Script("parent", "sh -c 'trap \"sleep 0.1; echo saved > saved; exit\" TERM; echo ready > ready; while :; do sleep 0.01; done'; :");
        using var limit = new CancellationTokenSource();
        var patient = new OutsideWorld(_root, _environment, TimeProvider.System) { Grace = TimeSpan.FromMinutes(1) };
        var running = patient.RunAsync(Step, Command("./parent"), 1, New(), limit.Token);
        await ExistsAsync("ready");
        await limit.CancelAsync();

        Assert.False((await running).Known);
        Assert.True(File.Exists(Path.Combine(_root, "saved")));
    }

    [Fact]
    public async Task Where_there_is_no_setsid_the_living_family_is_ended()
    {
        Script("family", "sh -c 'echo $$ > pid; while :; do sleep 1000; done' & wait");
        var start = new ProcessStartInfo(Path.Combine(_root, "family")) { WorkingDirectory = _root };
        using var group = ProcessGroup.Start(start, launcher: null);
        await ExistsAsync("pid");
        var child = 0;
        while (!int.TryParse(File.ReadAllText(Path.Combine(_root, "pid")), out child))
        {
            await Task.Delay(5, Token);
        }

        Assert.True(await group.EndAsync(TimeSpan.FromMinutes(1), TimeProvider.System));
        await GoneAsync(child);
    }

    [Fact]
    public async Task What_a_program_leaves_in_the_background_does_not_hold_the_step()
    {
        Script("daemon", "sleep 1000 & echo $! > pid; echo started");
        var answer = await RunAsync("./daemon");

        Assert.True(answer is { Holds: true, Known: true }, answer.Detail);
        Assert.Equal("started\n", Evidence(answer));
        using var daemon = Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(_root, "pid")), CultureInfo.InvariantCulture));
        daemon.Kill();
    }

    [Theory]
    [InlineData("scripts/fence")]
    [InlineData("./scripts/fence", "--all")]
    [InlineData("sh", "scripts/fence")]
    public async Task A_program_that_is_not_the_one_that_was_planned_is_not_started(params string[] run)
    {
        Script("scripts/fence", "echo fenced > fenced");
        FileDigest planned = new("scripts/fence", PlannedFiles.Digest(Path.Combine(_root, "scripts/fence")));
        var world = new OutsideWorld(_root, _environment, TimeProvider.System) { Files = [planned] };
        Assert.True((await world.RunAsync(Step, Command(run), 1, New(), Token)).Holds);
        File.Delete(Path.Combine(_root, "fenced"));

        Script("scripts/fence", "echo something else > fenced");
        var answer = await world.RunAsync(Step, Command(run), 2, New(), Token);
        Assert.True(answer is { Holds: false, Sent: false, Known: true }, answer.Detail);
        Assert.Equal("'scripts/fence' is not the file that was planned", answer.Detail);
        Assert.False(File.Exists(Path.Combine(_root, "fenced")));

        File.Delete(Path.Combine(_root, "scripts/fence"));
        Assert.Equal(answer.Detail, (await world.RunAsync(Step, Command(run), 3, New(), Token)).Detail);
    }

    [Fact]
    public async Task A_script_is_looked_for_where_the_program_runs()
    {
        Script("scripts/fence.sh", "exit 0");
        var world = new OutsideWorld(_root, _environment, TimeProvider.System) { Files = [new FileDigest("scripts/fence.sh", new string('0', 64))] };
        var command = Command("sh", "fence.sh") with { WorkingDirectory = "scripts" };
        Assert.False((await world.RunAsync(Step, command, 1, New(), Token)).Sent);
    }

    [Fact]
    public async Task What_the_plan_does_not_name_may_change()
    {
        Script("scripts/other", "exit 0");
        var world = new OutsideWorld(_root, _environment, TimeProvider.System) { Files = [new FileDigest("scripts/fence", new string('0', 64))] };
        Assert.True((await world.RunAsync(Step, Command("scripts/other"), 1, New(), Token)).Holds);
    }

    private Task<ProbeAnswer> RunAsync(params string[] run) => _world.RunAsync(Step, Command(run), 1, New(), Token);

    private static CommandLine Command(params string[] run) =>
        new([.. run.Select(Text)], ImmutableSortedDictionary<string, ValueSource>.Empty, null, [0]);

    private static ImmutableSortedDictionary<string, ValueSource> Env(params (string Name, ValueSource Value)[] variables) =>
        variables.ToImmutableSortedDictionary(variable => variable.Name, variable => variable.Value);

    private void Script(string path, string text, string shell = "/bin/sh")
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $"#!{shell}\n{text}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Waits until a script has made a file: the script tells that it has come that far.</summary>
    private async Task ExistsAsync(string name)
    {
        while (!File.Exists(Path.Combine(_root, name)))
        {
            await Task.Delay(5, Token);
        }
    }

    /// <summary>Waits until a killed process is gone: the system does that at its own pace.</summary>
    private static async Task GoneAsync(int pid)
    {
        while (IsAlive(pid))
        {
            await Task.Delay(5, Token);
        }
    }

    /// <summary>Whether a process runs; one that has ended and waits for its parent to look does not.</summary>
    private static bool IsAlive(int pid)
    {
        try
        {
            // The state stands behind the name, which is in parentheses.
            return File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Evidence(ProbeAnswer answer) => Encoding.UTF8.GetString(answer.Evidence!.Value.Span);
}
