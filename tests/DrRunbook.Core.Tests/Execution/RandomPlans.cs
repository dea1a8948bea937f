using CsCheck;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>Scripts in turn for whatever asks; crashes and halts, each this long after the one before; and what operators make of a failed run, once per turn.</summary>
internal sealed record RandomWorld(Script[] Scripts, TimeSpan[] Halts, TimeSpan[] Crashes, int[] Turns);

/// <summary>Random plans, and random worlds to run them in.</summary>
internal static class RandomPlans
{
    private static readonly Gen<TimeSpan> Span = Gen.Int[0, 600].Select(seconds => TimeSpan.FromSeconds(seconds));

    private static readonly Gen<Gate> AnyGate = Gen.OneOf<Gate>(
        Span.Select(within => (Gate)Plans.Tcp(within)),
        Span.Select(duration => (Gate)Plans.Wait(duration)),
        Span.Select(within => (Gate)Plans.Manual(within)),
        Gen.Select(Gen.Int[1, 2], Span).Select((count, within) => (Gate)(Plans.Approval(("ops-lead", count)) with { Within = within })));

    private static readonly Gen<Gate[]> Gates = Gen.Frequency((3, Gen.Const<Gate[]>([])), (1, AnyGate.Array[1, 2]));

    private static readonly Gen<Script> AnyScript = Gen.Select(Gen.Int[0, 16], Span).Select((kind, after) => kind switch
    {
        0 => World.Badly(after),
        1 => Failovers(World.Accepting(), World.Badly(after)),
        2 => Failovers(World.Ending(after, "Success", "Failed"), World.Badly(after)),
        3 => Failovers(World.Rejecting(), World.Badly(after)),
        4 => Failovers(World.LosingTheReply(), World.Well(after)),
        5 => Failovers(World.NotSending(after + TimeSpan.FromMinutes(5)), World.Well(after)),
        6 => Failovers(World.Well(TimeSpan.FromHours(1) + after), World.Well(after)),
        7 => Failovers(World.TaskFailing(after), World.Badly(after)),
        8 => Failovers(World.FoundAgain(after), World.Well(after)),
        9 => Failovers(World.FoundAgain(after, "Failed"), World.Badly(after)),
        10 => Failovers(World.NotFoundAgain(after), World.Well(after)),
        _ => World.Well(after),
    });

    /// <summary>A plan of up to some dozens of steps with everything that order depends on.</summary>
    public static Gen<Plan> Plan { get; } =
        Gen.Select(Children(2), Children(0), Children(0), Gen.Int[1, 3]).Select((main, afterFailure, last, throttle) =>
            Plans.Of([.. Numbered(main, "s")], [.. Numbered(Commands(afterFailure), "f")], [.. Numbered(Commands(last), "z")], throttle));

    /// <summary>A world for any plan.</summary>
    public static Gen<RandomWorld> AnyWorld { get; } =
        Gen.Select(AnyScript.Array[1, 12], Span.Array[0, 2], Span.Array[0, 2], Gen.Int[0, 3].Array[0, 3])
            .Select((scripts, halts, crashes, turns) => new RandomWorld(scripts, halts, crashes, turns));

    /// <summary>What people make of a question: nothing, a yes, a no.</summary>
    public static ImmutableArray<Script> People { get; } =
    [
        World.Silent,
        World.Answering(TimeSpan.FromMinutes(2), Core.Execution.GateDecision.Approve, "alice", "bob"),
        World.Answering(TimeSpan.FromMinutes(2), Core.Execution.GateDecision.Reject, "carol"),
    ];

    private static Gen<Sketch[]> Children(int depth) => Step(depth).Array[0, 5];

    private static Gen<Sketch> Step(int depth)
    {
        var leaf = Gen.Select(Gen.Int[0, 2], AnyGate).Select((kind, gate) => kind switch { 0 => Plans.Command("x"), 1 => Plans.Failover("x"), _ => Plans.GateStep("x", gate) });
        var step = depth == 0
            ? leaf
            : Gen.Frequency(
                (3, leaf),
                (1, Children(depth - 1).Select(children => Plans.Sequence("x", children))),
                (2, Gen.Select(Gen.Int[0, 3], Children(depth - 1)).Select((max, children) => Plans.Parallel("x", max == 0 ? null : max, children))));
        return Gen.Select(step, Gates, Gates, Gen.Enum<OnFailure>(), Gen.Int[1, 3], Span, Gen.Int[0, 31]).Select((sketch, require, verify, onFailure, attempts, delay, needs) =>
            Choose((sketch.Step.Action is GateAction or GroupAction ? sketch : sketch.Retrying(attempts, delay)).Requiring(require).Verifying(verify).OnFailing(onFailure), needs));
    }

    /// <summary>Carries the choice of siblings in the name until the siblings have names.</summary>
    private static Sketch Choose(Sketch sketch, int needs) => sketch.With(step => step with { Name = $"{needs}" });

    private static Sketch[] Commands(Sketch[] sketches) =>
        [.. sketches.Select(sketch => Plans.Command("x").OnFailing(sketch.Step.OnFailure))];

    private static IEnumerable<Sketch> Numbered(IEnumerable<Sketch> sketches, string prefix) => sketches.Select((sketch, index) =>
    {
        var id = $"{prefix}-{index}";
        var chosen = int.Parse(sketch.Step.Name ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        var needs = sketch.Step.Needs.IsEmpty && prefix != "s" ? Enumerable.Range(0, index).Where(sibling => (chosen >> sibling & 1) == 1).Select(sibling => $"{prefix}-{sibling}") : [];
        var action = sketch.Step.Action is FailoverAction failover ? failover with { VApp = id } : sketch.Step.Action;
        var renamed = sketch with { Children = [.. Numbered(sketch.Children, id)] };
        return renamed
            .With(step => step with { Id = new StepId(id), Action = action, Name = null, Point = step.Point is { } point ? point with { ReplicaUid = id } : null })
            .Needing([.. needs])
            .Requiring([.. sketch.Step.Require.Select(gate => gate.Gate)])
            .Verifying([.. sketch.Step.Verify.Select(gate => gate.Gate)]);
    });

    private static Script Failovers(Script failover, Script other) => (cause, now) => cause is Core.Execution.FailoverRequested ? failover(cause, now) : other(cause, now);
}
