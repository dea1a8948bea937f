using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>Two plans side by side, the earlier one in the ids of the later one.</summary>
internal sealed class PlanPair
{
    public PlanPair(Plan before, Plan after)
    {
        Renaming = StepMatching.Of(before, after);
        Before = Renaming.Apply(before);
        After = after;
        BeforeGraph = new PlanGraph(Before);
        AfterGraph = new PlanGraph(after);
        RenamedManagers = ManagerComparison.Renamed(this);
    }

    /// <summary>The steps that go by another id now.</summary>
    public Renaming Renaming { get; }

    /// <summary>From the name that a manager had to the one it has; those of the same name are not among them.</summary>
    public IReadOnlyDictionary<ManagerName, ManagerName> RenamedManagers { get; }

    /// <summary>The earlier plan.</summary>
    public Plan Before { get; }

    /// <summary>The later plan.</summary>
    public Plan After { get; }

    public PlanGraph BeforeGraph { get; }

    public PlanGraph AfterGraph { get; }

    /// <summary>The step of the earlier plan, or null where it had none.</summary>
    public PlanStep? BeforeOf(StepId id) => BeforeGraph.Find(id) is { } index ? Before.Steps[index] : null;

    /// <summary>The step of the later plan, or null where it has none.</summary>
    public PlanStep? AfterOf(StepId id) => AfterGraph.Find(id) is { } index ? After.Steps[index] : null;

    /// <summary>The steps that both have, in the later plan's order.</summary>
    public IEnumerable<(PlanStep Before, PlanStep After)> Both =>
        After.Steps.Select(after => (BeforeOf(after.Id), after)).Where(pair => pair.Item1 is not null).Select(pair => (pair.Item1!, pair.after));
}
