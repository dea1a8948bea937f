using System.Text;
using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Engine;
using DrRunbook.Simulator;
using DrRunbook.Storage;

namespace DrRunbook.Acceptance.Tests;

/// <summary>Sixty steps in nested groups: the manager's own ledger proves the order, not what drrun says of itself.</summary>
public sealed class SixtyStepsTests : IAsyncDisposable
{
    /// <summary>The runbook's limit for the manager; the manager itself would take ten.</summary>
    private const int Throttle = 4;

    private static readonly Group Tree = new("all", Parallel: false, null,
    [
        new Leaf("fence", "fences: all, command: { run: [isolate] }"),
        new Leaf("directory"),
        new Leaf("names"),
        new Group("storage", Parallel: true, 1, [new Leaf("files"), new Leaf("objects")]),
        new Group("tenants", Parallel: true, 3,
        [
            Tenant(1),
            Tenant(2) with { OnFailure = "contain" },
            Tenant(3),
            Tenant(4) with { Needs = ["tenant1", "tenant2"] },
        ]),
        new Leaf("portal"),
        new Leaf("answers", "gate: { tcp: 'www.tenant.example:443' }"),
        new Leaf("reports"),
    ]);

    private readonly Workplace _place = new();

    [Fact]
    public void There_are_sixty_of_them() => Assert.Equal(60, Tree.Leaves.Count());

    [Fact]
    public void In_virtual_time_the_ledger_proves_the_order_and_the_limits()
    {
        var run = Rehearsed.Of(Runbook(), Scenario());

        Assert.Equal(0, run.Code);
        MustBeInOrder(run.Ledger, run.Entries);
        Assert.Equal(Throttle, Overlap(run.Ledger.Effects.Select(Span)));
    }

    [Fact]
    public async Task Over_sockets_it_is_the_same_order_and_the_same_decisions()
    {
        var (runbook, scenario) = (Runbook(), Scenario());
        var run = await SimulatedRun.ExecuteAsync(_place, runbook, scenario, speed: "40");
        run.Ending.MustExit(0);

        await using var store = StoreLocation.Open(_place.Store, TimeProvider.System);
        var stored = await StoredRun.LoadAsync(store, run.Run, CancellationToken.None);
        MustBeInOrder(run.Ledger, stored.Entries);

        var rehearsed = Rehearsed.Of(runbook, scenario);
        Assert.Equal(Decisions(rehearsed.Entries), Decisions(stored.Entries));
    }

