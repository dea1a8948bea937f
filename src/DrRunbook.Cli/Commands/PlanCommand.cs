using System.CommandLine;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Plans;
using DrRunbook.Cli.Plans.Ready;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Forecasting;
using DrRunbook.Core.Planning;
using DrRunbook.Engine.Planning;
using DrRunbook.Engine.Running;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun plan</c>: what would run, without running it. Reads from the managers, and writes nothing but the plan that it is told to freeze.</summary>
internal sealed class PlanCommand
{
    private readonly RunOptions _options = new();
    private readonly Option<bool> _offline = new("--offline") { Description = "Leave the managers out: order and gates without restore points." };
    private readonly FreezeOptions _freeze = new();
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
            "drrun plan runbooks/site-a.yaml --input ticket=CHG1 --output json | jq .plan");
        plan._options.AddTo(command);
        command.Add(plan._offline);
        plan._freeze.AddTo(command);
        command.Add(plan._format);
        command.Add(context.Options.Wire);
        command.Add(plan._options.OutageAt);
        command.Validators.Add(result => plan._freeze.RefuseContradictions(result, plan._offline));
        command.Does(context, plan.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Invocation invocation)
    {
        var prepared = _options.Load(invocation);
        if (prepared is null)
        {
            return ExitCodes.Usage;
        }

        var store = await StoreLook.IntoAsync(invocation, prepared.Plan.Runbook, prepared.Whole);
        var now = invocation.Context.HostClock.GetUtcNow();
        if (invocation.Value(_offline))
        {
            var stated = ForecastOf(invocation, prepared.Plan, store, now);
            ImmutableArray<Diagnostic> foreseen = stated is null ? [] : [.. ForecastFindings.Of(stated, prepared.Whole, prepared.At)];
            PreparedRunbook.Say(invocation, [.. store.Findings, .. foreseen]);
            return await FinishAsync(invocation, PlanView.Of(prepared.Plan, [.. store.Findings, .. foreseen]) with { Forecast = stated });
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
        var forecast = ForecastOf(invocation, plan, store, now);
        var readiness = Readiness.Of(new ReadinessInput(invocation, prepared, plan, resolved, store, forecast, now));
        ImmutableArray<Diagnostic> found = [.. store.Findings, .. readiness.Select(line => line.Finding).OfType<Diagnostic>()];
        PreparedRunbook.Say(invocation, found);
        var selects = _freeze.FileOf(invocation) is not null && _freeze.Selects(invocation);
        var view = PlanView.Of(selects ? prepared.Plan : plan, [.. resolved.Diagnostics, .. found]) with { Forecast = forecast, Readiness = readiness };
        return await FinishAsync(invocation, view);
    }

    private RunForecast? ForecastOf(Invocation invocation, Plan plan, StoreLook store, DateTimeOffset now) =>
        RunForecast.Of(new PlanGraph(plan), store.History, now, invocation.Value(_options.OutageAt));

    /// <summary>Freezes the plan where that is asked for, and shows it. What is not ready is not frozen.</summary>
    private async Task<int> FinishAsync(Invocation invocation, PlanView view)
    {
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

        return isReady ? ExitCodes.Good : ExitCodes.NotGood;
    }
}
