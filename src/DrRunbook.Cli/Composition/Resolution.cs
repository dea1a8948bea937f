using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Planning;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Composition;

/// <summary>Resolves a prepared runbook against its managers and says what keeps it from running.</summary>
internal static class Resolution
{
    /// <summary>Connects, lists the points, and chooses or finds those that are pinned.</summary>
    /// <param name="now">When the run would start, UTC by its own clock.</param>
    /// <returns>The plan with its points; null where it cannot run, with the exit code that says why.</returns>
    public static async Task<(ResolvedPlan? Resolved, int ExitCode)> ResolveAsync(
        Invocation invocation, PreparedRunbook prepared, Plan plan, IReadOnlyDictionary<ManagerName, IManagerClient> clients, DateTimeOffset outageAt, DateTimeOffset now)
    {
        var resolved = await PlanResolver.ResolveAsync(plan, clients, prepared.At, prepared.At, outageAt, now, invocation.Context.Signals.Halt);
        var exitCode = Say(invocation, resolved);
        return (resolved.Plan is null ? null : resolved, exitCode);
    }

    /// <summary>Says what came of it.</summary>
    /// <returns>The exit code that it means.</returns>
    public static int Say(Invocation invocation, ResolvedPlan resolved)
    {
        PreparedRunbook.Say(invocation, resolved.Diagnostics);
        foreach (var (manager, outcome) in resolved.Failures)
        {
            SayFailure(invocation, manager, outcome);
        }

        return resolved.Plan is not null ? ExitCodes.Good
            : resolved.Failures.IsEmpty ? ExitCodes.NotGood
            : ExitCodes.Unreachable;
    }

    /// <summary>Says why a manager cannot be used, and the way out.</summary>
    public static void SayFailure(Invocation invocation, ManagerName manager, ConnectOutcome outcome)
    {
        var help = outcome switch
        {
            CertificateRefused => "compare the thumbprint with the certificate on the manager before you pin it",
            CredentialMissing { Source: var source } when source.StartsWith("env:", StringComparison.Ordinal) => $"set the environment variable {source[4..]}",
            _ => null,
        };
        Invocation.Say(invocation.Error, "error", $"manager '{manager}': {outcome.Description}", help);
    }
}