    [Fact]
    public void What_needs_a_failed_step_is_never_failed_over()
    {
        var run = Rehearsed.Of(Runbook(), Scenario(failing: "tenant2-db"));

        Assert.Equal(1, run.Code);
        string[] never = ["tenant2-app1", "tenant4-db", "tenant4-edge1", "portal", "reports"];
        Assert.All(never, vApp => Assert.Empty(run.Ledger.FailoversOf(vApp)));
        Assert.All(run.Report.Steps.Where(step => never.Contains(step.Id.Value)), step => Assert.Equal(StepOutcome.Blocked, step.Outcome));
        string[] allTheSame = ["tenant1-last", "tenant3-last"];
        Assert.All(allTheSame, vApp => Assert.Single(run.Ledger.FailoversOf(vApp)));
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    private static Group Tenant(int number)
    {
        var tenant = $"tenant{number}";
        return new Group(tenant, Parallel: false, null,
        [
            new Leaf($"{tenant}-db"),
            new Group($"{tenant}-apps", Parallel: true, 2,
            [
                new Leaf($"{tenant}-app1"),
                new Leaf($"{tenant}-app2"),
                new Leaf($"{tenant}-app3"),
                new Leaf($"{tenant}-app4"),
                new Leaf($"{tenant}-app5") { Needs = [$"{tenant}-app1", $"{tenant}-app3"] },
                new Leaf($"{tenant}-app6") { Needs = [$"{tenant}-app5"] },
            ]),
            new Leaf($"{tenant}-check", "gate: { http: { url: 'https://tenant.example/health' } }"),
            new Group($"{tenant}-edges", Parallel: true, null,
            [
                new Leaf($"{tenant}-edge1"),
                new Leaf($"{tenant}-edge2"),
                new Leaf($"{tenant}-edge3"),
                new Leaf($"{tenant}-edge4"),
            ]),
            new Leaf($"{tenant}-last"),
        ]);
    }

    private static void MustBeInOrder(Ledger ledger, ImmutableArray<JournalEntry> entries)
    {
        var failovers = Tree.Leaves.Where(leaf => leaf.IsFailover).Select(leaf => leaf.Id).ToList();
        Assert.Equal(failovers.Order(StringComparer.Ordinal), ledger.Effects.Select(effect => effect.Target).Order(StringComparer.Ordinal));
        var effects = ledger.Effects.ToDictionary(effect => effect.Target);
        Assert.All(Tree.Order.Where(pair => pair.Before.IsFailover && pair.After.IsFailover), pair =>
        {
            var before = effects[pair.Before.Id];
            Assert.Equal(SessionEnd.Success, before.End);
            Assert.True(before.WorkEnd <= effects[pair.After.Id].At, $"{pair.After.Id} began before {pair.Before.Id} had ended");
        });

        var started = entries.Where(entry => entry.Event is StepStarted).ToDictionary(entry => ((StepStarted)entry.Event).Step.Value, entry => entry.Sequence);
        var ended = entries.Where(entry => entry.Event is StepEnded).ToDictionary(entry => ((StepEnded)entry.Event).Step.Value, entry => entry.Sequence);
        Assert.All(Tree.Order, pair => Assert.True(ended[pair.Before.Id] < started[pair.After.Id], $"{pair.After.Id} was started before {pair.Before.Id} had ended"));

        Assert.InRange(Overlap(ledger.Effects.Select(Span)), 2, Throttle);
        foreach (var group in Tree.Groups.Where(group => group.MaxConcurrency is not null))
        {
            var children = group.Children.Select(child => child.Leaves.Where(leaf => leaf.IsFailover).Select(leaf => effects[leaf.Id]).ToList());
            Assert.InRange(Overlap(children.Select(child => (child.Min(effect => effect.At), child.Max(effect => effect.WorkEnd!.Value)))), 1, group.MaxConcurrency!.Value);
        }
    }

    private static (DateTimeOffset From, DateTimeOffset To) Span(Effect effect) => (effect.At, effect.WorkEnd!.Value);

    /// <summary>How many of the spans there are at one time, at most. Spans that only touch do not meet.</summary>
    private static int Overlap(IEnumerable<(DateTimeOffset From, DateTimeOffset To)> spans)
    {
        var all = spans.ToList();
        return all.Max(one => all.Count(other => other.From <= one.From && one.From < other.To));
    }

    /// <summary>What was decided about each step, in its order. How often a session was seen to move depends on the time and is left out.</summary>
    private static IEnumerable<string> Decisions(ImmutableArray<JournalEntry> entries) => entries
        .Select(entry => entry.Event)
        .OfType<StepEvent>()
        .Where(decision => decision is not (TaskChanged or SessionChanged))
        .GroupBy(decision => decision.Step.Value)
        .OrderBy(step => step.Key, StringComparer.Ordinal)
        .Select(step => $"{step.Key}: {string.Join(", ", step.Select(RunEventNames.Of))}");

    private string Runbook()
    {
        var yaml = new StringBuilder(ShortRunbook.Head("sixty", manager: $"    maxConcurrentFailovers: {Throttle}")).Append("\nsteps:\n");
        foreach (var step in Tree.Children)
        {
            step.Write(yaml, "  ");
        }

        return _place.Write("sixty.yaml", yaml.ToString().Replace("unfenced: a runbook of a test\n", "", StringComparison.Ordinal));
    }

    /// <summary>No two neighbours take the same time, so that groups end in an order of their own.</summary>
    private string Scenario(string? failing = null)
    {
        var vApps = Tree.Leaves.Where(leaf => leaf.IsFailover).Select((leaf, index) =>
            $"      - {{ name: {leaf.Id}, failovers: [{{ sessionDuration: {8 + (index * 7 % 19)}s{(leaf.Id == failing ? ", session: failed" : "")} }}] }}");
        return _place.Write("sixty.scenario.yaml", $"version: 1\nmanagers:\n  - name: site-b\n    vApps:\n{string.Join('\n', vApps)}\n");
    }
}
