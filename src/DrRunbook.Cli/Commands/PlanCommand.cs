using System.CommandLine;
using DrRunbook.Cli.Against;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Plans;
using DrRunbook.Cli.Plans.Ready;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Forecasting;
using DrRunbook.Core.Planning;
using DrRunbook.Engine.Planning;
using DrRunbook.Engine.Running;
using DrRunbook.Yaml;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun plan</c>: what would run, without running it. Reads from the managers, and writes nothing but the plan that it is told to freeze.</summary>
internal sealed class PlanCommand
{
    private readonly RunOptions _options = new();
    private readonly Option<bool> _offline = new("--offline") { Description = "Leave the managers out: order and gates without restore points." };
    private readonly FreezeOptions _freeze = new();
    private readonly AgainstOptions _against = new();
    private readonly Option<string> _format = PlanFormats.Option();

    /// <summary>Makes the command.</summary>
    public static Command Create(CliContext context)
    {
        var plan = new PlanCommand();
        var command = new CliCommand(
            "plan",
            "Resolves a runbook against its managers, read-only: order, restore points, gates, what is left out.",
            "drrun plan runbooks/site-a.yaml --input ticket=CHG1",
            "drrun plan runbooks/site-a.yaml --mode disaster --input ticket=CHG1 --offline    # no manager is asked",
            "drrun plan runbooks/site-a.yaml --input ticket=CHG1 --out plan.json    # then: drrun execute plan.json",
            "drrun plan runbooks/site-a.yaml --input ticket=CHG1 --out plan.json --points select --expires 72h",
            "drrun plan runbooks/site-a.yaml --input ticket=CHG1 --offline --format markdown    # for a comment on a pull request",
            "drrun plan runbooks/site-a.yaml --input ticket=CHG1 --offline --against main --format markdown    # exit 1 where the change weakens the recovery",
            "drrun plan runbooks/site-a.yaml --input ticket=CHG1 --offline --against HEAD~1 --accept DR0477:queue,DR0495    # what is meant does not block",
            "drrun plan plan.json --against reviewed.json    # two frozen plans: no manager is asked",
            "drrun plan runbooks/site-a.yaml --input ticket=CHG1 --output json | jq .plan");
        plan._options.AddTo(command);
        command.Add(plan._offline);
        plan._freeze.AddTo(command);
        plan._against.AddTo(command);
        command.Add(plan._format);
        command.Add(context.Options.Wire);
        command.Add(plan._options.OutageAt);
        command.Validators.Add(result => plan._freeze.RefuseContradictions(result, plan._offline));
        command.Does(context, plan.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Invocation invocation)
    {
        var given = invocation.Value(_options.Input)!;
        var (prepared, isPlan) = Prepare(invocation, given);
        if (prepared is null)
        {
            return ExitCodes.Usage;
        }

        OtherPlan? other = null;
        if (_against.OtherOf(invocation) is { } named)
        {
            other = OtherPlan.Find(invocation, named, prepared, new OtherInputs(isPlan ? prepared.Plan.Inputs : given, _against.InputsOf(invocation)));
            if (other is null || (_against.EachMode(invocation) && RefuseEachMode(invocation, other, isPlan)) || (!isPlan && RefusesUnknown(invocation, given, other)))
            {
                return ExitCodes.Usage;
            }
        }

        var store = await StoreLook.IntoAsync(invocation, prepared.Plan.Runbook, prepared.Whole);
        var now = invocation.Context.HostClock.GetUtcNow();
        if (isPlan || invocation.Value(_offline))
        {
            var stated = ForecastOf(invocation, prepared.Plan, store.History, now);
            ImmutableArray<Diagnostic> foreseen =
            [
                .. stated is null ? [] : ForecastFindings.Of(stated, prepared.Whole, prepared.At),
                .. LimitFindings.Of(prepared.Plan, store.History, prepared.At),
            ];
            PreparedRunbook.Say(invocation, [.. store.Findings, .. foreseen]);
            return await FinishAsync(invocation, PlanView.Of(prepared.Plan, [.. store.Findings, .. foreseen]) with { Forecast = stated }, Hold);
        }

        var secrets = new ProcessSecrets(invocation.Context.Environment, prepared.Root);
        var facts = new FactInbox();
        await using var clients = ManagerClients.Create(prepared.Plan, prepared.Root, secrets, invocation, facts);
        var outageAt = invocation.Value(_options.OutageAt) ?? now;
        var resolved = await PlanResolver.ResolveAsync(prepared.Plan, clients, prepared.At, prepared.At, outageAt, now, invocation.Context.Signals.Halt);
        if (Resolution.Say(invocation, resolved) is ExitCodes.Unreachable and var unreachable)
        {
            return unreachable;
        }

        var plan = resolved.Plan ?? prepared.Plan;
        var forecast = ForecastOf(invocation, plan, store.History, now);
        var readiness = Readiness.Of(new ReadinessInput(invocation, prepared, plan, resolved, store, forecast, now));
        ImmutableArray<Diagnostic> found = [.. store.Findings, .. readiness.Select(line => line.Finding).OfType<Diagnostic>()];
        PreparedRunbook.Say(invocation, found);
        var selects = _freeze.FileOf(invocation) is not null && _freeze.Selects(invocation);
        var view = PlanView.Of(selects ? prepared.Plan : plan, [.. resolved.Diagnostics, .. found]) with { Forecast = forecast, Readiness = readiness };
        return await FinishAsync(invocation, view, Hold);

        AgainstView? Hold(Plan held) => new Comparison(invocation, _against, prepared).Of(
            held,
            other!,
            (plan, oldIds) => ForecastOf(invocation, plan, store.History.Renamed(oldIds), now),
            _against.EachMode(invocation) ? mode => PreparedRunbook.Load(invocation, invocation.Value(_options.File), mode, OwnOf(invocation, given), invocation.Value(_options.Root))?.Plan : null);
    }

    /// <summary>A runbook, or a plan that was frozen: what the file holds says which.</summary>
    private (PreparedRunbook? Prepared, bool IsPlan) Prepare(Invocation invocation, ImmutableSortedDictionary<string, string> given)
    {
        var file = invocation.Value(_options.File);
        if (FrozenPlan.ContentOf(invocation, file) is not { } content)
        {
            return (_options.Load(invocation, file, OwnOf(invocation, given)), false);
        }

        if (_options.RefusesSettled(invocation))
        {
            return (null, true);
        }

        if (_freeze.FileOf(invocation) is not null)
        {
            invocation.Refuse($"'{file}' is a plan already", "leave --out away");
            return (null, true);
        }

        var at = SourceSpan.WholeFile(file);
        if (FrozenPlan.ReadAny(content, out var problem) is { } plan)
        {
            return (new PreparedRunbook(plan, FrozenPlan.FolderOf(invocation, file, invocation.Value(_options.Root), plan), [], at), true);
        }

        PreparedRunbook.Say(invocation, [FrozenPlanDiagnostics.NotFrozen(at, problem)]);
        return (null, true);
    }

    /// <summary>Of the values given, those that are for the runbook at hand: where it is held against another, what it does not have may be the other's.</summary>
    private ImmutableSortedDictionary<string, string> OwnOf(Invocation invocation, ImmutableSortedDictionary<string, string> given) =>
        _against.OtherOf(invocation) is not null && DeclaredOf(invocation) is { } declared ? given.RemoveRange(given.Keys.Where(name => !declared.Contains(name))) : given;

    private ImmutableHashSet<string>? DeclaredOf(Invocation invocation) =>
        RunbookInputs.DeclaredIn(new LoadRequest(invocation.Value(_options.File)) { Root = invocation.Value(_options.Root) });

    /// <summary>Whether a value is given for an input that neither of the two has; the runbook at hand then says so.</summary>
    private bool RefusesUnknown(Invocation invocation, ImmutableSortedDictionary<string, string> given, OtherPlan other)
    {
        var own = OwnOf(invocation, given);
        var unknown = given.RemoveRange(own.Keys.Concat(other.Declared ?? [.. given.Keys]));
        return !unknown.IsEmpty && _options.Load(invocation, invocation.Value(_options.File), own.AddRange(unknown)) is null;
    }

    private static bool RefuseEachMode(Invocation invocation, OtherPlan other, bool isPlan)
    {
        if (isPlan || other.IsPlan)
        {
            invocation.Refuse("--each-mode compares runbooks: a plan is made for one mode", "leave it away");
            return true;
        }

        return false;
    }

    private RunForecast? ForecastOf(Invocation invocation, Plan plan, DurationHistory history, DateTimeOffset now) =>
        RunForecast.Of(new PlanGraph(plan), history, now, invocation.Value(_options.OutageAt));

    /// <summary>Freezes the plan where that is asked for, holds it against another, and shows it. What is not ready is not frozen.</summary>
    private async Task<int> FinishAsync(Invocation invocation, PlanView view, Func<Plan, AgainstView?> hold)
    {
        if (_against.OtherOf(invocation) is not null)
        {
            if (hold(view.Plan) is not { } against)
            {
                return ExitCodes.Usage;
            }

            view = view with { Against = against };
        }

        var isReady = view.IsReady ?? true;
        var file = _freeze.FileOf(invocation);
        if (file is not null && isReady)
        {
            view = view.With(_freeze.Freeze(invocation, view.Plan));
            if (await FreezeOptions.WriteAsync(invocation, file, view.Bytes) is not ExitCodes.Good and var unwritten)
            {
                return unwritten;
            }
        }

        PlanFormats.Write(invocation, view, invocation.Value(_format)!);
        if (file is not null && !isReady)
        {
            Invocation.Say(invocation.Error, "error", $"'{file}' is not written: the plan is not ready");
        }

        return isReady && view.Against is not { Blocks: true } ? ExitCodes.Good : ExitCodes.NotGood;
    }
}
