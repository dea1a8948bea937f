namespace DrRunbook.Core.Diagnostics;

/// <summary>What the forecast of a run shows: DR0480 to DR0484. A code, once released, keeps its meaning.</summary>
public static class ForecastDiagnostics
{
    /// <summary>Earlier runs show that the RTO cannot be met.</summary>
    public static Diagnostic HistoryExceedsRto(SourceSpan at, string median, string rto, string path) => Diagnostic.Error(
        "DR0480", at, $"as earlier runs went, recovery takes {median} at the median, more than the RTO of {rto}: {path}", "shorten what the forecast says would help most, or state an RTO that can be met");

    /// <summary>The RTO may not be met, as far as stated numbers or the slower runs go.</summary>
    public static Diagnostic ForecastExceedsRto(SourceSpan at, string forecast, string rto) => Diagnostic.Warning(
        "DR0481", at, $"the forecast is {forecast}, more than the RTO of {rto}", "state with 'target' what the steps really take, or shorten what the forecast says would help most; a shorter limit makes no step faster");

    /// <summary>A step's own RTO may not be met.</summary>
    public static Diagnostic ForecastExceedsStepRto(SourceSpan at, string step, string forecast, string rto) => Diagnostic.Warning(
        "DR0482", at, $"step '{step}' is forecast to end {forecast} after the outage, more than its RTO of {rto}", "let it begin earlier, shorten what comes before it, or state an RTO that can be met");

    /// <summary>An earlier run cannot be read.</summary>
    public static Diagnostic PastRunUnreadable(SourceSpan at, string run, string problem) => Diagnostic.Warning(
        "DR0483", at, $"the forecast leaves run {run} aside: {problem}", $"'drrun status {run}' says more; a damaged journal is never repaired");

    /// <summary>The store cannot be read.</summary>
    public static Diagnostic StoreUnreadable(SourceSpan at, string problem) => Diagnostic.Warning(
        "DR0484", at, $"neither earlier runs nor claims of other runs are known: {problem}", "name the store that holds the runs with --store or DRRUN_STORE");
}
