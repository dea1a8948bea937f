using System.Globalization;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;

namespace DrRunbook.Evidence.Bundles.Verification;

/// <summary>Journal, plan, runbook and evidence belong together, and the journal tells a possible run.</summary>
internal static class RunCheck
{
    /// <returns>The run; null where it cannot be told.</returns>
    public static BundledRun? Check(BundleFiles files, VerificationNotes notes)
    {
        if (files.Find(BundleNames.Journal) is not { } journal || files.Find(BundleNames.Plan) is not { } plan)
        {
            notes.Find(VerificationDiagnostics.FileMissing(files.Find(BundleNames.Journal) is null ? BundleNames.Journal : BundleNames.Plan));
            return null;
        }

        CheckForm(journal.Span, plan.Span, notes);
        if (notes.Stopped || Read(journal.Span, plan.Span, notes) is not { } run)
        {
            return null;
        }

        notes.Prove("journal", string.Create(CultureInfo.InvariantCulture, $"its {run.Entries.Length} entries follow each other without a gap; the head is {run.Head}"));
        CheckNamed(files, run, notes);
        CheckDecisions(run, notes);
        if (!notes.Stopped)
        {
            ApprovalCheck.Check(files, run, notes);
        }

        return run;
    }

    private static void CheckDecisions(BundledRun run, VerificationNotes notes)
    {
        var state = new RunState(new PlanGraph(run.Plan));
        foreach (var entry in run.Entries)
        {
            if (DecisionCheck.WhyNot(state, entry) is { } why)
            {
                notes.Find(VerificationDiagnostics.DecisionDiffers(entry.Sequence, why));
                return;
            }

            state.Apply(entry);
        }

        if (!notes.Stopped)
        {
            notes.Prove("decisions", "every move is one that the lifecycles allow, and every success follows from what was recorded before it");
        }
    }

    private static BundledRun? Read(ReadOnlySpan<byte> journal, ReadOnlySpan<byte> plan, VerificationNotes notes)
    {
        try
        {
            return BundledRun.Read(journal, plan);
        }
        catch (JournalDamagedException damaged)
        {
            notes.Find(damaged.Diagnostic);
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            // Whoever signs a bundle may have put anything into its plan.
            notes.Find(VerificationDiagnostics.Unreadable(BundleNames.Plan, unreadable.Message));
        }

        return null;
    }

    private static void CheckForm(ReadOnlySpan<byte> journal, ReadOnlySpan<byte> plan, VerificationNotes notes)
    {
        if (!JsonForm.IsCanonical(plan))
        {
            notes.Find(VerificationDiagnostics.NotCanonical(BundleNames.Plan, "it is no canonical JSON (RFC 8785)"));
        }

        var number = 0;
        foreach (var range in journal.Split((byte)'\n'))
        {
            number++;
            var line = journal[range];
            if (!line.IsEmpty && !JsonForm.IsJournalLine(line))
            {
                notes.Find(VerificationDiagnostics.NotCanonical(BundleNames.Journal, string.Create(CultureInfo.InvariantCulture, $"line {number} is not as a line is written")));
                return;
            }
        }
    }

    private static void CheckNamed(BundleFiles files, BundledRun run, VerificationNotes notes)
    {
        var expected = new HashSet<string>(StringComparer.Ordinal) { BundleNames.Journal, BundleNames.VerifyPage };
        expected.UnionWith(BundleBuilder.Renderings(run.Report).All.Keys);
        foreach (var (path, sha256) in run.Named)
        {
            expected.Add(path);
            if (files.Find(path) is not { } content)
            {
                notes.Find(VerificationDiagnostics.FileMissing(path));
            }
            else if (JournalLine.HashOf(content.Span) != sha256)
            {
                notes.Find(VerificationDiagnostics.NotAsNamed(path, sha256));
            }
        }

        foreach (var path in expected.Where(path => files.Find(path) is null && !run.Named.Any(file => file.Key == path)))
        {
            notes.Find(VerificationDiagnostics.FileMissing(path));
        }

        foreach (var path in files.All.Keys.Where(path => BundleNames.IsContent(path) && !expected.Contains(path)))
        {
            notes.Find(VerificationDiagnostics.FileUnknown(path));
        }

        if (!notes.Stopped)
        {
            notes.Prove("plan", string.Create(CultureInfo.InvariantCulture, $"plan, runbook and evidence are the {run.Named.Count()} files that the journal names by their digests"));
        }
    }
}
