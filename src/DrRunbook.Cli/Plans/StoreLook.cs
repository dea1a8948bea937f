using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Forecasting;
using DrRunbook.Engine.Planning;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Plans;

/// <summary>What a plan learns from the store, which is looked into and never made or written.</summary>
/// <param name="History">How long the runbook's steps took.</param>
/// <param name="Claims">The replicas that real runs have claimed, and those runs; null where that could not be read.</param>
/// <param name="UnderWay">Real runs that a process drives now.</param>
/// <param name="Findings">What could not be read.</param>
internal sealed record StoreLook(
    DurationHistory History, ImmutableDictionary<string, string>? Claims, ImmutableArray<RunSummary> UnderWay, ImmutableArray<Diagnostic> Findings)
{
    private static readonly ImmutableDictionary<string, string> NoClaims = ImmutableDictionary<string, string>.Empty;

    /// <summary>Looks into the store that the invocation names.</summary>
    /// <param name="runbook">The runbook's name.</param>
    /// <param name="at">Where the runbook stands.</param>
    public static async Task<StoreLook> IntoAsync(Invocation invocation, string runbook, SourceSpan at)
    {
        var halt = invocation.Context.Signals.Halt;
        try
        {
            await using var lookup = invocation.Context.LookIntoStore(invocation.StoreLocation, invocation.Context.HostClock);
            if (lookup is null)
            {
                return new StoreLook(DurationHistory.None, NoClaims, [], []);
            }

            var claims = await lookup.ClaimsAsync(halt);
            var (history, findings) = await PastRuns.ReadAsync(lookup, runbook, at, halt);
            var underWay = (await lookup.ListAsync(halt)).Where(run => run is { Simulated: false, Outcome: RunOutcome.Running, Driven: true });
            return new StoreLook(history, claims, [.. underWay], findings);
        }
        catch (StoreException unreadable)
        {
            return new StoreLook(DurationHistory.None, Claims: null, [], [ForecastDiagnostics.StoreUnreadable(at, unreadable.Message)]);
        }
    }
}
