using System.CommandLine;
using System.Text.Json;
using DrRunbook.Cli.Simulation;
using DrRunbook.Core.Json;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine;
using DrRunbook.Engine.Planning;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Running;
using DrRunbook.Simulator;
using DrRunbook.Yaml;

namespace DrRunbook.Cli.Composition;

/// <summary>Takes an unfinished run up again, from the store alone.</summary>
internal static class ResumedRun
{
    /// <summary><c>--root FOLDER</c>.</summary>
    public static Option<string?> Root() => new("--root")
    {
        Description = "Where the runbook's repository is checked out on this machine (default: the nearest .git above the working directory).",
        HelpName = "FOLDER",
    };

    /// <summary>Takes the run up and follows it.</summary>
    /// <param name="principal">Who acts, or null for the user who is logged on.</param>
    /// <param name="noWait">Whether to leave where only people can go on.</param>
    /// <param name="closingReason">Why the run is ended for good; null to go on with it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> DriveAsync(Invocation invocation, IRunStore store, string run, string? principal, string? root, bool noWait, string? closingReason) =>
        await TryDriveAsync(invocation, store, run, principal, root, noWait, closingReason) ?? await SayDrivenAsync(invocation, store, run);

    /// <inheritdoc cref="DriveAsync" />
    /// <returns>The exit code; null where another process drives the run.</returns>
    public static async Task<int?> TryDriveAsync(Invocation invocation, IRunStore store, string run, string? principal, string? root, bool noWait, string? closingReason)
    {
        var stored = await StoredRun.LoadAsync(store, run, invocation.Context.Signals.Halt);
        var graph = new PlanGraph(stored.Plan);
        var state = RunState.Fold(graph, stored.Entries);
        if (RunLifecycle.IsFinal(state.Phase))
        {
            Invocation.Say(invocation.Error, "refused", $"run {run} is over: {Face.Readable.Word(state.Standing)}", invocation.Commands(run).Report);
            return ExitCodes.NotGood;
        }

        if (closingReason is not null && state.Phase == RunPhase.Concluding)
        {
            Invocation.Say(invocation.Error, "refused", $"the outcome of run {run} is fixed; only its last steps are left", invocation.Commands(run).Resume);
            return ExitCodes.NotGood;
        }

        var folder = FolderOf(invocation, root);
        if (closingReason is null && RefuseChanged(invocation, stored, folder) is { } refused)
        {
            return refused;
        }

        await using var site = await SiteAsync(invocation, store, stored, state, folder);

        // A run is closed because its managers are gone as often as not.
        var reached = await ConnectAsync(invocation, state, site, insist: closingReason is null);
        if (reached is not { } answered)
        {
            return ExitCodes.Unreachable;
        }

        if (await store.TryAcquireAsync(run, invocation.Context.Owner, invocation.Context.Signals.Halt) is not { } lease)
        {
            return null;
        }

        // Between the first look and the lease somebody may have written: only what stands now counts.
        var current = await StoredRun.LoadAsync(store, run, CancellationToken.None);
        var by = string.IsNullOrWhiteSpace(principal) ? invocation.Context.UserName : principal;
        var closing = closingReason is null ? null : new RunClosed(OutsideText.From(by), OutsideText.From(closingReason));
        return await LiveRun.DriveAsync(
            invocation,
            store,
            site,
            graph,
            run,
            current.Entries,
            answered,
            by,
            (setup, halt, abandon) => RunLoop.ResumeAsync(setup with { LeavesPeople = noWait }, lease, current.Entries, current.Head, closing, halt, abandon));
    }

    /// <summary>Where the runbook's repository is checked out.</summary>
    public static string FolderOf(Invocation invocation, string? root) =>
        root is null ? RunbookRoot.Above(invocation.Context.CurrentDirectory) ?? invocation.Context.CurrentDirectory : invocation.Context.PathOf(root);

