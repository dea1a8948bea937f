using System.Text;
using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>The gates of a step before and after.</summary>
internal static class GateComparison
{
    /// <summary>Compares one list of a step: what was added, is gone, or lets pass what it did not.</summary>
    /// <param name="list"><c>require</c> or <c>verify</c>.</param>
    public static IEnumerable<PlanDifference> Lists(StepId step, string list, ImmutableArray<PlanGate> before, ImmutableArray<PlanGate> after)
    {
        var (pairs, gone, added) = Match(before, after);
        foreach (var (was, now) in pairs)
        {
            if (Of(step, $"the {list} gate", was, now) is { } changed)
            {
                yield return changed;
            }
        }

        foreach (var gate in gone)
        {
            yield return Removed(step, list, gate);
        }

        foreach (var gate in added)
        {
            var text = $"step '{step}' has a new {list} gate: {GateWords.Of(gate)}";
            yield return new PlanDifference(DifferenceKind.GateAdded, DifferenceEffect.Strengthens, step, text, After: GateWords.Of(gate));
        }
    }

    /// <summary>The difference that a gate is gone.</summary>
    public static PlanDifference Removed(StepId step, string list, Gate gate) => new(
        DifferenceKind.GateRemoved, DifferenceEffect.Weakens, step, $"the {list} gate '{GateWords.Of(gate)}' of step '{step}' is gone", Before: GateWords.Of(gate));

    /// <summary>Compares two gates of one kind.</summary>
    /// <param name="what">Such as <c>the verify gate</c>.</param>
    /// <returns>Null where they are the same.</returns>
    public static PlanDifference? Of(StepId step, string what, Gate before, Gate after)
    {
        var changes = GateChanges.Of(before, after);
        if (changes.IsEmpty)
        {
            return null;
        }

        var loosened = changes.Effect == DifferenceEffect.Weakens;
        var how = changes.IsElsewhere ? "proves something else" : loosened ? "is looser" : changes.Effect == DifferenceEffect.Strengthens ? "is tighter" : "has changed";
        return new PlanDifference(
            loosened ? DifferenceKind.GateLoosened : DifferenceKind.GateChanged,
            changes.Effect,
            step,
            $"{what} '{GateWords.Of(after)}' of step '{step}' {how}: {changes.Names}",
            changes.Before,
            changes.After);
    }

    /// <summary>Finds each gate again: the same one, else one that asks the same, else the next of its kind.</summary>
    private static (List<(Gate Before, Gate After)> Pairs, List<Gate> Gone, List<Gate> Added) Match(ImmutableArray<PlanGate> before, ImmutableArray<PlanGate> after)
    {
        var open = before.Select(gate => gate.Gate).ToList();
        var left = after.Select(gate => gate.Gate).ToList();
        var pairs = new List<(Gate, Gate)>();
        foreach (var key in (Func<Gate, string>[])[Whole, Asked, GateWords.Kind])
        {
            var candidates = left.GroupBy(key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => new Queue<Gate>(group), StringComparer.Ordinal);
            foreach (var gate in open.ToList())
            {
                if (candidates.TryGetValue(key(gate), out var queue) && queue.TryDequeue(out var same))
                {
                    pairs.Add((gate, same));
                    RemoveThis(open, gate);
                    RemoveThis(left, same);
                }
            }
        }

        return (pairs, open, left);
    }

    private static void RemoveThis(List<Gate> gates, Gate gate) => gates.RemoveAt(gates.FindIndex(other => ReferenceEquals(other, gate)));

    /// <summary>All of a gate but its place in the file.</summary>
    private static string Whole(Gate gate) => Encoding.UTF8.GetString(CanonicalJson.Write(gate));

    private static string Asked(Gate gate) => gate switch
    {
        ApprovalGate or WaitGate or WindowGate => GateWords.Kind(gate),
        _ => GateWords.Of(gate),
    };
}
