using DrRunbook.Cli.Against;
using DrRunbook.Cli.Plans.Ready;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Forecasting;
using DrRunbook.Core.Planning;

namespace DrRunbook.Cli.Plans;

/// <summary>All that <c>drrun plan</c> has to say of a plan, whatever the form it is said in.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Bytes">Its canonical bytes.</param>
/// <param name="Findings">What was noticed while it was resolved.</param>
internal sealed record PlanView(Plan Plan, byte[] Bytes, ImmutableArray<Diagnostic> Findings)
{
    /// <summary>The plan digest.</summary>
    public string Digest { get; } = PlanJson.Digest(Bytes);

    /// <summary>How long its run will take; null for a plan without steps.</summary>
    public RunForecast? Forecast { get; init; }

    /// <summary>What it was held against; null where it was not.</summary>
    public AgainstView? Against { get; init; }

    /// <summary>What the run needs and how it stands; empty where the managers were left out.</summary>
    public ImmutableArray<ReadinessLine> Readiness { get; init; } = [];

    /// <summary>Whether the run is ready as far as can be known; null where the managers were left out and nothing else rules it out.</summary>
    public bool? IsReady => Findings.Any(finding => finding.Severity == Severity.Error) || !Ready.Readiness.IsReady(Readiness) ? false
        : Readiness.IsEmpty ? null
        : true;

    /// <summary>What is to be said of a plan.</summary>
    public static PlanView Of(Plan plan, ImmutableArray<Diagnostic> findings) => new(plan, PlanJson.Write(plan), findings);

    /// <summary>The same to be said of a plan that was frozen.</summary>
    public PlanView With(Plan plan) => Of(plan, Findings) with { Forecast = Forecast, Readiness = Readiness, Against = Against };
}
