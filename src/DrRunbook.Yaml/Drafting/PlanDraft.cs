using System.Globalization;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Drafting;

/// <summary>Drafts the steps of an old plan: what all share first, then, where that is asked for, each tenant as a group of its own.</summary>
internal sealed class PlanDraft
{
    private readonly DraftOptions _options;
    private readonly DiagnosticBag _diagnostics;
    private readonly RowStepMaker _maker;
    private readonly StepIds _ids;
    private readonly List<string> _todos = [];
    private readonly List<RowStep> _steps = [];

    public PlanDraft(PlanTable table, DraftOptions options, DiagnosticBag diagnostics)
    {
        (_options, _diagnostics) = (options, diagnostics);
        _maker = new RowStepMaker(table, options.PerTenant, diagnostics);
        _ids = new StepIds(DraftDocument.TakenIds(options));
        var tenants = options.PerTenant ? TenantRows.Of(table, diagnostics) : [];
        var groupId = tenants.IsEmpty ? null : _ids.Of("tenants", "tenants");
        var tenantIds = tenants.Select(tenant => _ids.Of(tenant.Name, "tenant")).ToList();
        ReadRows(table, tenants);

        var order = new RowOrder(!table.NumbersRows, diagnostics);
        var shared = order.Of([.. _steps.Where(step => step.Tenant is null)], tenants.IsEmpty ? "all" : "shared");
        var scopes = tenants.Select(tenant => order.Of([.. _steps.Where(step => step.Tenant == tenant.Name)], "all")).ToList();
        foreach (var (place, step) in shared.Concat(scopes.SelectMany(scope => scope)).SelectMany(bucket => bucket.Steps).Index())
        {
            step.Place = place;
        }

        _ = new RowNeeds(_steps, diagnostics);
        var items = Items(shared, "").Select(item => item with { IsApart = true }).ToList();
        if (groupId is not null)
        {
            items.Add(Tenants(groupId, [.. tenants.Zip(tenantIds, scopes)]));
        }

        Steps = DraftNode.List(items);
        if (table.NumbersRows && table.Columns.Contains(PlanColumn.Wave))
        {
            _todos.Add("the numbers only count the rows of the file, so what has the same wave starts at once. Is that so?");
        }

        if (!table.Columns.Overlaps([PlanColumn.Wave, PlanColumn.Order, PlanColumn.DependsOn]) && table.Rows.Length > 1)
        {
            _todos.Add("the file states no order, waves or dependencies: the steps stand as its rows do. Is that the order?");
        }
    }

    /// <summary>The steps.</summary>
    public DraftList Steps { get; }

    /// <summary>What is to be settled about the whole.</summary>
    public IEnumerable<string> Todos => _todos;

    /// <summary>How many failovers there are.</summary>
    public int Failovers => _steps.Count(step => step.Kind == RowKind.Failover);

    /// <summary>Makes steps of the rows; what is no step goes above the next one, or into the heading.</summary>
    private void ReadRows(PlanTable table, ImmutableArray<TenantRows> tenants)
    {
        var tenantOf = tenants.SelectMany(tenant => tenant.Rows.Select(row => (row.Number, tenant.Name))).ToDictionary(pair => pair.Number, pair => pair.Name);
        var carried = new List<string>();
        var vApps = new Dictionary<string, SourceSpan>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            var kind = RowReading.KindOf(row);
            if (kind == RowKind.Nothing)
            {
                carried.AddRange(row.Cells.Values.Concat(row.Others.Select(other => other.Cell)).Concat(row.Surplus).Concat(row.Replaced)
                    .OrderBy(cell => cell.At.Line).ThenBy(cell => cell.At.Column)
                    .Select(cell => DraftComments.Todo(cell, "no step could be made of this row")));
                continue;
            }

            var step = new RowStep(row, _ids.Of(kind == RowKind.Person ? (row[PlanColumn.Step] ?? row[PlanColumn.Notes])?.Text ?? row.Name : row.Name, "step"), kind) { Tenant = tenantOf.GetValueOrDefault(row.Number) };
            step.Comments.AddRange(carried);
            carried.Clear();
            CheckName(step, vApps);
            CheckOrder(step);
            _steps.Add(step);
        }

