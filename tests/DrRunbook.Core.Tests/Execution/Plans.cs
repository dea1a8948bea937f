using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>A step as a test writes it down, with what stands in it.</summary>
internal sealed record Sketch(PlanStep Step, ImmutableArray<Sketch> Children)
{
    public Sketch Needing(params string[] siblings) => With(step => step with { Needs = [.. siblings.Select(id => new StepId(id))] });

    public Sketch OnFailing(OnFailure onFailure) => With(step => step with { OnFailure = onFailure });

    public Sketch Requiring(params Gate[] gates) => With(step => step with { Require = Named(step.Id, "require", gates) });

    public Sketch Verifying(params Gate[] gates) => With(step => step with { Verify = Named(step.Id, "verify", gates) });

    public Sketch Retrying(int attempts, TimeSpan delay, decimal backoff = 1) => With(step => step with { Retry = new RetryPolicy(attempts, delay, backoff) });

    public Sketch Within(TimeSpan timeout) => With(step => step with { Timeout = timeout });

    public Sketch With(Func<PlanStep, PlanStep> change) => this with { Step = change(Step) };

    private static ImmutableArray<PlanGate> Named(StepId step, string list, Gate[] gates) =>
        [.. gates.Select((gate, index) => new PlanGate(new GateId($"{step}:{list}:{index + 1}"), gate))];
}

/// <summary>Plans in the words of a runbook.</summary>
internal static class Plans
{
    public static readonly ManagerName SiteB = new("site-b");
    public static readonly DateTimeOffset PlannedAt = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    public static Sketch Failover(string id, TimeSpan? pointAge = null) => new(
        new PlanStep
        {
            Id = new StepId(id),
            Action = new FailoverAction(id, new LatestPoint(), AllowStale: false, SiteB, BackupServer: null, Replica: null),
            Timeout = TimeSpan.FromHours(1),
            Point = new RestorePoint($"point-{id}", $"{id}@0", id, $"replica-{id}", null, "server-1", null, PlannedAt - (pointAge ?? TimeSpan.FromMinutes(14)), []),
        },
        []);

    public static Sketch Command(string id) => new(
        new PlanStep
        {
            Id = new StepId(id),
            Action = new CommandAction(new CommandLine([TextTemplate.Literal("true")], ImmutableSortedDictionary<string, ValueSource>.Empty, null, [0])),
            Timeout = TimeSpan.FromMinutes(15),
        },
        []);

    public static Sketch GateStep(string id, Gate gate) => new(new PlanStep { Id = new StepId(id), Action = new GateAction(gate) }, []);

    public static Sketch Sequence(string id, params Sketch[] children) =>
        new(new PlanStep { Id = new StepId(id), Action = new GroupAction(null, IsParallel: false, null) }, [.. children]);

    public static Sketch Parallel(string id, int? maxConcurrency, params Sketch[] children) =>
        new(new PlanStep { Id = new StepId(id), Action = new GroupAction(maxConcurrency, IsParallel: true, null) }, [.. children]);

    public static TcpGate Tcp(TimeSpan? within = null) =>
        new(TextTemplate.Literal("host"), 389) { Within = within ?? TimeSpan.FromMinutes(5) };

    public static WaitGate Wait(TimeSpan duration) => new(duration);

    public static ManualGate Manual(TimeSpan? within = null) =>
        new(TextTemplate.Literal("do it"), [], EvidenceRequired: false, Undoes: null) { Within = within ?? TimeSpan.FromMinutes(30) };

    public static ApprovalGate Approval(params (string Role, int Count)[] lines) =>
        new([.. lines.Select(line => new Quorum([line.Role], line.Count))], All: true, Prompt: null, StarterMayApprove: false) { Within = TimeSpan.FromMinutes(30) };

    public static Plan Of(params Sketch[] main) => Of(main, [], []);

    public static Plan Of(Sketch[] main, Sketch[] afterFailure, Sketch[] @finally, int maxConcurrentFailovers = 10)
    {
        var steps = ImmutableArray.CreateBuilder<PlanStep>();
        AddSequence(steps, main, PlanSection.Main, null);
        AddSequence(steps, afterFailure, PlanSection.AfterFailure, null);
        AddSequence(steps, @finally, PlanSection.Finally, null);
        return new Plan
        {
            Runbook = "test",
            Mode = RunMode.Disaster,
            PlannedAt = PlannedAt,
            Objectives = new Objectives(null, null, null),
            Managers = [new PlannedManager(SiteB, new Uri("https://em.example:9398"), null, null, null, null, maxConcurrentFailovers, Required: true)],
            Steps = steps.ToImmutable(),
            Unfenced = "a test",
            Sources = [],
            Approvers = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty
                .Add("ops-lead", ["alice", "bob"])
                .Add("business-owner", ["carol", "alice"]),
        };
    }

    private static void AddSequence(ImmutableArray<PlanStep>.Builder steps, IEnumerable<Sketch> sketches, PlanSection section, StepId? parent)
    {
        StepId? before = null;
        foreach (var sketch in sketches)
        {
            Add(steps, sketch.With(step => step with { After = before is { } id ? [id] : [] }), section, parent);
            before = sketch.Step.Id;
        }
    }

    private static void Add(ImmutableArray<PlanStep>.Builder steps, Sketch sketch, PlanSection section, StepId? parent)
    {
        steps.Add(sketch.Step with { Section = section, Parent = parent });
        if (sketch.Step.Action is GroupAction { IsParallel: true })
        {
            foreach (var child in sketch.Children)
            {
                Add(steps, child.With(step => step with { After = step.Needs }), section, sketch.Step.Id);
            }
        }
        else
        {
            AddSequence(steps, sketch.Children, section, sketch.Step.Id);
        }
    }
}
