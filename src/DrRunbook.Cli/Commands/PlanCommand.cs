using System.CommandLine;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Face;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Engine.Running;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun plan</c>: what would run, without running it. Reads from the managers, writes nowhere.</summary>
internal sealed class PlanCommand
{
    private readonly RunOptions _options = new();
    private readonly Option<bool> _offline = new("--offline") { Description = "Leave the managers out: order and gates without restore points." };

    /// <summary>Makes the command.</summary>
    public static Command Create(CliContext context)
    {
        var plan = new PlanCommand();
        var command = new CliCommand(
            "plan",
            "Resolves a runbook against its managers, read-only: order, restore points, gates, what is left out.",
            "drrun plan runbooks/site-a.yaml --input ticket=CHG1",
            "drrun plan runbooks/site-a.yaml --mode disaster --input ticket=CHG1 --offline    # no manager is asked",
            "drrun plan runbooks/site-a.yaml --input ticket=CHG1 --output json");
        plan._options.AddTo(command);
        command.Add(plan._offline);
        command.Add(context.Options.Wire);
        command.Add(plan._options.OutageAt);
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

        if (invocation.Value(_offline))
        {
            Write(invocation, prepared.Plan, []);
            return ExitCodes.Good;
        }

        var secrets = new ProcessSecrets(invocation.Context.Environment, prepared.Runbook.Root);
        var facts = new FactInbox();
        await using var clients = ManagerClients.Create(prepared.Plan, prepared.Runbook.Root, secrets, invocation, facts);
        var outageAt = invocation.Value(_options.OutageAt) ?? invocation.Context.HostClock.GetUtcNow();
        var (resolved, exitCode) = await Resolution.ResolveAsync(invocation, prepared, prepared.Plan, clients, outageAt);
        if (resolved is not null)
        {
            Write(invocation, resolved.Plan!, resolved.Diagnostics);
        }

        return exitCode;
    }

    private static void Write(Invocation invocation, Plan plan, ImmutableArray<Diagnostic> findings)
    {
        var bytes = PlanJson.Write(plan);
        if (invocation.IsJson)
        {
            invocation.Out.WriteLine(System.Text.Encoding.UTF8.GetString(bytes));
            return;
        }

        PlanText.Write(invocation.Out, plan, PlanJson.Digest(bytes), findings);
    }
}
