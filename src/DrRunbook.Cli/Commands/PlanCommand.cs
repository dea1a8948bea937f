using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Face;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Running;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun plan</c>: what would run, without running it. Reads from the managers, and writes nothing but the plan that it is told to freeze.</summary>
internal sealed class PlanCommand
{
    private readonly RunOptions _options = new();
    private readonly Option<bool> _offline = new("--offline") { Description = "Leave the managers out: order and gates without restore points." };
    private readonly Option<string?> _out = new("--out")
    {
        Description = "Freeze the plan into a file, for review and for 'drrun execute FILE'. A file that is there already is left alone.",
        HelpName = "FILE",
    };

    private readonly Option<string> _points = new Option<string>("--points")
    {
        Description = "Whether the frozen plan pins the restore points, or how they are selected at the run's start.",
        HelpName = "pin|select",
        DefaultValueFactory = _ => "pin",
    }.OneOf("pin", "select");

    private readonly Option<TimeSpan> _expires = new("--expires")
    {
        Description = "How long the frozen plan may be started, such as 24h (the default).",
        HelpName = "DURATION",
        CustomParser = ReadDuration,
        DefaultValueFactory = _ => TimeSpan.FromHours(24),
    };

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
            "drrun plan runbooks/site-a.yaml --input ticket=CHG1 --output json");
        plan._options.AddTo(command);
        command.Add(plan._offline);
        command.Add(plan._out);
        command.Add(plan._points);
        command.Add(plan._expires);
        command.Add(context.Options.Wire);
        command.Add(plan._options.OutageAt);
        command.Validators.Add(plan.RefuseContradictions);
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
            return await FinishAsync(invocation, prepared.Plan, []);
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

        var selects = invocation.Value(_out) is not null && invocation.Value(_points) == "select";
        return await FinishAsync(invocation, selects ? prepared.Plan : plan, resolved.Diagnostics);
    }

    /// <summary>Freezes the plan where that is asked for, and shows it.</summary>
    private async Task<int> FinishAsync(Invocation invocation, Plan plan, ImmutableArray<Diagnostic> findings)
    {
        if (invocation.Value(_out) is not { } file)
        {
            Show(invocation, plan, PlanJson.Write(plan), findings);
            return ExitCodes.Good;
        }

        var frozen = plan with
        {
            Points = invocation.Value(_points) == "select" ? FrozenPoints.Selectors : FrozenPoints.Pinned,
            ExpiresAt = plan.PlannedAt + invocation.Value(_expires),
        };
        var bytes = PlanJson.Write(frozen);
        var path = invocation.Context.PathOf(file);
        if (Path.Exists(path))
        {
            return invocation.Refuse($"'{file}' is there already", "a plan that was reviewed is not overwritten: name another file, or remove this one");
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await stream.WriteAsync(bytes, CancellationToken.None);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return invocation.Refuse($"the plan cannot be written: {unwritable.Message}");
        }

        Show(invocation, frozen, bytes, findings);
        invocation.Error.WriteLine($"Written: {TerminalEncoder.Encode(path)}");
        return ExitCodes.Good;
    }

    private static void Show(Invocation invocation, Plan plan, byte[] bytes, ImmutableArray<Diagnostic> findings)
    {
        if (invocation.IsJson)
        {
            invocation.Out.WriteLine(Encoding.UTF8.GetString(bytes));
            return;
        }

        PlanText.Write(invocation.Out, plan, PlanJson.Digest(bytes), findings);
    }

    private void RefuseContradictions(CommandResult command)
    {
        var freezes = IsGiven(_out);
        foreach (var option in new Option[] { _points, _expires }.Where(option => IsGiven(option) && !freezes))
        {
            command.AddError(UsageErrors.Of($"{option.Name} is about a plan that is frozen", "add --out FILE"));
        }

        if (freezes && IsGiven(_offline) && command.GetResult(_points) is not { Tokens: [{ Value: "select" }] })
        {
            command.AddError(UsageErrors.Of("without the managers there are no restore points to pin", "add --points select, or leave --offline out"));
        }

        bool IsGiven(Option option) => command.GetResult(option) is { Implicit: false };
    }

    private static TimeSpan ReadDuration(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (Duration.Parse(text) is { } duration && duration > TimeSpan.Zero)
        {
            return duration;
        }

        result.AddError($"--expires '{text}' must be a duration above zero, such as 24h or 1h30m");
        return TimeSpan.Zero;
    }
}
