using System.CommandLine;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Importing;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Running;
using DrRunbook.Yaml.Drafting;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun import manager</c>: drafts a runbook from a manager's vApps and failover plans. It only reads.</summary>
internal sealed class ImportManagerCommand
{
    private readonly ManagerOptions _manager = new(isRequired: true);
    private readonly DraftOutput _output = new();
    private readonly Option<TimeSpan> _maxAge = new("--max-age")
    {
        Description = "A vApp whose newest restore point is older is named in a comment (default 24h).",
        HelpName = "DURATION",
        DefaultValueFactory = _ => TimeSpan.FromHours(24),
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (Duration.Parse(text) is { } age && age > TimeSpan.Zero)
            {
                return age;
            }

            result.AddError($"--max-age '{text}' must be a duration above zero, such as 24h or 1h30m");
            return TimeSpan.Zero;
        },
    };

    /// <summary>Makes the command.</summary>
    public static CliCommand Create(CliContext context)
    {
        var import = new ImportManagerCommand();
        var command = new CliCommand(
            "manager",
            "Drafts a runbook from a manager's vApps and failover plans, read-only. Order comes from the failover plans where they tell one, else from names, as a guess.",
            "drrun import manager --url https://em.site-b.example:9398 --user-from env:EM_USER --password-from env:EM_PASSWORD --ca-file certs/site-b-ca.pem",
            "drrun import manager --url https://em.site-b.example:9398 --user-from env:EM_USER --password-from file:secrets/em --thumbprint SHA256 --out runbooks/site-b.yaml");
        import._manager.AddTo(command);
        command.Add(import._maxAge);
        command.Add(context.Options.Wire);
        import._output.AddTo(command);
        command.Validators.Add(result => import._manager.Check(result, frame: null));
        command.Does(context, import.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Invocation invocation)
    {
        if (_output.Refuses(invocation) is { } refused)
        {
            return refused;
        }

        var context = invocation.Context;
        var here = context.CurrentDirectory;
        var manager = new PlannedManager(
            new ManagerName(invocation.Value(_manager.Name)!),
            new Uri(invocation.Value(_manager.Url)!),
            ManagerOptions.Reference(invocation.Value(_manager.UserFrom)!),
            ManagerOptions.Reference(invocation.Value(_manager.PasswordFrom)!),
            invocation.Value(_manager.CaFile),
            invocation.Value(_manager.Thumbprint),
            invocation.Value(_manager.MaxFailovers),
            Required: true);
        await using var client = ManagerClients.Create(manager, here, new ProcessSecrets(context.Environment, here), invocation, new FactInbox());
        var outcome = await client.ConnectAsync(context.Signals.Halt);
        if (outcome is not Connected connected)
        {
            Resolution.SayFailure(invocation, manager.Name, outcome);
            return ExitCodes.Unreachable;
        }

        var inventory = await client.ReadInventoryAsync(context.Signals.Halt);
        if (inventory.Problem is not null || inventory.VApps.IsEmpty)
        {
            Invocation.Say(invocation.Error, "error", $"manager '{manager.Name}': {inventory.Problem ?? "it shows no vApp with a restore point to this account"}");
            return ExitCodes.NotGood;
        }

        var options = new DraftOptions { Manager = _manager.Read(invocation, _output) };
        var now = context.RunClock.GetUtcNow() + (connected.ClockOffset ?? TimeSpan.Zero);
        return _output.Write(invocation, ManagerImport.Draft(inventory, options, invocation.Value(_maxAge), now, connected.ProductVersion));
    }
}
