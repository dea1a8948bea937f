using System.Collections.Concurrent;
using System.Diagnostics;
using DrRunbook.Acceptance.Tests.Crashing;
using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Simulator;

namespace DrRunbook.Acceptance.Tests;

/// <summary>Alone on the machine: many processes at once, and each with deadlines of its own.</summary>
[CollectionDefinition(nameof(KillEverywhereTests), DisableParallelization = true)]
public sealed class KillEverywhereCollection;

/// <summary>A run is killed, with SIGKILL, at every point at which its process can end, and driven on to its end by another process.</summary>
[Collection(nameof(KillEverywhereTests))]
public sealed class KillEverywhereTests
{
    /// <summary>Cases at once: most of the time each of them waits.</summary>
    private const int AtOnce = 8;

    /// <summary>So many points may lie behind the end of a run before there is none further.</summary>
    private const int MostMissed = 5;

    private static readonly Lazy<Task<CrashedRun>> Unbroken = new(() => RunAsync(new Nowhere(), StoreKind.Sqlite));

    [Fact]
    public async Task A_run_killed_before_or_after_any_transaction_ends_as_the_run_that_nobody_killed()
    {
        var (_, killed) = await KillAsync(Enumerable.Range(1, int.MaxValue).Select(boundary => new AtCommit(boundary)));

        // No point is left out, but for the last ones: two runs do not wait equally often.
        var reached = killed.Select(run => ((AtCommit)run.Point).Boundary).ToHashSet();
        var early = Enumerable.Range(1, reached.Max() * 9 / 10).ToList();
        Assert.InRange(killed.Count, 40, 200);
        Assert.Equal(early, early.Where(reached.Contains));
    }

    [Fact]
    public async Task A_run_killed_behind_any_line_ends_as_the_run_that_nobody_killed()
    {
        var types = (await Unbroken.Value).Stored.Entries.Select(entry => RunEventNames.Of(entry.Event)).ToList();
        var (_, killed) = await KillAsync(types.Select((type, index) => new BehindLine(type, types.Take(index + 1).Count(same => same == type))));

        // Two runs do not look at a session equally often; apart from that every line is reached.
        var left = types.Count - killed.Count;
        Assert.InRange(left, 0, 5);
        Assert.All(killed.Where(run => !run.LeftAt.IsEmpty), run => Assert.Equal(((BehindLine)run.Point).Type, RunEventNames.Of(run.LeftAt[^1].Event)));
        Assert.Equal(types.Distinct().Order(StringComparer.Ordinal), killed.Select(run => ((BehindLine)run.Point).Type).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(FailoverMoment.Received, StoreKind.Sqlite)]
    [InlineData(FailoverMoment.CarriedOut, StoreKind.Sqlite)]
    [InlineData(FailoverMoment.HalfAnswered, StoreKind.Sqlite)]
    [InlineData(FailoverMoment.Received, StoreKind.Postgres)]
    [InlineData(FailoverMoment.CarriedOut, StoreKind.Postgres)]
    [InlineData(FailoverMoment.HalfAnswered, StoreKind.Postgres)]
    public async Task A_run_killed_inside_any_request_sends_none_of_them_twice(FailoverMoment moment, StoreKind store)
    {
        var requests = (await Unbroken.Value).Ledger.FailoverPosts.Length;
        var (_, killed) = await KillAsync(Enumerable.Range(1, requests).Select(request => new AtRequest(request, moment)), store);

        Assert.Equal(requests, killed.Count);
        Assert.All(killed, run =>
        {
            // What was carried out is found again; of what was not, nothing is: a person settles that, and nobody sends it a second time.
            var step = run.StruckStep;
            Assert.Contains(run.Stored.Entries, entry => entry.Event is FailoverReplyLost lost && lost.Step == step.Id);
            Assert.Equal(moment == FailoverMoment.Received, run.SettledAsFailed.Contains(step.Id.Value));
            Assert.Equal(moment != FailoverMoment.Received, run.Stored.Entries.Any(entry => entry.Event is DoubtResolved found && found.Step == step.Id));
        });
    }

    /// <summary>Kills a run at the first point, another at the second, until there is no further point or several come after the end of the run.</summary>
    /// <returns>The run that nobody killed, and those that were.</returns>
    private static async Task<(CrashedRun Unbroken, List<CrashedRun> Killed)> KillAsync(IEnumerable<CrashPoint> points, StoreKind store = StoreKind.Sqlite)
    {
        var clock = Stopwatch.StartNew();
        var unbroken = await Unbroken.Value;
        unbroken.Ending.MustExit(0);
        Assert.Empty(unbroken.Faults(unbroken));

        var runs = new ConcurrentBag<CrashedRun>();
        await Parallel.ForEachAsync(
            points.TakeWhile(_ => runs.Count(run => !run.WasKilled) <= MostMissed),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (at, _) => runs.Add(await RunAsync(at, store)));
        var killed = runs.Where(run => run.WasKilled).ToList();
        TestContext.Current.TestOutputHelper!.WriteLine($"{killed.Count} kill points in a run of {unbroken.Stored.Entries.Length} lines and {unbroken.Ledger.FailoverPosts.Length} requests, {clock.Elapsed}");
        var faulty = runs.Where(run => run.Faults(unbroken).Any()).Select(run => $"{string.Join('\n', run.Faults(unbroken))}\n{run}").ToList();
        Assert.True(faulty.Count == 0, string.Join("\n\n", faulty));
        return (unbroken, killed);
    }

    private static async Task<CrashedRun> RunAsync(CrashPoint point, StoreKind store)
    {
        await using var site = new CrashSite(point, store);
        return await site.RunAsync();
    }
}
