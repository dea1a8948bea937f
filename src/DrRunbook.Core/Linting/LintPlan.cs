using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>A plan that the runbook makes in one mode, and its steps as the runbook has them.</summary>
internal sealed class LintPlan
{
    private readonly Precedence _precedence;

    public LintPlan(LintContext context, Plan plan)
    {
        (Context, Graph) = (context, new PlanGraph(plan));
        _precedence = new Precedence(Graph);
        Failovers =
        [
            .. plan.Steps.Index()
                .Where(pair => pair.Item is { Section: PlanSection.Main, Action: FailoverAction })
                .Select(pair => new PlannedFailover(pair.Index, pair.Item, (FailoverAction)pair.Item.Action)),
        ];
    }

    /// <summary>The plan as a graph.</summary>
    public PlanGraph Graph { get; }

    /// <summary>Drill or disaster.</summary>
    public RunMode Mode => Graph.Plan.Mode;

    /// <summary>The runbook.</summary>
    public LintContext Context { get; }

    /// <summary>Every failover of <c>steps</c>, in the plan's order.</summary>
    public ImmutableArray<PlannedFailover> Failovers { get; }

    /// <summary>The main steps that are a gate, with their numbers.</summary>
    public IEnumerable<(int Index, PlanStep Step, Gate Gate)> GateSteps => Graph.Plan.Steps.Index()
        .Where(pair => pair.Item is { Section: PlanSection.Main, Action: GateAction })
        .Select(pair => (pair.Index, pair.Item, ((GateAction)pair.Item.Action).Gate));

    /// <summary>The step whose end stops the RTO clock; null in a plan without steps.</summary>
    public int? Until
    {
        get
        {
            var last = Graph.Nodes[Graph.RootOf(PlanSection.Main)].Children;
            return Graph.Plan.Objectives.Until is { } until ? Graph.Find(until) : last.IsEmpty ? null : last[^1];
        }
    }

    /// <summary>Whether the first step has ended before the second begins, whatever happens.</summary>
    public bool Precedes(int first, int second) => _precedence.Holds(first, second);

    /// <summary>The step as the runbook has it.</summary>
    public LintStep this[PlanStep step] => Context.Find(step.Id)!;
}

/// <summary>A failover step of a plan.</summary>
/// <param name="Index">Its number in the plan.</param>
internal sealed record PlannedFailover(int Index, PlanStep Step, FailoverAction Failover)
{
    /// <summary>What the vApp looks like.</summary>
    public VAppLook Look { get; } = VAppLook.Of(Step, Failover);
}
