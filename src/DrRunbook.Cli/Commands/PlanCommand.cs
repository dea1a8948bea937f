using System.CommandLine;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Plans;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Forecasting;
using DrRunbook.Core.Planning;
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
        if (invocation.Value(_offline))
        {
            return await FinishAsync(invocation, prepared, store, prepared.Plan, []);
        }

        var secrets = new ProcessSecrets(invocation.Context.Environment, prepared.Root);
        var facts = new FactInbox();
        await using var clients = ManagerClients.Create(prepared.Plan, prepared.Root, secrets, invocation, facts);
        var now = invocation.Context.HostClock.GetUtcNow();
        var (resolved, exitCode) = await Resolution.ResolveAsync(invocation, prepared, prepared.Plan, clients, invocation.Value(_options.OutageAt) ?? now, now);
        if (resolved?.Plan is not { } plan)
        {
            return exitCode;
        }

        var selects = _freeze.FileOf(invocation) is not null && _freeze.Selects(invocation);
        return await FinishAsync(invocation, prepared, store, selects ? prepared.Plan : plan, resolved.Diagnostics);
    }

    /// <summary>Forecasts the run, freezes the plan where that is asked for, and shows it. What is not ready is not frozen.</summary>
    private async Task<int> FinishAsync(Invocation invocation, PreparedRunbook prepared, StoreLook store, Plan plan, ImmutableArray<Diagnostic> findings)
    {
        var now = invocation.Context.HostClock.GetUtcNow();
        var forecast = RunForecast.Of(new PlanGraph(plan), store.History, now, invocation.Value(_options.OutageAt));
        ImmutableArray<Diagnostic> foreseen = [.. store.Findings, .. forecast is null ? [] : ForecastFindings.Of(forecast, prepared.Whole, prepared.At)];
        PreparedRunbook.Say(invocation, foreseen);
        var isReady = !foreseen.Any(finding => finding.Severity == Severity.Error);
        var file = isReady ? _freeze.FileOf(invocation) : null;
        var view = PlanView.Of(file is null ? plan : _freeze.Freeze(invocation, plan), [.. findings, .. foreseen]) with { Forecast = forecast };
        if (file is not null && await FreezeOptions.WriteAsync(invocation, file, view.Bytes) is not ExitCodes.Good and var unwritten)
        {
            return unwritten;
        }

        PlanFormats.Write(invocation, view, invocation.Value(_format)!);
        if (!isReady && _freeze.FileOf(invocation) is { } wanted)
        {
            Invocation.Say(invocation.Error, "error", $"'{wanted}' is not written: the plan is not ready");
        }

        return isReady ? ExitCodes.Good : ExitCodes.NotGood;
    }
}
