using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Cli;
using DrRunbook.Simulator;

namespace DrRunbook.Acceptance.Tests.Faults;

/// <summary>However a command ends, it has logged out of every session it made.</summary>
public sealed class LogonsAtTheEndTests : IAsyncDisposable
{
    private const string Slow = """
        version: 1
        managers:
          - name: site-b
            vApps: [{ name: erp, failovers: [{ sessionDuration: 60s }] }]
        """;

    private readonly Workplace _place = new();

    [Fact]
    public async Task A_run_that_is_halted_follows_what_runs_and_logs_out()
    {
        var run = await InterruptedAsync((signals, said) => signals.Interrupt());

        Assert.Equal(ExitCodes.NotFinished, run.Code);
        Assert.Contains("restore session of erp: Success", run.Said, StringComparison.Ordinal);
        Assert.Single(run.Ledger.FailoversOf("erp"));
        Assert.Equal((0, 1), (run.Ledger.OpenLogons, run.Ledger.Count(RequestKind.Logout)));
    }

    [Fact]
    public async Task A_run_that_is_abandoned_leaves_the_failover_and_logs_out()
    {
        var run = await InterruptedAsync((signals, said) => signals.Terminate());

        Assert.Equal(ExitCodes.NotFinished, run.Code);
        Assert.DoesNotContain("restore session of erp: Success", run.Said, StringComparison.Ordinal);
        Assert.Single(run.Ledger.FailoversOf("erp"));
        Assert.Equal((0, 1), (run.Ledger.OpenLogons, run.Ledger.Count(RequestKind.Logout)));
    }

    [Theory]
    [InlineData("plan", 0)]
    [InlineData("execute", 1, "{ fault: status, status: 404, requests: [failover], count: all }")]
    [InlineData("execute", 4, "{ fault: status, status: 403, requests: [queryVAppPoints], count: all }")]
    [InlineData("plan", 1, "{ fault: status, status: 400, requests: [queryVAppPoints], from: 2, count: all }")]
    public async Task A_command_at_a_real_address_logs_out_however_it_ends(string command, int exit, string faults = "")
    {
        var scenario = Scenario($"{Slow}\n    faults: [{faults}]\n");
        await using var host = await SimulatorHost.StartAsync(scenario, new SimulatorHostOptions(), TestContext.Current.CancellationToken);
        var head = ShortRunbook.Head("real", host.AddressOf("site-b").ToString().TrimEnd('/'), $"    tls: {{ thumbprint: {host.Thumbprint} }}");
        var runbook = _place.Write("real.yaml", $"{head}\nsteps: [{{ id: erp, failover: erp }}]\n");

        Assert.Equal(exit, await CommandAsync([command, runbook, .. command == "execute" ? ["--yes", "--store", _place.Store] : Array.Empty<string>()]));
        Assert.Equal((0, 1, 1), (host.Manager("site-b").Ledger.OpenLogons, host.Manager("site-b").Ledger.Count(RequestKind.Logon), host.Manager("site-b").Ledger.Count(RequestKind.Logout)));
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    private Task<SocketRun> InterruptedAsync(Action<Signals, string> act)
    {
        var isDone = false;
        var runbook = _place.Write("slow.yaml", $"{ShortRunbook.Head("slow")}\nsteps: [{{ id: erp, failover: erp }}, {{ id: after, failover: erp }}]\n");
        return SocketRun.ExecuteAsync(_place, runbook, _place.Write("slow.scenario.yaml", Slow), speed: 60, meanwhile: (signals, said) =>
        {
            if (!isDone && said.Contains("accepted as task-1", StringComparison.Ordinal))
            {
                isDone = true;
                act(signals, said);
            }
        });
    }

    private Scenario Scenario(string yaml)
    {
        var file = _place.Write("real.scenario.yaml", yaml);
        return DrRunbook.Cli.Simulation.ScenarioFile.Read(file).Scenario!;
    }

    private async Task<int> CommandAsync(string[] args)
    {
        using var signals = new Signals();
        using var said = new StringWriter();
        var context = new CliContext
        {
            Out = said,
            Error = said,
            In = TextReader.Null,
            Terminal = Terminal.None,
            HostClock = TimeProvider.System,
            Environment = name => name switch { "EM_USER" => "operator", "EM_PASSWORD" => "simulated", _ => null },
            CurrentDirectory = _place.Folder,
            UserName = "dora",
            Machine = "ops1",
            ProcessId = Environment.ProcessId,
            Signals = signals,
        };
        return await new CommandLineApp(context).RunAsync(args);
    }
}
