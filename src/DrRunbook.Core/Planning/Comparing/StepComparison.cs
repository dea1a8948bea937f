using System.Globalization;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>The steps before and after: new, gone, renamed, and what has changed of those that stayed. Their order is compared elsewhere.</summary>
internal static class StepComparison
{
    public static IEnumerable<PlanDifference> Compare(PlanPair pair)
    {
        var oldIds = pair.Renaming.NewIds.ToDictionary(ids => ids.Value, ids => ids.Key);
        foreach (var after in pair.After.Steps)
        {
            if (pair.BeforeOf(after.Id) is not { } before)
            {
                yield return Added(pair, after);
                continue;
            }

            if (oldIds.TryGetValue(after.Id, out var old) && !pair.Renaming.Implied.Contains(after.Id))
            {
                yield return new PlanDifference(
                    DifferenceKind.StepRenamed, DifferenceEffect.Neutral, after.Id, $"step '{old}' is called '{after.Id}' now", old.Value, after.Id.Value);
            }

            foreach (var change in Changed(pair, before, after))
            {
                yield return change;
            }
        }

        foreach (var gone in pair.Before.Steps.Where(step => pair.AfterOf(step.Id) is null))
        {
            foreach (var change in Removed(pair, gone))
            {
                yield return change;
            }
        }
    }

    private static PlanDifference Added(PlanPair pair, PlanStep step)
    {
        var wasLeftOut = pair.Before.LeftOut.Any(left => left.Id == step.Id) ? ", which was left out" : "";
        var text = $"step '{step.Id}' is new{wasLeftOut}: {ActionComparison.Describe(step.Action)}{Place(step)}{(step.OnFailure == OnFailure.Halt ? "" : $", onFailure {Json.Words.Of(step.OnFailure)}")}";
        return new PlanDifference(DifferenceKind.StepAdded, DifferenceEffect.Neutral, step.Id, text, After: ActionComparison.Describe(step.Action));
    }

    private static IEnumerable<PlanDifference> Removed(PlanPair pair, PlanStep step)
    {
        // What stood in a group is told by itself; of the group's own, its gates and objectives count.
        var isGroup = step.Action is GroupAction;
        var leftOut = pair.After.LeftOut.FirstOrDefault(left => left.Id == step.Id) is { } left ? $" ({left.Why} is not so)" : "";
        var effect = isGroup ? DifferenceEffect.Neutral : DifferenceEffect.Weakens;
        var text = $"{(isGroup ? "group" : "step")} '{step.Id}' is {(leftOut.Length > 0 ? "left out" : "gone")}{leftOut}: {ActionComparison.Describe(step.Action)}";
        yield return new PlanDifference(DifferenceKind.StepRemoved, effect, step.Id, text, Before: ActionComparison.Describe(step.Action));
        foreach (var (list, gate) in step.Require.Select(gate => ("require", gate)).Concat(step.Verify.Select(gate => ("verify", gate))).Where(_ => isGroup))
        {
            yield return GateComparison.Removed(step.Id, list, gate.Gate);
        }

        var objectives = new Changes();
        AddObjectives(objectives, step, new PlanStep { Id = step.Id, Action = step.Action });
        if (isGroup && !objectives.IsEmpty)
        {
            yield return Of(DifferenceKind.ObjectivesChanged, step, objectives, $"group '{step.Id}' is no longer measured")!;
        }
    }

    private static IEnumerable<PlanDifference> Changed(PlanPair pair, PlanStep before, PlanStep after)
    {
        PlanDifference?[] single =
        [
            Grouping(before, after),
            NeedsComparison.Of(pair, before, after),
            ActionComparison.Of(pair, before, after),
            before.Action is GateAction was && after.Action is GateAction now && was.Gate.GetType() == now.Gate.GetType() ? GateComparison.Of(after.Id, "the gate", was.Gate, now.Gate) : null,
            PointComparison.Of(pair, before, after),
            Attempts(before, after),
            OnFailing(before, after),
            Objectives(before, after),
            Fences(before, after),
            Words(before, after),
        ];
        return single.OfType<PlanDifference>()
            .Concat(GateComparison.Lists(after.Id, "require", before.Require, after.Require))
            .Concat(GateComparison.Lists(after.Id, "verify", before.Verify, after.Verify));
    }

