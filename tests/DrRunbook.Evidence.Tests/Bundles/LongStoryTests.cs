using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Bundles.Verification;
using DrRunbook.Evidence.Tests.Journals;

namespace DrRunbook.Evidence.Tests.Bundles;

/// <summary>Bundles of runs that went on after a pause, a failure or their end.</summary>
public sealed class LongStoryTests
{
    private static readonly IReadOnlyDictionary<string, Func<(Plan Plan, IReadOnlyList<JournalEntry> Entries)>> Stories = new Dictionary<string, Func<(Plan, IReadOnlyList<JournalEntry>)>>
    {
        ["reopened"] = () => Cases.Run("reopened"),
        ["reopened-and-left"] = () => Cases.Run("reopened-and-left"),
        ["settled"] = Cases.Settled,
        ["retried"] = () => Cases.Run("retried"),
        ["halted-and-resumed"] = () => Cases.Run("halted-and-resumed"),
        ["after-the-run"] = () => Cases.Run("after-the-run"),
    };

    public static TheoryData<string> Names => [.. Stories.Keys];

    private static BundleTrust Trust { get; } = new() { Keys = [BundledRuns.Signer.Key] };

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_authentic(string name)
    {
        var verdict = BundleVerifier.Verify(BundledRuns.Of(Stories[name]()), Trust);
        Assert.Empty(verdict.Findings);
        Assert.Equal(BundleStanding.Authentic, verdict.Standing);
    }

    [Fact]
    public void A_step_settled_after_the_end_ends_the_run_otherwise_and_the_last_steps_run_twice()
    {
        var (_, entries) = Cases.Settled();
        Assert.Equal([RunOutcome.Failed, RunOutcome.SucceededWithFindings], entries.Select(entry => entry.Event).OfType<RunEnded>().Select(ended => ended.Outcome));
        Assert.Equal(2, entries.Count(entry => entry.Event is StepEnded { Step.Value: "tidy" }));
    }

    /// <summary>Each verdict by itself: the journal is written anew with it, and the trusted key signs all that follows from it.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_verdict_that_is_turned_to_the_better_is_found(string name)
    {
        var (plan, entries) = Stories[name]();
        var forged = 0;
        foreach (var entry in entries)
        {
            if (Better(plan, entry.Event) is not { } better)
            {
                continue;
            }

            forged++;
            Assert.True(IsRefused((plan, [.. entries.Select(other => other == entry ? entry with { Event = better } : other)])), $"entry {entry.Sequence}: {better}");
        }

        Assert.NotEqual(0, forged);
    }

    [Fact]
    public void Each_of_a_chain_of_bundles_names_the_one_before_it_and_all_hold()
    {
        var (plan, entries) = Cases.Run("after-the-run");
        var ended = entries.ToList().FindIndex(entry => entry.Event is RunEnded) + 1;
        var first = BundledRuns.Of((plan, [.. entries.Take(ended)]));
        var second = BundledRuns.Of((plan, [.. entries.Take(ended + 3)]), SupersededBundle.Of(first));
        var third = BundledRuns.Of((plan, entries), SupersededBundle.Of(second));

        Assert.All([first, second, third], files => Assert.Equal(BundleStanding.Authentic, BundleVerifier.Verify(files, Trust).Standing));
        Assert.Null(BundleVerifier.Verify(first, Trust).Claim!.Supersedes);
        Assert.Equal(JournalLine.HashOf(first.Find("manifest.sha256")!.Value.Span), BundleVerifier.Verify(second, Trust).Claim!.Supersedes!.Manifest);
        Assert.Equal(JournalLine.HashOf(second.Find("manifest.sha256")!.Value.Span), BundleVerifier.Verify(third, Trust).Claim!.Supersedes!.Manifest);
        Assert.Throws<BundleException>(() => BundledRuns.Of((plan, [.. entries.Take(ended)]), SupersededBundle.Of(second)));
    }

