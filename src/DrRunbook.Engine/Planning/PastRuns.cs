using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Forecasting;
using DrRunbook.Core.Journal;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Planning;

/// <summary>Reads from a store how long a runbook's steps took. Writes nothing.</summary>
public static class PastRuns
{
    /// <summary>How many journal entries are read in all, so that a store full of long runs makes no plan wait: a few seconds' worth.</summary>
    private const long MostEntries = 200_000;

    /// <summary>Reads the newest real runs of a runbook. A run that cannot be read is a finding, and left aside.</summary>
    /// <param name="runbook">The runbook's name.</param>
    /// <param name="at">Where the runbook stands.</param>
    public static async Task<(DurationHistory History, ImmutableArray<Diagnostic> Findings)> ReadAsync(
        IRunReader reader, string runbook, SourceSpan at, CancellationToken cancellationToken)
    {
        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        var runs = new List<PastRun>();
        var budget = MostEntries;
        var newest = (await reader.ListAsync(cancellationToken)).Where(run => !run.Simulated && run.Runbook == runbook);
        foreach (var run in newest.Take(DurationHistory.MostRuns))
        {
            budget -= run.Length;
            if (budget < 0 && runs.Count > 0)
            {
                break;
            }

            try
            {
                var stored = await StoredRun.LoadAsync(reader, run.Run, cancellationToken);
                runs.Add(PastRun.Of(run.Run, stored.Plan, stored.Entries));
            }
            catch (Exception damaged) when (damaged is JournalDamagedException or StoreException)
            {
                findings.Add(ForecastDiagnostics.PastRunUnreadable(at, run.Run, damaged.Message));
            }
        }

        return (DurationHistory.Of(runs), findings.ToImmutable());
    }
}
