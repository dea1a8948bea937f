using CsCheck;
using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;

namespace DrRunbook.Acceptance.Tests.Virtual;

/// <summary>Whatever the plan, and wherever its journal is cut off: another process goes on, and asks for no failover a second time.</summary>
public sealed class PrefixTests
{
    /// <summary>A run that is taken up so often goes round in a circle.</summary>
    private const int MostResumes = 40;

    [Fact]
    public void Every_prefix_of_a_journal_resumes_without_a_second_request() => RandomTree.Any.Sample(
        tree =>
        {
            var whole = Rehearse(tree);
            for (var length = 3; length <= whole.Lines.Length; length++)
            {
                foreach (var carriedOut in (bool[])[true, false])
                {
                    var resumed = ToTheEnd(whole.Cut(length, carriedOut), length);
                    MustAskOnce(resumed);
                    MustBeProven(resumed);
                    if (!resumed.Entries.Any(entry => entry.Event is StepSettled or SkipRequested))
                    {
                        // What had begun before a failure stopped the rest is a matter of time; apart from that all is as it would have been.
                        Assert.Equal(whole.State.Standing, resumed.State.Standing);
                        Assert.True(whole.State.FirstFailure is not null || Ends(whole.State) == Ends(resumed.State), $"cut to {length}:\n{Ends(whole.State)}\n{Ends(resumed.State)}");
                    }
                }
            }
        },
        iter: 6,
        threads: 1);

    [Fact]
    public void Every_prefix_of_a_resumed_journal_replays_to_the_state_that_was_live() => RandomTree.Any.Sample(
        tree =>
        {
            var whole = Rehearse(tree);
            var run = ToTheEnd(whole.Cut(whole.Lines.Length / 2, carriedOut: false), salt: 1);
            var live = new RunState(new PlanGraph(run.Plan));
            foreach (var entry in run.Entries)
            {
                live.Apply(entry);
                var replayed = RunState.Fold(new PlanGraph(run.Plan), run.Entries.Take((int)entry.Sequence));
                Assert.Equal((live.Phase, live.Standing, live.NextDue, Ends(live)), (replayed.Phase, replayed.Standing, replayed.NextDue, Ends(replayed)));
            }
        },
        iter: 20,
        threads: 1);

    private static VirtualRun Rehearse(RandomTree tree)
    {
        var folder = Directory.CreateTempSubdirectory("drrun-prefix-");
        try
        {
            var runbook = Path.Combine(folder.FullName, "any.yaml");
            var scenario = Path.Combine(folder.FullName, "any.scenario.yaml");
            File.WriteAllText(runbook, $"{ShortRunbook.Head("any")}\n{tree.Steps}");
            File.WriteAllText(scenario, $"version: 1\nmanagers:\n  - name: site-b\n    vApps:\n      - {{ name: spare }}\n{tree.VApps}");
            return VirtualRun.Of(runbook, scenario);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Takes the run up, and settles or passes over by turns what is in doubt, until it is over.</summary>
    private static VirtualRun ToTheEnd(VirtualRun run, int salt)
    {
        for (var times = 0; !RunLifecycle.IsFinal(run.State.Phase); times++)
        {
            Assert.True(times < MostResumes, $"{run.State.Standing} again and again");
            foreach (var step in run.State.Steps.Where(step => step is { State: StepState.InDoubt, Settled: null, SkipRequested: null }).ToList())
            {
                // What a session shows was found again; the rest is a person's to say, and what he says is not always the same.
                var move = run.State.Phase != RunPhase.InDoubt ? null : ((salt + step.Node.Index) % 3) switch { 0 => "settle-as-failed", 1 => "skip", _ => null };
                move ??= step.Failover is null && run.State.Phase == RunPhase.InDoubt ? "settle-as-succeeded" : run.State.Phase == RunPhase.InDoubt ? "settle-as-failed" : null;
                run = move is null ? run : run.Command(move, step.Step.Id.Value, "seen in the console");
            }

            run = run.Resume();
        }

        return run;
    }

    /// <summary>No attempt is asked for twice, nor is a second one while the first has no end; and the manager was asked for nothing else.</summary>
    private static void MustAskOnce(VirtualRun run)
    {
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in run.Entries)
        {
            switch (entry.Event)
            {
                case FailoverRequested request:
                    Assert.True(open.Add(request.VApp), $"a second request for {request.VApp} in entry {entry.Sequence}");
                    break;
                case FailoverNotSent or FailoverRejected or ActionFailed:
                    open.Remove(((StepEvent)entry.Event).Step.Value);
                    break;
                default:
                    break;
            }
        }

        var requests = run.Entries.Select(entry => entry.Event).OfType<FailoverRequested>().CountBy(request => request.VApp).ToDictionary();
        Assert.All(run.Ledger.FailoverPosts.CountBy(post => post.VApp!), posts => Assert.True(posts.Value <= requests.GetValueOrDefault(posts.Key), $"{posts.Value} requests for {posts.Key} reached the manager"));
    }

    /// <summary>A failover called a success without a person's word has a good end in the manager's ledger.</summary>
    private static void MustBeProven(VirtualRun run)
    {
        var settled = run.Entries.Select(entry => entry.Event).OfType<StepSettled>().Select(said => said.Step).ToHashSet();
        foreach (var step in run.State.Steps.Where(step => step is { State: StepState.Succeeded, Failover: not null } && !settled.Contains(step.Step.Id)))
        {
            Assert.Equal(Simulator.SessionEnd.Success, run.Ledger.FailoversOf(step.Failover!.Request.VApp).Last().End);
        }
    }

    private static string Ends(RunState state) => string.Join(' ', state.Steps.Take(state.Graph.StepCount).Select(step => $"{step.Step.Id} {step.State}"));
}