    /// <summary>An event that names blobs and is not in this list would lose them on the way into the bundle.</summary>
    [Fact]
    public void The_events_that_name_blobs_are_those_whose_blobs_reach_the_bundle()
    {
        var naming = RunEventNames.All.Values.Where(type => type.GetProperties().Any(property =>
            property.Name is "Evidence" or "Scenario" or "PlanDigest" || property.PropertyType == typeof(SignatureProof) || property.PropertyType == typeof(SimulationInfo)));
        Assert.Equal(
            ["ActionFailed", "ActionSucceeded", "GateAnswered", "GateFailed", "GatePassed", "RunStarted"],
            naming.Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_blob_that_an_entry_names_as_evidence_reaches_the_bundle(string name) => AssertEvidence(BundledRuns.Of(Stories[name]()));

    [Fact]
    public void Evidence_of_actions_that_failed_or_succeeded_and_of_gates_reaches_the_bundle()
    {
        var (plan, entries) = Cases.Run("reopened");
        byte[][] outputs = [.. entries.Select(entry => Encoding.UTF8.GetBytes($"output {entry.Sequence}"))];
        var files = BundledRuns.Of((plan, [.. entries.Select(entry => entry with { Event = WithEvidence(entry.Event, JournalLine.HashOf(outputs[entry.Sequence - 1])) })]), supersedes: null, outputs);
        Assert.True(AssertEvidence(files) > 4);
    }

    /// <summary>Journals that drrun itself has written: every decision in them is one that follows.</summary>
    [Fact]
    public void Every_decision_of_every_kept_journal_follows_from_the_entries_before_it()
    {
        var kept = Directory.GetDirectories(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../DrRunbook.Acceptance.Tests/Golden/format-1"));
        Assert.NotEmpty(kept);
        Assert.All(kept, folder =>
        {
            var run = BundledRun.Read(File.ReadAllBytes(Path.Combine(folder, "journal.jsonl")), File.ReadAllBytes(Path.Combine(folder, "plan.json")));
            var state = new RunState(new PlanGraph(run.Plan));
            foreach (var entry in run.Entries)
            {
                Assert.Null(DecisionCheck.WhyNot(state, entry));
                state.Apply(entry);
            }
        });
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private static RunEvent? Better(Plan plan, RunEvent told) => told switch
    {
        OutcomeFixed { Outcome: not RunOutcome.Succeeded } => new OutcomeFixed(RunOutcome.Succeeded, null),
        OutcomeFixed => new OutcomeFixed(RunOutcome.SucceededWithFindings, null),
        RunEnded { Outcome: not RunOutcome.Succeeded } => new RunEnded(RunOutcome.Succeeded),
        RunEnded => new RunEnded(RunOutcome.SucceededWithFindings),
        StepEnded { Outcome: StepOutcome.Failed } ended => ended with { Outcome = StepOutcome.Succeeded, Reason = null },
        StepEnded { Outcome: StepOutcome.Warning } ended => ended with { Outcome = StepOutcome.Succeeded },
        ActionFailed failed when plan.Steps.Any(step => step.Id == failed.Step && step.Action is FailoverAction) =>
            new ActionSucceeded(failed.Step, Warning: false, OutsideText.None, []),
        _ => null,
    };

    /// <summary>A journal that no run can have written cannot even be bundled.</summary>
    private static bool IsRefused((Plan Plan, IReadOnlyList<JournalEntry> Entries) run)
    {
        try
        {
            return BundleVerifier.Verify(BundledRuns.Of(run), Trust) is { Standing: BundleStanding.Refused } verdict && verdict.Findings.Any(finding => finding.Code == "DR0710");
        }
        catch (JournalDamagedException)
        {
            return true;
        }
    }

    private static RunEvent WithEvidence(RunEvent told, string sha256) => told switch
    {
        ActionSucceeded action => action with { Evidence = [sha256] },
        ActionFailed action => action with { Evidence = [sha256] },
        GatePassed gate => gate with { Evidence = [.. gate.Evidence, sha256] },
        _ => told,
    };

    private static int AssertEvidence(BundleFiles files)
    {
        var named = Encoding.UTF8.GetString(files.Find("journal.jsonl")!.Value.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("data"))
            .Where(data => data.TryGetProperty("evidence", out _))
            .SelectMany(data => data.GetProperty("evidence").EnumerateArray().Select(one => one.GetString()!))
            .ToList();
        Assert.All(named, sha256 => Assert.Equal(sha256, JournalLine.HashOf(files.Find($"evidence/{sha256}")!.Value.Span)));
        return named.Count;
    }
}
