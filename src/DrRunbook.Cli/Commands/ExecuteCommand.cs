using System.CommandLine;
using System.Globalization;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Simulation;
using DrRunbook.Core.Planning;
using DrRunbook.Engine.Running;
using DrRunbook.Simulator;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun execute</c>: the run.</summary>
internal sealed class ExecuteCommand
{
    /// <summary>How long a simulated run takes outside, roughly.</summary>
    private static readonly TimeSpan Watchable = TimeSpan.FromSeconds(20);

    private readonly RunOptions _options = new();
    private readonly Option<string?> _simulate = new("--simulate")
    {
        Description = "Run against simulated managers on loopback, quickened; nothing outside is touched. SCENARIO says what they do (default: all goes well).",
        HelpName = "SCENARIO",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<double?> _speed = new("--speed")
    {
        Description = "Seconds of the run that pass in one second of a simulation (default: so that it takes well under a minute).",
        HelpName = "FACTOR",
        Validators = { option => RefuseBadSpeed(option) },
    };

    private readonly Option<bool> _yes = new("--yes") { Description = "Answer the question before the run with yes." };
    private readonly Option<bool> _noWait = RunOptions.NoWait();
    private readonly Option<string?> _as = new("--as") { Description = "The principal who starts the run (default: your user name).", HelpName = "PRINCIPAL" };
    private readonly Option<string?> _key = OperatorMove.Key();

    /// <summary>Makes the command.</summary>
    public static Command Create(CliContext context)
    {
        var execute = new ExecuteCommand();
        var command = new CliCommand(
            "execute",
            "Executes a runbook or a frozen plan: the drill, or the disaster. Ctrl+C halts, a second one abandons; 'drrun resume' goes on.",
            "drrun execute runbooks/site-a.yaml --simulate --input ticket=CHG1 --yes    # watch it, nothing is touched",
            "drrun execute runbooks/site-a.yaml --input ticket=CHG1",
            "drrun execute runbooks/site-a.yaml --mode disaster --outage-at 2026-11-23T03:52:00Z --input ticket=CHG1 --yes",
            "drrun execute plan.json    # what 'drrun plan --out plan.json' froze");
        execute._options.AddTo(command);
        command.Add(execute._simulate);
        command.Add(execute._speed);
        command.Add(execute._options.Seed);
        command.Add(execute._options.OutageAt);
        command.Add(execute._as);
        command.Add(execute._key);
        command.Add(context.Options.Wire);
        command.Add(execute._noWait);
        command.Add(execute._yes);
        command.Does(context, execute.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Invocation invocation)
    {
        var (prepared, refused) = await _options.LoadAnyAsync(invocation, countsRuns: !invocation.IsGiven(_simulate));
        if (prepared is null)
        {
            return refused;
        }

        if (prepared.FrozenDigest is { } digest)
        {
            invocation.Error.WriteLine($"Plan {digest}, frozen {Face.Readable.DayAndTime(prepared.Plan.PlannedAt)}");
        }

        if (!invocation.IsGiven(_simulate))
        {
            return await Agreement.RefusedAsync(invocation, prepared.Plan, invocation.Value(_yes)) ?? await RunRealAsync(invocation, prepared);
        }

        return ScenarioSource.TryRead(invocation, invocation.Value(_simulate), prepared.Plan, out var scenario)
            ? await RunSimulatedAsync(invocation, prepared, scenario)
            : ExitCodes.Usage;
    }

    private async Task<int> RunRealAsync(Invocation invocation, PreparedRunbook prepared)
    {
        await using var site = RunSite.Real(invocation, prepared.Plan, prepared.Root);
        return await RunAsync(invocation, prepared, site, simulation: null);
    }

    private async Task<int> RunSimulatedAsync(Invocation invocation, PreparedRunbook prepared, Scenario? scenario)
    {
        var seed = invocation.Value(_options.Seed);
        var played = scenario ?? BenignScenario.For(prepared.Plan, invocation.Context.HostClock.GetUtcNow(), seed);
        var speed = invocation.Value(_speed) ?? WatchableSpeed(invocation, prepared, played, seed);
        await using var site = await RunSite.SimulatedAsync(invocation, prepared.Plan, played, speed, startsAt: null, ImmutableDictionary<string, Ledger>.Empty);
        return await RunAsync(invocation, prepared, site, RunAssembly.Simulated(played, speed));
    }

    private async Task<int> RunAsync(Invocation invocation, PreparedRunbook prepared, RunSite site, (SimulationInfo Info, Engine.Ports.Blob Scenario)? simulation)
    {
        invocation.Context.Signals.Own();
        var outageAt = invocation.Value(_options.OutageAt);
        var now = site.RunClock.GetUtcNow();
        var plan = prepared.Plan.Points == FrozenPoints.Pinned ? prepared.Plan : prepared.Plan with { PlannedAt = now };
        var (resolved, exitCode) = await Resolution.ResolveAsync(invocation, prepared, plan, site.Clients, outageAt ?? now, now);
        if (resolved is null)
        {
            return exitCode;
        }

        var startedBy = invocation.Value(_as) ?? invocation.Context.UserName;
        RunAssembly? assembly = RunAssembly.Of(
            invocation, prepared, resolved.Plan!, site.RunClock.GetUtcNow(), outageAt, startedBy, simulation);
        if (simulation is null && invocation.Value(_key) is { } key)
        {
            assembly = await SignedBeginning.OfAsync(invocation, assembly, invocation.Value(_as), key, prepared.Root);
        }

        return assembly is null ? ExitCodes.Usage : await RunAccess.WithStoreAsync(invocation, store => LiveRun.DriveAsync(
            invocation,
            store,
            site,
            assembly.Graph,
            assembly.Start.Run,
            earlier: [],
            resolved.Reached,
            assembly.Start.StartedBy.Raw,
            (setup, halt, abandon) => RunLoop.StartAsync(setup with { LeavesPeople = invocation.Value(_noWait), Findings = resolved.Findings }, assembly.Start, assembly.Blobs, halt, abandon)));
    }

    /// <summary>A rehearsal in virtual time tells how long the run will take.</summary>
    private double WatchableSpeed(Invocation invocation, PreparedRunbook prepared, Scenario scenario, ulong seed)
    {
        var rehearsal = Rehearsal.Run(invocation, prepared, scenario, seed, invocation.Value(_options.OutageAt), observers: []);
        var length = rehearsal.Result?.State.LastAt.SinceStart ?? TimeSpan.Zero;
        return Math.Max(1, Math.Round(length / Watchable, 1));
    }

    private static void RefuseBadSpeed(System.CommandLine.Parsing.OptionResult option)
    {
        if (option.Tokens is [var token] && !(double.TryParse(token.Value, CultureInfo.InvariantCulture, out var speed) && speed is > 0 and <= 100_000))
        {
            option.AddError($"--speed '{token.Value}' must be a number above 0, at most 100000");
        }
    }
}
