using System.CommandLine;
using System.Globalization;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Simulation;
using DrRunbook.Engine.Time;
using DrRunbook.Simulator;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun simulate</c>: simulated managers as servers on loopback.</summary>
internal sealed class SimulateCommand
{
    private readonly Argument<string?> _scenario = new("SCENARIO") { Description = "What the managers hold and how they misbehave.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _runbook = new("--runbook") { Description = "Derive a scenario from this runbook in which all goes well.", HelpName = "FILE" };
    private readonly Option<int[]> _port = new("--port") { Description = "The port of the first manager, the second, and so on (default: free ports).", HelpName = "PORT" };
    private readonly Option<double> _speed = new("--speed") { Description = "Seconds that pass in one second.", HelpName = "FACTOR", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _http = new("--http") { Description = "Speak plain HTTP instead of HTTPS." };
    private readonly RunOptions _options = new();

    /// <summary>Makes the command.</summary>
    public static Command Create(CliContext context)
    {
        var simulate = new SimulateCommand();
        var command = new CliCommand(
            "simulate",
            "Serves simulated Enterprise Managers on loopback until Ctrl+C. GET /ledger beside /api tells what they have really done.",
            "drrun simulate lost-reply.yaml --port 9398",
            "drrun simulate --runbook runbooks/site-a.yaml --input ticket=CHG1");
        command.Add(simulate._scenario);
        command.Add(simulate._runbook);
        command.Add(simulate._options.Mode);
        command.Add(simulate._options.Input);
        command.Add(simulate._options.Root);
        command.Add(simulate._options.Seed);
        command.Add(simulate._port);
        command.Add(simulate._speed);
        command.Add(simulate._http);
        command.Does(context, simulate.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Invocation invocation)
    {
        if (Scenario(invocation) is not { } scenario)
        {
            return ExitCodes.Usage;
        }

        invocation.Context.Signals.Own();
        var host = invocation.Context.HostClock;
        var speed = invocation.Value(_speed);
        var ports = scenario.Managers.Zip(invocation.Value(_port) ?? []).ToImmutableDictionary(pair => pair.First.Name, pair => pair.Second);
        var options = new SimulatorHostOptions
        {
            Clock = speed == 1 ? host : new QuickenedClock(host, speed, host.GetUtcNow()),
            UseHttps = !invocation.Value(_http),
            Ports = ports,
        };
        SimulatorHost server;
        try
        {
            server = await SimulatorHost.StartAsync(scenario, options, CancellationToken.None);
        }
        catch (IOException taken)
        {
            return invocation.Refuse($"the simulator cannot listen: {taken.Message}");
        }

        await using (server)
        {
            Announce(invocation, scenario, server);
            await Task.Delay(Timeout.InfiniteTimeSpan, host, invocation.Context.Signals.Halt).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        return ExitCodes.Good;
    }

    private Scenario? Scenario(Invocation invocation)
    {
        if (invocation.Value(_scenario) is { } file)
        {
            return ScenarioSource.Read(invocation, file);
        }

        if (invocation.Value(_runbook) is not { } runbook)
        {
            invocation.Refuse("there is nothing to simulate: name a scenario, or a runbook with --runbook");
            return null;
        }

        var prepared = _options.Load(invocation, runbook);
        return prepared is null ? null : BenignScenario.For(prepared.Plan, invocation.Context.HostClock.GetUtcNow(), invocation.Value(_options.Seed));
    }

    private static void Announce(Invocation invocation, Scenario scenario, SimulatorHost server)
    {
        foreach (var manager in scenario.Managers)
        {
            var account = manager.Accounts[0];
            var address = server.AddressOf(manager.Name);
            if (invocation.IsJson)
            {
                JsonOutput.WriteLine(invocation.Out, new { manager = manager.Name, url = address, user = account.User, password = account.Password, thumbprint = server.Thumbprint });
                continue;
            }

            invocation.Out.WriteLine($"{Face.TerminalEncoder.Encode(manager.Name)}");
            invocation.Out.WriteLine($"  url: {address}");
            invocation.Out.WriteLine($"  user {Face.TerminalEncoder.Encode(account.User)}, password {Face.TerminalEncoder.Encode(account.Password)}");
            if (address.Scheme == Uri.UriSchemeHttps)
            {
                invocation.Out.WriteLine($"  tls: {{ thumbprint: {server.Thumbprint} }}");
            }

            invocation.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {manager.VApps.Length} vApps; what was really done: {new Uri(address, "/ledger")}"));
        }

        invocation.Out.Flush();
    }
}
