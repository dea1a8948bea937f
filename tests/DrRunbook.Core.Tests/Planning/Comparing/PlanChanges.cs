using CsCheck;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Core.Tests.Execution;

namespace DrRunbook.Core.Tests.Planning.Comparing;

/// <summary>Random plans and what a pull request might make of them.</summary>
internal static class PlanChanges
{
    /// <summary>A plan and the same plan after a few changes.</summary>
    public static Gen<(Plan Before, Plan After)> Pair { get; } =
        Gen.Select(RandomPlans.Plan, Gen.Select(Gen.Int[0, 11], Gen.Int[0, 100], Gen.Int[0, 100]).Array[0, 5])
            .Select((plan, changes) => (plan, changes.Aggregate(plan, (changed, change) => Change(changed, change.Item1, change.Item2, change.Item3))));

    private static Plan Change(Plan plan, int what, int which, int other)
    {
        if (plan.Steps.IsEmpty)
        {
            return plan;
        }

        var step = plan.Steps[which % plan.Steps.Length];
        var siblings = plan.Steps.Where(one => one.Section == step.Section && one.Parent == step.Parent).ToList();
        return what switch
        {
            0 => Without(plan, step),
            1 => Swapped(plan, step, siblings[other % siblings.Count]),
            2 => With(plan, step with { OnFailure = (OnFailure)(other % 3) }),
            3 => With(plan, step with { Verify = [new PlanGate(new GateId($"{step.Id}:verify:1"), Plans.Tcp(TimeSpan.FromSeconds(other)))] }),
            4 => With(plan, step with { Rto = TimeSpan.FromMinutes(other) }),
            5 => plan with { Objectives = plan.Objectives with { Rto = TimeSpan.FromMinutes(other) } },
            6 => With(plan, step with { Fences = other % 2 == 0 ? VAppScope.All : new VAppScope([$"s-{other}"]) }),
            7 => With(plan, step with { After = [.. step.After.Skip(1)], Needs = [.. step.Needs.Where(need => !step.After.Take(1).Contains(need))] }),
            8 or 9 or 10 => Moved(plan, step, other),
            _ => plan with { Waivers = [new PlannedWaiver($"DR04{20 + (other % 5)}", step.Id, "meant")] },
        };
    }

    private static Plan With(Plan plan, PlanStep changed) => plan with { Steps = [.. plan.Steps.Select(step => step.Id == changed.Id ? changed : step)] };

    /// <summary>Two siblings in each other's place of the order.</summary>
    private static Plan Swapped(Plan plan, PlanStep one, PlanStep other)
    {
        return plan with { Steps = [.. plan.Steps.Select(Swap)] };

        PlanStep Swap(PlanStep step)
        {
            var place = step.Id == one.Id ? other : step.Id == other.Id ? one : step;
            return step with { After = Turned(place.After), Needs = Turned(place.Needs) };
        }

        ImmutableArray<StepId> Turned(ImmutableArray<StepId> ids) => [.. ids.Select(id => id == one.Id ? other.Id : id == other.Id ? one.Id : id)];
    }

    /// <summary>A leaf at the end of another group, or of its list.</summary>
    private static Plan Moved(Plan plan, PlanStep moved, int where)
    {
        if (moved.Action is GroupAction)
        {
            return plan;
        }

        var without = Without(plan, moved);
        var groups = without.Steps.Where(step => step.Section == moved.Section && step.Action is GroupAction).ToList();
        var group = where % (groups.Count + 1) is var choice && choice < groups.Count ? groups[choice] : null;
        var siblings = without.Steps.Where(step => step.Section == moved.Section && step.Parent == group?.Id);
        var isParallel = group?.Action is GroupAction { IsParallel: true };
        return without with { Steps = [.. without.Steps, moved with { Parent = group?.Id, Needs = [], After = isParallel ? [] : [.. siblings.Select(step => step.Id).TakeLast(1)] }] };
    }

    /// <summary>Without a leaf: who waited for it waits for what it waited for.</summary>
    private static Plan Without(Plan plan, PlanStep gone)
    {
        return gone.Action is GroupAction ? plan : plan with
        {
            Steps = [.. plan.Steps.Where(step => step.Id != gone.Id).Select(step => step with { After = Around(step.After, gone.After), Needs = Around(step.Needs, gone.Needs) })],
        };

        ImmutableArray<StepId> Around(ImmutableArray<StepId> ids, ImmutableArray<StepId> instead) => ids.Contains(gone.Id) ? [.. ids.Remove(gone.Id).Union(instead)] : ids;
    }
}
