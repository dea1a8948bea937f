using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Forecasting;

/// <summary>What a forecast says against a plan.</summary>
public static class ForecastFindings
{
    /// <summary>Holds a forecast against the objectives.</summary>
    /// <remarks>
    /// Only what earlier runs alone make of it is an error: numbers that a runbook states are limits, and a run is mostly faster than its limits.
    /// </remarks>
    /// <param name="whole">Where the runbook stands.</param>
    /// <param name="at">Where a step stands.</param>
    public static IEnumerable<Diagnostic> Of(RunForecast forecast, SourceSpan whole, Func<StepId, SourceSpan> at)
    {
        if (forecast.Rto is { } rto)
        {
            if (forecast.MedianOfHistory > rto)
            {
                var path = string.Join(" -> ", forecast.Path.Where(step => step.Basis is DurationBasis.History or DurationBasis.Clock).Select(step => step.Step.Value));
                yield return ForecastDiagnostics.HistoryExceedsRto(whole, Short(forecast.MedianOfHistory.Value), Duration.Format(rto), path);
            }
            else if (Beyond(forecast.Median, forecast.Percentile90, rto, forecast.Coverage.Told) is { } beyond)
            {
                yield return ForecastDiagnostics.ForecastExceedsRto(whole, beyond, Duration.Format(rto));
            }
        }

        foreach (var step in forecast.StepObjectives)
        {
            if (Beyond(step.Median, step.Percentile90, step.Rto, forecast.Coverage.Told) is { } beyond)
            {
                yield return ForecastDiagnostics.ForecastExceedsStepRto(at(step.Step), step.Step.Value, beyond, Duration.Format(step.Rto));
            }
        }
    }

    private static string? Beyond(TimeSpan median, TimeSpan percentile90, TimeSpan rto, int told) =>
        median > rto ? told > 0 ? $"{Short(median)} at the median" : $"{Short(median)} by stated numbers"
        : percentile90 > rto ? $"{Short(percentile90)} at the 90th percentile"
        : null;

    internal static string Short(TimeSpan span) => Duration.Format(span < TimeSpan.FromMinutes(10) ? TimeSpan.FromSeconds(Math.Round(span.TotalSeconds)) : TimeSpan.FromMinutes(Math.Round(span.TotalMinutes)));
}
