using System.Text.RegularExpressions;
using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Cli.Face;
using DrRunbook.Core.Execution;
using DrRunbook.Evidence.Rendering;
using DrRunbook.Simulator;

namespace DrRunbook.Acceptance.Tests.Faults;

/// <summary>
/// Every fault plan over real sockets, on both kinds of store: how run and steps end, how many requests reached the manager, how often it
/// really failed something over, what an operator reads, and that no logon session of ours is left.
/// </summary>
public abstract partial class ManagerFaultTests
{
    /// <summary>All rows; <c>docs/failure-modes.md</c> has them as well.</summary>
    public static IReadOnlyList<FaultRow> All { get; } =
        [.. RequestFaults.Rows, .. TaskFaults.Rows, .. ReadingFaults.Rows, .. OutageFaults.Rows, .. IdentityFaults.Rows];

    private protected static TheoryData<StoreKind, string> On(IEnumerable<FaultRow> rows)
    {
        var data = new TheoryData<StoreKind, string>();
        foreach (var kind in Enum.GetValues<StoreKind>())
        {
            foreach (var row in rows)
            {
                data.Add(kind, row.Name);
            }
        }

        return data;
    }

    private protected static async Task HoldsAsync(StoreKind kind, string name)
    {
        var row = All.Single(row => row.Name == name);
        await using var place = new Workplace(kind);
        var run = await SocketRun.ExecuteAsync(place, place.Write("faults.yaml", row.Runbook), place.Write("faults.scenario.yaml", row.Scenario), row.Speed, row.Wire);
        var text = run.Report is { } report ? ReportText.Write(report) : "";
        var all = $"{run.Said}\n--- status\n{run.Status}\n--- report\n{text}\n--- requests\n{string.Join('\n', run.Ledger.Requests.Select(pair => $"{pair.Key} {pair.Value}"))}";

        Same($"exit {row.Exit}", $"exit {run.Code}", all);
        Same(row.Outcome ?? "none", run.Report is null ? "none" : Readable.Word(run.Report.Verdict.Outcome), all);
        Same(row.Ends, string.Join(", ", (run.Report?.Steps ?? []).Select(step => $"{step.Id.Value} {Readable.Word(step.Outcome)}")), all);
        Same(row.Posts, VApps(row.Posts, run.Ledger.FailoverPosts.Select(post => post.VApp ?? "?")), all);
        Same(row.Effects, VApps(row.Effects, run.Ledger.Effects.Where(effect => effect.Real).Select(effect => effect.Target)), all);
        foreach (var part in row.Says)
        {
            Has(part, run.Said, all);
        }

        foreach (var part in row.Reports)
        {
            Has(part, text, all);
        }

        foreach (var part in row.Status)
        {
            Has(part, run.Status, all);
        }

        Same($"{row.OpenLogons} logons open", $"{run.Ledger.OpenLogons} logons open", all);
        Assert.Equal(0, run.Ledger.Count(RequestKind.DeleteTask));
        Assert.Equal(run.Ledger.FailoverPosts.Length, run.Entries.Select(entry => entry.Event).OfType<FailoverRequested>().Count() - NeverArrived(run));
    }

    /// <summary>Intents whose request found nobody to hand it to.</summary>
    private static int NeverArrived(SocketRun run) => run.Entries.Select(entry => entry.Event).OfType<FailoverNotSent>().Count(unsent => !unsent.Detail.Raw.Contains("the logon had run out", StringComparison.Ordinal));

    /// <summary>The vApps in their order; behind a star those that were failed over side by side, by name.</summary>
    private static string VApps(string expected, IEnumerable<string> vApps) =>
        expected.StartsWith('*') ? $"* {string.Join(' ', vApps.Order(StringComparer.Ordinal))}" : string.Join(' ', vApps);

    private static void Same(string expected, string actual, string all) => Assert.True(expected == actual, $"expected: {expected}\nactual:   {actual}\n{all}");

    /// <summary>However the text is wrapped.</summary>
    private static void Has(string part, string text, string all) =>
        Assert.True(Blanks().Replace(text, " ").Contains(part, StringComparison.Ordinal), $"nowhere: {part}\n{all}");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

/// <inheritdoc cref="RequestFaults"/>
public sealed class RequestFaultTests : ManagerFaultTests
{
    public static TheoryData<StoreKind, string> Rows => On(RequestFaults.Rows);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_fault_around_the_request_ends_as_stated(StoreKind store, string fault) => HoldsAsync(store, fault);
}

/// <inheritdoc cref="TaskFaults"/>
public sealed class TaskFaultTests : ManagerFaultTests
{
    public static TheoryData<StoreKind, string> Rows => On(TaskFaults.Rows);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_task_or_session_that_misbehaves_ends_as_stated(StoreKind store, string fault) => HoldsAsync(store, fault);
}

/// <inheritdoc cref="ReadingFaults"/>
public sealed class ReadingFaultTests : ManagerFaultTests
{
    public static TheoryData<StoreKind, string> Rows => On(ReadingFaults.Rows);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_fault_of_reading_ends_as_stated(StoreKind store, string fault) => HoldsAsync(store, fault);
}

/// <inheritdoc cref="OutageFaults"/>
public sealed class OutageFaultTests : ManagerFaultTests
{
    public static TheoryData<StoreKind, string> Rows => On(OutageFaults.Rows);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_manager_that_is_away_or_forgets_ends_as_stated(StoreKind store, string fault) => HoldsAsync(store, fault);
}

/// <inheritdoc cref="IdentityFaults"/>
public sealed class IdentityFaultTests : ManagerFaultTests
{
    public static TheoryData<StoreKind, string> Rows => On(IdentityFaults.Rows);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Names_and_times_that_deceive_end_as_stated(StoreKind store, string fault) => HoldsAsync(store, fault);
}