    private static PlanDifference? Grouping(PlanStep before, PlanStep after)
    {
        var changes = new Changes();
        var leaves = before.Section == PlanSection.Main && after.Section != PlanSection.Main;
        changes.Add("list", List(before.Section), List(after.Section), leaves ? DifferenceEffect.Weakens : DifferenceEffect.Neutral);
        changes.Add("group", before.Parent?.Value, after.Parent?.Value);
        if (before.Action is GroupAction was && after.Action is GroupAction now)
        {
            changes.Add("way of running", ActionComparison.Group(was), ActionComparison.Group(now));
            changes.Add("used file", was.UsedFile, now.UsedFile);
        }

        return Of(DifferenceKind.GroupingChanged, after, changes, $"step '{after.Id}' stands or runs otherwise");
    }

    private static PlanDifference? Attempts(PlanStep before, PlanStep after)
    {
        var changes = new Changes();
        if (before.Action.GetType() == after.Action.GetType())
        {
            changes.AddPatience("timeout", before.Timeout, after.Timeout);
        }

        changes.Add("attempts", Number(before.Retry.Attempts), Number(after.Retry.Attempts), Effects.OfDecline(before.Retry.Attempts, after.Retry.Attempts));
        changes.Add("delay", Duration.Format(before.Retry.Delay), Duration.Format(after.Retry.Delay));
        changes.Add("backoff", before.Retry.Backoff.ToString("0.###", CultureInfo.InvariantCulture), after.Retry.Backoff.ToString("0.###", CultureInfo.InvariantCulture));
        changes.Add("repeatable", before.Repeatable ? "true" : "false", after.Repeatable ? "true" : "false");
        return Of(DifferenceKind.AttemptsChanged, after, changes, $"step '{after.Id}' is tried otherwise");
    }

    private static PlanDifference? OnFailing(PlanStep before, PlanStep after)
    {
        var changes = new Changes();
        changes.Add("onFailure", Json.Words.Of(before.OnFailure), Json.Words.Of(after.OnFailure), Effects.OfGrowth(before.OnFailure == OnFailure.Continue, after.OnFailure == OnFailure.Continue));
        return Of(DifferenceKind.OnFailureChanged, after, changes, $"a failure of step '{after.Id}' does something else to the rest");
    }

    private static PlanDifference? Objectives(PlanStep before, PlanStep after)
    {
        var changes = new Changes();
        AddObjectives(changes, before, after);
        return Of(DifferenceKind.ObjectivesChanged, after, changes, $"step '{after.Id}' is measured against something else");
    }

    private static void AddObjectives(Changes changes, PlanStep before, PlanStep after)
    {
        changes.AddLimit("rto", before.Rto, after.Rto);
        changes.AddLimit("rpo", before.Rpo, after.Rpo);
        changes.AddLimit("target", before.Target, after.Target);
    }

    private static PlanDifference? Fences(PlanStep before, PlanStep after)
    {
        var changes = new Changes();
        changes.Add("fences", GateWords.Scope(before.Fences), GateWords.Scope(after.Fences), ScopeWidth.Of(before.Fences, after.Fences));
        return Of(DifferenceKind.FencesChanged, after, changes, $"step '{after.Id}' fences something else");
    }

    private static PlanDifference? Words(PlanStep before, PlanStep after)
    {
        var changes = new Changes();
        changes.Add("name", before.Name, after.Name);
        changes.Add("description", before.Description, after.Description);
        changes.Add("labels", HeaderComparison.Pairs(before.Labels), HeaderComparison.Pairs(after.Labels));
        return Of(DifferenceKind.WordsChanged, after, changes, $"step '{after.Id}' is described otherwise");
    }

    private static PlanDifference? Of(DifferenceKind kind, PlanStep step, Changes changes, string text) => changes.IsEmpty
        ? null
        : new PlanDifference(kind, changes.Effect, step.Id, $"{text}: {changes.Names}", changes.Before, changes.After);

    private static string Place(PlanStep step) =>
        (step.Parent is { } parent ? $" in group '{parent}'" : "")
        + (step.After.IsEmpty ? "" : $", after {Listed.Few(step.After)}")
        + (step.Section == PlanSection.Main ? "" : $", in {List(step.Section)}");

    private static string List(PlanSection section) => section switch { PlanSection.Main => "steps", PlanSection.AfterFailure => "afterFailure", _ => "finally" };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