    /// <summary>Refuses a checkout that is not what was planned.</summary>
    /// <returns>The exit code, or null where it is.</returns>
    public static int? RefuseChanged(Invocation invocation, StoredRun stored, string folder) =>
        stored.Start.Simulation is null && PlanFiles.FirstChanged(stored.Plan, folder) is { } changed
            ? invocation.Refuse($"'{changed}' below {folder} is not the file that was planned", "go on from a checkout of the same commit; --root names it")
            : null;

    /// <summary>Whether the managers that the rest of a run needs answer and take the credentials; says so where they do not. Simulated ones come with the run.</summary>
    public static async Task<bool> CanReachAsync(Invocation invocation, StoredRun stored, string folder)
    {
        if (stored.Start.Simulation is not null)
        {
            return true;
        }

        await using var site = RunSite.Real(invocation, stored.Plan, folder);
        return await ConnectAsync(invocation, RunState.Fold(new PlanGraph(stored.Plan), stored.Entries), site, insist: true) is not null;
    }

    /// <summary>A driver that is alive renews its lease every third of it; one that has not is told with what is left.</summary>
    private static async Task<int> SayDrivenAsync(Invocation invocation, IRunStore store, string run)
    {
        var summary = (await store.ListAsync(CancellationToken.None)).Single(candidate => candidate.Run == run);
        var commands = invocation.Commands(run);
        var silent = summary.LeaseLeft is { } left && left < Storage.StoreLocation.LeaseDuration * 3 / 5;
        var ends = silent ? $"; it has not been heard of for a while, and its lease runs out in {Face.Readable.Span(summary.LeaseLeft!.Value)}" : "";
        Invocation.Say(
            invocation.Error,
            "refused",
            $"another process drives run {run}{(summary.Owner is { } owner ? $": {owner}" : "")}{ends}",
            $"see it with: {commands.Status}; to take it over when nobody drives it any more: {commands.StandBy}");
        return ExitCodes.NotGood;
    }

    private static async Task<RunSite> SiteAsync(Invocation invocation, IRunStore store, StoredRun stored, RunState state, string root)
    {
        if (stored.Start.Simulation is not { } simulation)
        {
            return RunSite.Real(invocation, stored.Plan, root);
        }

        var bytes = await store.ReadBlobAsync(simulation.Scenario, CancellationToken.None)
            ?? throw new InvalidDataException($"the scenario {simulation.Scenario} of run {stored.Run} is not in the store");
        var scenario = JsonSerializer.Deserialize<Scenario>(bytes.Span, CoreJson.Options)!;
        var ledgers = LedgerFiles.Read(invocation.LedgersOf(stored.Run));

        // The run's own time may be far ahead of the host's: it goes on from where it stood.
        return await RunSite.SimulatedAsync(invocation, stored.Plan, scenario, simulation.Speed, state.LastAt.At, ledgers);
    }

    /// <summary>Reaches the managers that the rest of the run needs; a manager that may be away may stay so.</summary>
    /// <param name="insist">Whether one that is required must answer.</param>
    private static async Task<ImmutableArray<ManagerReached>?> ConnectAsync(Invocation invocation, RunState state, RunSite site, bool insist)
    {
        var reached = ImmutableArray.CreateBuilder<ManagerReached>();
        foreach (var manager in Needed(state))
        {
            var outcome = await site.Clients[manager.Name].ConnectAsync(invocation.Context.Signals.Halt);
            if (outcome is Connected connected)
            {
                reached.Add(PlanResolver.Reached(manager.Name, connected));
            }
            else if (manager.Required && insist)
            {
                Resolution.SayFailure(invocation, manager.Name, outcome);
                return null;
            }
        }

        return reached.ToImmutable();
    }

    private static IEnumerable<PlannedManager> Needed(RunState state)
    {
        var open = state.Steps.Take(state.Graph.StepCount).Where(step => !step.IsFinal || step.StillRunning).Select(step => step.Step.Action).OfType<FailoverAction>();
        var names = open.Select(failover => failover.EnterpriseManager).ToHashSet();
        return state.Graph.Plan.Managers.Where(manager => names.Contains(manager.Name));
    }
}
