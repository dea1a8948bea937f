using System.Text;
using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>Recognises the steps that two plans share under different ids: what does the same in the same place, and a failover of the same replica anywhere.</summary>
internal sealed class StepMatching
{
    private readonly Dictionary<StepId, StepId> _renamed = [];
    private readonly HashSet<StepId> _implied = [];
    private readonly HashSet<StepId> _fresh;
    private readonly Plan _before;
    private readonly Plan _after;

    private StepMatching(Plan before, Plan after)
    {
        (_before, _after) = (before, after);
        var known = before.Steps.Select(step => step.Id).ToHashSet();
        _fresh = [.. after.Steps.Select(step => step.Id).Where(id => !known.Contains(id))];
    }

    public static Renaming Of(Plan before, Plan after)
    {
        var matching = new StepMatching(before, after);
        matching.Match();
        return new Renaming(matching._renamed, matching._implied);
    }

    private void Match()
    {
        var kept = _after.Steps.Select(step => step.Id).ToHashSet();
        var gone = _before.Steps.Where(step => !kept.Contains(step.Id)).ToList();
        if (gone.Count == 0 || _fresh.Count == 0)
        {
            return;
        }

        // A group stands before its children: once it is found again, so is the place of what stands in it.
        var places = _after.Steps.Where(step => _fresh.Contains(step.Id)).ToLookup(step => (step.Section, step.Parent, What(step)));
        var replicas = _after.Steps.Where(step => _fresh.Contains(step.Id) && step.Action is FailoverAction).ToLookup(What, StringComparer.Ordinal);
        var children = new Children(_before, _after);
        foreach (var step in gone)
        {
            if (Below(step.Id) is { } implied)
            {
                Take(step.Id, implied);
                _implied.Add(implied);
                continue;
            }

            var same = places[(step.Section, Place(step.Parent), What(step))];
            if (First(same.Where(other => step.Action is not GroupAction || children.Overlap(step.Id, other.Id))) is { } inPlace)
            {
                Take(step.Id, inPlace.Id);
            }
        }

        foreach (var step in gone.Where(step => step.Action is FailoverAction && !_renamed.ContainsKey(step.Id)))
        {
            if (First(replicas[What(step)]) is { } elsewhere)
            {
                Take(step.Id, elsewhere.Id);
            }
        }
    }

    private PlanStep? First(IEnumerable<PlanStep> steps) => steps.FirstOrDefault(step => _fresh.Contains(step.Id));

    private StepId? Place(StepId? parent) => parent is { } id ? _renamed.GetValueOrDefault(id, id) : null;

    /// <summary>The id of a used file's step begins with that of the step that uses the file.</summary>
    private StepId? Below(StepId id)
    {
        for (var slash = id.Value.LastIndexOf('/'); slash > 0; slash = id.Value.LastIndexOf('/', slash - 1))
        {
            if (_renamed.TryGetValue(new StepId(id.Value[..slash]), out var above))
            {
                var here = new StepId(above.Value + id.Value[slash..]);
                return _fresh.Contains(here) ? here : null;
            }
        }

        return null;
    }

    private void Take(StepId old, StepId @new)
    {
        _renamed.Add(old, @new);
        _fresh.Remove(@new);
    }

    /// <summary>What a step does, as far as it tells the step: a failover by its replica, a group by its kind, others by all of it.</summary>
    private static string What(PlanStep step) => step.Action switch
    {
        FailoverAction failover => $"failover {failover.EnterpriseManager}\n{failover.VApp}\n{failover.BackupServer}\n{failover.Replica}",
        GroupAction group => $"group {group.IsParallel} {group.UsedFile}",
        var action => Encoding.UTF8.GetString(CanonicalJson.Write(action)),
    };

    /// <summary>What stands in the groups of both plans.</summary>
    private sealed class Children(Plan before, Plan after)
    {
        private readonly ILookup<StepId?, PlanStep> _before = before.Steps.ToLookup(step => step.Parent);
        private readonly ILookup<StepId?, PlanStep> _after = after.Steps.ToLookup(step => step.Parent);

        /// <summary>Whether two groups share a step, by its id or by what it does.</summary>
        public bool Overlap(StepId old, StepId @new)
        {
            var whats = _before[old].Select(What).ToHashSet(StringComparer.Ordinal);
            var ids = _before[old].Select(step => step.Id).ToHashSet();
            return _after[@new].Any(step => ids.Contains(step.Id) || whats.Contains(What(step)));
        }
    }
}
