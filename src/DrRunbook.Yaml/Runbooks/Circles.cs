using DrRunbook.Core.Runbooks;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Finds circles among steps that wait for each other.</summary>
internal static class Circles
{
    /// <summary>Circles in the order of their first step; each step is in at most one of them, so that one mistake is one finding.</summary>
    /// <remarks>Without recursion: a chain may be as long as a runbook.</remarks>
    public static List<ImmutableArray<StepId>> Find(IEnumerable<StepId> steps, Func<StepId, ImmutableArray<StepId>> successors)
    {
        var circles = new List<ImmutableArray<StepId>>();
        var isOnPath = new Dictionary<StepId, bool>();
        foreach (var step in steps)
        {
            if (!isOnPath.ContainsKey(step))
            {
                Walk(step, successors, isOnPath, circles);
            }
        }

        return circles;
    }

    private static void Walk(
        StepId start, Func<StepId, ImmutableArray<StepId>> successors, Dictionary<StepId, bool> isOnPath, List<ImmutableArray<StepId>> circles)
    {
        var path = new List<(StepId Step, int Next)> { (start, 0) };
        isOnPath[start] = true;
        while (path.Count > 0)
        {
            var (step, next) = path[^1];
            var following = successors(step);
            if (next == following.Length)
            {
                isOnPath[step] = false;
                path.RemoveAt(path.Count - 1);
                continue;
            }

            path[^1] = (step, next + 1);
            var successor = following[next];
            if (!isOnPath.TryGetValue(successor, out var closesCircle))
            {
                isOnPath[successor] = true;
                path.Add((successor, 0));
            }
            else if (closesCircle)
            {
                circles.Add([.. path.SkipWhile(one => one.Step != successor).Select(one => one.Step)]);
            }
        }
    }
}
