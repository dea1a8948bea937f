using System.CommandLine;
using System.CommandLine.Parsing;
using DrRunbook.Cli.Face;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Plans;

/// <summary>The options that freeze a plan into a file, and the freezing.</summary>
internal sealed class FreezeOptions
{
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

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        command.Add(_out);
        command.Add(_points);
        command.Add(_expires);
    }

    /// <summary>The file that the plan is frozen into; null where it is not.</summary>
    public string? FileOf(Invocation invocation) => invocation.Value(_out);

    /// <summary>Whether restore points are chosen at the run's start only.</summary>
    public bool Selects(Invocation invocation) => invocation.Value(_points) == "select";

    /// <summary>The plan with what makes it a frozen one.</summary>
    public Plan Freeze(Invocation invocation, Plan plan) => plan with
    {
        Points = Selects(invocation) ? FrozenPoints.Selectors : FrozenPoints.Pinned,
        ExpiresAt = plan.PlannedAt + invocation.Value(_expires),
    };

    /// <summary>Writes a frozen plan; a file that is there already is left alone.</summary>
    /// <returns>The exit code; what went wrong has been said.</returns>
    public static async Task<int> WriteAsync(Invocation invocation, string file, byte[] bytes)
    {
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

        invocation.Error.WriteLine($"Written: {TerminalEncoder.Encode(path)}");
        return ExitCodes.Good;
    }

    /// <summary>Refuses what does not go together.</summary>
    public void RefuseContradictions(CommandResult command, Option<bool> offline)
    {
        var freezes = IsGiven(_out);
        foreach (var option in new Option[] { _points, _expires }.Where(option => IsGiven(option) && !freezes))
        {
            command.AddError(UsageErrors.Of($"{option.Name} is about a plan that is frozen", "add --out FILE"));
        }

        if (freezes && IsGiven(offline) && command.GetResult(_points) is not { Tokens: [{ Value: "select" }] })
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
