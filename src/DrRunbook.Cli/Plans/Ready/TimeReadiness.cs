using DrRunbook.Core.Forecasting;

namespace DrRunbook.Cli.Plans.Ready;

/// <summary>The forecast against the RTO, what earlier runs took against the limits of steps, and the managers' throttles.</summary>
internal static class TimeReadiness
{
    public static IEnumerable<ReadinessLine> Of(ReadinessInput input)
    {
        if (input.Forecast is not { } forecast)
        {
            yield break;
        }

        var findings = ForecastFindings.Of(forecast, input.Prepared.Whole, input.Prepared.At)
            .Concat(LimitFindings.Of(input.Plan, input.Store.History, input.Prepared.At))
            .ToList();
        foreach (var finding in findings)
        {
            yield return ReadinessLine.Found("forecast", finding);
        }

        if (findings.Count == 0 && forecast.Rto is not null)
        {
            yield return ReadinessLine.Ok("forecast", $"recovery in {ForecastText.Recovery(forecast)}");
        }

        foreach (var manager in input.Plan.Managers)
        {
            var queue = forecast.Queues.FirstOrDefault(queue => queue.Manager == manager.Name);
            yield return queue is null ? ReadinessLine.Ok("throttle", $"no failover queues at {manager.Name}, which takes {manager.MaxConcurrentFailovers} at a time")
                : queue.Longer > TimeSpan.Zero ? new ReadinessLine(ReadinessStatus.Warn, "throttle", ForecastText.Queue(queue))
                : ReadinessLine.Ok("throttle", ForecastText.Queue(queue));
        }
    }
}