        _todos.AddRange(carried.Select(todo => todo["TODO: ".Length..]));
    }

    private void CheckName(RowStep step, Dictionary<string, SourceSpan> vApps)
    {
        if (step.Kind != RowKind.Failover || step.Row[PlanColumn.VApp] is not { } vApp)
        {
            return;
        }

        if (!vApps.TryAdd(vApp.Text, vApp.At))
        {
            _diagnostics.Add(ImportDiagnostics.VAppTwice(vApp.At, vApp.Text, vApps[vApp.Text]));
            step.Comments.Add($"TODO: this vApp is failed over above already (line {vApps[vApp.Text].Line.ToString(CultureInfo.InvariantCulture)}). Delete one of the two.");
        }

        if (vApp.Text.AsSpan().ContainsAny(",;\n\r"))
        {
            step.Comments.Add("TODO: is this the name of one vApp, or several? A failover is of one.");
        }
    }

    private void CheckOrder(RowStep step)
    {
        if (step.Row[PlanColumn.Order] is { } order && OrderNumber.Of(order.Text) is null)
        {
            _diagnostics.Add(ImportDiagnostics.NotUnderstood(order.At, "order", order.Text, "a number"));
            step.Comments.Add(DraftComments.Todo(order, "order was not understood"));
        }
    }

    private IEnumerable<DraftItem> Items(ImmutableArray<RowBucket> buckets, string prefix)
    {
        foreach (var bucket in buckets)
        {
            yield return bucket.Steps is [var only]
                ? _maker.Make(only)
                : new DraftItem(new DraftMap([new("id", DraftNode.Word(_ids.Of(prefix + bucket.Name, "together"))), Parallel(bucket)]));
        }
    }

    private DraftEntry Parallel(RowBucket bucket)
    {
        var entries = ImmutableArray.CreateBuilder<DraftEntry>();
        var throttle = _options.Manager.MaxConcurrentFailovers;
        if (bucket.Steps.Count(step => step.Kind == RowKind.Failover && step.Needs.Count == 0) > throttle)
        {
            entries.Add(new DraftEntry("maxConcurrency", DraftDocument.Number(Math.Max(2, throttle))));
        }

        entries.Add(new DraftEntry("steps", DraftNode.List(bucket.Steps.Select(_maker.Make))));
        return new DraftEntry("parallel", new DraftMap(entries.ToImmutable()));
    }

    private DraftItem Tenants(string id, ImmutableArray<(TenantRows Tenant, string Id, ImmutableArray<RowBucket> Buckets)> tenants)
    {
        var items = tenants.Select(one => Tenant(one.Tenant, one.Id, one.Buckets)).ToList();
        if (items is [var only])
        {
            return only with { IsApart = true };
        }

        // Together they ask for no more failovers at once than the manager carries out.
        var widest = Math.Max(1, tenants.Max(one => TenantRows.Width(one.Buckets)));
        var together = Math.Clamp(_options.Manager.MaxConcurrentFailovers / widest, 2, items.Count);
        return new DraftItem(new DraftMap(
        [
            new("id", DraftNode.Word(id)),
            new("parallel", new DraftMap([new("maxConcurrency", DraftDocument.Number(together)), new("steps", DraftNode.List(items))])),
        ]))
        { IsApart = true };
    }

    private DraftItem Tenant(TenantRows tenant, string id, ImmutableArray<RowBucket> buckets)
    {
        var entries = ImmutableArray.CreateBuilder<DraftEntry>();
        entries.Add(new DraftEntry("id", DraftNode.Word(id)));
        entries.Add(new DraftEntry("name", DraftNode.Text(tenant.Name)));
        if (tenant.Tier is { } tier)
        {
            entries.Add(new DraftEntry("labels", DraftNode.Inline(new DraftEntry("tier", DraftNode.Text(tier.Text)))));
        }

        if (tenant.Rto is { } rto)
        {
            entries.Add(new DraftEntry("rto", DraftNode.Word(Core.Runbooks.Duration.Format(rto))));
        }

        entries.Add(new DraftEntry("onFailure", DraftNode.Word("contain")));
        entries.Add(buckets is [{ Steps.Length: > 1 } only]
            ? Parallel(only)
            : new DraftEntry("sequence", new DraftMap([new("steps", DraftNode.List(Items(buckets, id + "-")))])));
        return new DraftItem(new DraftMap(entries.ToImmutable())) { IsApart = true, Comments = tenant.Comments };
    }
}
