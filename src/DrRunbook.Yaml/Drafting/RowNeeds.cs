using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Drafting;

/// <summary>Reads what rows depend on. Order has settled most of it; what is left becomes <c>needs</c>, and what cannot be kept a TODO.</summary>
internal sealed class RowNeeds
{
    /// <summary>What stands between names in a cell.</summary>
    public static readonly char[] Between = [',', ';', '\n', '\r', '+', '&'];

    private readonly ILookup<string, RowStep> _byName;
    private readonly ILookup<string, RowStep> _failovers;
    private readonly DiagnosticBag _diagnostics;

    public RowNeeds(IReadOnlyList<RowStep> steps, DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        _byName = steps
            .SelectMany(step => Names(step).Distinct(StringComparer.OrdinalIgnoreCase).Select(name => (name, step)))
            .ToLookup(pair => pair.name, pair => pair.step, StringComparer.OrdinalIgnoreCase);
        _failovers = steps.Where(step => step.Kind == RowKind.Failover).ToLookup(step => step.Row[PlanColumn.VApp]!.Text, StringComparer.OrdinalIgnoreCase);
        foreach (var step in steps)
        {
            Depend(step);
        }

        BreakCircles(steps);
        foreach (var step in steps)
        {
            Fit(step);
        }
    }

    private static IEnumerable<string> Names(RowStep step) =>
        new[] { PlanColumn.VApp, PlanColumn.Step, PlanColumn.Order }.Select(column => step.Row[column]?.Text).Append(step.Row.Key?.Text).Append(step.Id).OfType<string>();

    private void Depend(RowStep step)
    {
        if (step.Row[PlanColumn.DependsOn] is not { } cell)
        {
            return;
        }

        foreach (var name in Parts(step, cell.Text))
        {
            var part = cell with { Text = name };
            if (Find(step, name) is not { } needed)
            {
                Unknown(step, part);
            }
            else if (Obstacle(step, needed) is { } why)
            {
                Impossible(step, part, why);
            }
            else if (needed.Tenant == step.Tenant && needed.Bucket == step.Bucket && !step.Needs.Contains(needed))
            {
                step.Needs.Add(needed);
            }
        }
    }

    /// <summary>Why it cannot wait for the other; null where it can.</summary>
    private static string? Obstacle(RowStep step, RowStep needed) =>
        needed == step ? "it is the row itself"
        : needed.Tenant is not null && step.Tenant is null ? "a tenant starts after what all share"
        : needed.Tenant is not null && needed.Tenant != step.Tenant ? $"it belongs to tenant '{needed.Tenant}'"
        : needed.Tenant == step.Tenant && needed.Bucket > step.Bucket ? "it comes later by its wave or order"
        : null;

    private void Fit(RowStep step)
    {
        if (step.Row[PlanColumn.Consistent] is not { } cell)
        {
            return;
        }

        if (Find(step, cell.Text) is not { } older)
        {
            Unknown(step, cell);
        }
        else if (step.Kind != RowKind.Failover || older.Kind != RowKind.Failover || older.Place >= step.Place)
        {
            Impossible(step, cell, "both must be failovers, and the one with the older point comes first");
        }
        else
        {
            step.Consistent = older;
        }
    }

    /// <summary>The row of that name. A vApp's name means its failover, and not the work at its source that names it, too.</summary>
    private RowStep? Find(RowStep step, string name) => Find(step, _failovers[name]) ?? Find(step, _byName[name]);

    /// <summary>One of the same tenant, else the only one there is.</summary>
    private static RowStep? Find(RowStep step, IEnumerable<RowStep> all) =>
        all.FirstOrDefault(other => other.Tenant == step.Tenant) ?? (all.Take(2).ToArray() is [var only] ? only : null);

    /// <summary>The names in a cell: the whole of it where a row is called so.</summary>
    private IEnumerable<string> Parts(RowStep step, string text) => Find(step, text) is not null
        ? [text]
        : text.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes out every need that closes a circle, in one walk over all of them.</summary>
    private void BreakCircles(IReadOnlyList<RowStep> steps)
    {
        var done = new HashSet<RowStep>();
        var open = new HashSet<RowStep>();
        var path = new Stack<(RowStep Step, int Next)>();
        foreach (var start in steps.Where(step => step.Needs.Count > 0 && !done.Contains(step)))
        {
            path.Push((start, 0));
            open.Add(start);
            while (path.TryPop(out var at))
            {
                if (at.Next == at.Step.Needs.Count)
                {
                    open.Remove(at.Step);
                    done.Add(at.Step);
                    continue;
                }

                var needed = at.Step.Needs[at.Next];
                if (open.Contains(needed))
                {
                    at.Step.Needs.RemoveAt(at.Next);
                    path.Push(at);
                    Impossible(at.Step, at.Step.Row[PlanColumn.DependsOn]! with { Text = needed.Row.Name }, "it needs this row in turn");
                    continue;
                }

                path.Push((at.Step, at.Next + 1));
                if (!done.Contains(needed))
                {
                    open.Add(needed);
                    path.Push((needed, 0));
                }
            }
        }
    }

    private void Unknown(RowStep step, CsvCell cell)
    {
        var help = _byName[cell.Text].Any() ? "several rows are called so" : _diagnostics.Suggest(cell.Text, _byName.Select(names => names.Key));
        _diagnostics.Add(ImportDiagnostics.UnknownDependency(cell.At, cell.Text, help));
        step.Comments.Add(DraftComments.Todo(cell, "it depends on what no row is"));
    }

    private void Impossible(RowStep step, CsvCell cell, string why)
    {
        _diagnostics.Add(ImportDiagnostics.ImpossibleDependency(cell.At, cell.Text, why));
        step.Comments.Add(DraftComments.Todo(cell, $"it cannot depend on this: {YamlText.Quoted(why)[1..^1]}"));
    }
}
