using System.Globalization;
using DrRunbook.Cli.Face;
using DrRunbook.Core.Forecasting;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Plans;

/// <summary>A forecast in a few lines.</summary>
internal static class ForecastText
{
    /// <summary>How many steps of a path are named; the longest, where it has more.</summary>
    private const int MostNamed = 8;

    /// <summary>Its lines, each with the word that says what it is about. The texts are not encoded.</summary>
    public static IEnumerable<(string Word, string Text)> Lines(RunForecast forecast)
    {
        yield return ("recovery", Recovery(forecast));
        if (!forecast.Path.IsEmpty)
        {
            yield return ("path", Path(forecast.Path));
        }

        if (!forecast.Savings.IsEmpty)
        {
            yield return ("shorter", $"by up to {string.Join(", ", forecast.Savings.Select(saving => $"{About(saving.Gain)} with {saving.Step}"))}");
        }

        foreach (var queue in forecast.Queues)
        {
            yield return ("queue", Queue(queue));
        }

        if (forecast.WholeRun + forecast.OutageBefore > forecast.Median)
        {
            yield return ("run", $"{About(forecast.WholeRun)} to the end of all steps");
        }
    }

    /// <summary>How long recovery takes, in one sentence: <c>41m at the median, 58m at the 90th percentile; RTO 2h (12 of 14 steps from 5 runs, the rest from stated targets and limits)</c>.</summary>
    public static string Recovery(RunForecast forecast)
    {
        var outage = forecast.OutageBefore > TimeSpan.Zero ? $", {About(forecast.OutageBefore)} of it before the run" : "";
        var objective = forecast.Rto is { } rto ? $"; RTO {Duration.Format(rto)}" : "";
        var time = forecast.Median == forecast.Percentile90
            ? About(forecast.Median)
            : $"{About(forecast.Median)} at the median, {About(forecast.Percentile90)} at the 90th percentile";
        return $"{time}{outage}{objective} ({Basis(forecast.Coverage)})";
    }

    /// <summary>A span as a forecast may state it: from ten minutes on to the minute.</summary>
    public static string About(TimeSpan span) => Readable.Span(span < TimeSpan.FromMinutes(10) ? span : TimeSpan.FromMinutes(Math.Round(span.TotalMinutes)));

    private static string Basis(ForecastCoverage coverage)
    {
        var runs = Readable.Count(coverage.Runs, "run");
        return coverage.Told == 0 ? "by stated targets and limits alone: no earlier run tells"
            : coverage.Told == coverage.Steps ? $"{Readable.Count(coverage.Steps, "step")} from {runs}"
            : string.Create(CultureInfo.InvariantCulture, $"{coverage.Told} of {coverage.Steps} steps from {runs}, the rest from stated targets and limits");
    }

    private static string Path(ImmutableArray<PathStep> path)
    {
        var named = path.Length <= MostNamed ? path : [.. path.Index().OrderByDescending(pair => pair.Item.Share).Take(MostNamed).OrderBy(pair => pair.Index).Select(pair => pair.Item)];
        var more = path.Length - named.Length;
        return string.Join(" -> ", named.Select(Step)) + (more == 0 ? "" : $" (and {Readable.Count(more, "shorter step")})");
    }

    private static string Step(PathStep step)
    {
        var waiting = step.Waiting > TimeSpan.Zero ? $" after {About(step.Waiting)} in the queue" : "";
        var basis = step.Basis switch
        {
            DurationBasis.Target => ", target",
            DurationBasis.Limit => ", limit",
            DurationBasis.DefaultLimit => ", default limit",
            _ => "",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{step.Step} {About(step.Length)}{waiting} ({step.Share * 100:0} %{basis})");
    }

    /// <summary>A limit that makes steps wait, in one sentence.</summary>
    public static string Queue(QueueForecast queue)
    {
        var what = queue.Manager is { } manager ? $"failovers at {manager}, which takes {queue.Limit} at a time" : $"steps in {queue.Group}, of which {queue.Limit} run at a time";
        var longer = queue.Longer > TimeSpan.Zero ? $"recovery takes {About(queue.Longer)} longer for it" : "recovery takes no longer for it";
        return string.Create(CultureInfo.InvariantCulture, $"{queue.Waiting} of {queue.Steps} {what}, {(queue.Waiting == 1 ? "waits" : "wait")} up to {About(queue.LongestWait)}: {longer}");
    }
}
