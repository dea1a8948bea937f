using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Drafting;

/// <summary>The rows of a tenant, and what they say of it.</summary>
/// <param name="Name">As its first row writes it.</param>
/// <param name="Tier">How important it is, or null.</param>
/// <param name="Rto">Its recovery time objective, or null.</param>
/// <param name="Comments">TODOs about the whole tenant.</param>
internal sealed record TenantRows(string Name, ImmutableArray<PlanRow> Rows, CsvCell? Tier, TimeSpan? Rto, ImmutableArray<string> Comments)
{
    private static readonly string[][] Tiers =
        [["platinum", "critical", "tier0"], ["gold", "high", "tier1", "p1"], ["silver", "medium", "tier2", "p2"], ["bronze", "low", "tier3", "p3"]];

    /// <summary>The tenants of a plan, the most important first; those that say nothing of it behind, as the file has them.</summary>
    public static ImmutableArray<TenantRows> Of(PlanTable table, DiagnosticBag diagnostics) =>
    [
        .. table.Rows.Where(row => row[PlanColumn.Tenant] is not null && RowReading.KindOf(row) != RowKind.Nothing)
            .GroupBy(row => row[PlanColumn.Tenant]!.Text, StringComparer.OrdinalIgnoreCase)
            .Select(rows => Of([.. rows], table, diagnostics))
            .OrderBy(tenant => Rank(tenant.Tier?.Text)),
    ];

    /// <summary>How many failovers of a tenant can run at once, counting what waits for nothing of its wave, then what waits for those, and so on.</summary>
    public static int Width(ImmutableArray<RowBucket> buckets) => buckets.Max(bucket =>
    {
        var depths = new Dictionary<RowStep, int>();
        var rest = bucket.Steps.ToList();
        for (var depth = 0; rest.Count > 0 && depth < bucket.Steps.Length; depth++)
        {
            var ready = rest.Where(step => step.Needs.All(depths.ContainsKey)).ToList();
            ready.ForEach(step => depths[step] = depth);
            rest.RemoveAll(depths.ContainsKey);
        }

        return depths.Where(pair => pair.Key.Kind == RowKind.Failover).GroupBy(pair => pair.Value).Select(level => level.Count()).DefaultIfEmpty(0).Max();
    });

    private static TenantRows Of(ImmutableArray<PlanRow> rows, PlanTable table, DiagnosticBag diagnostics)
    {
        var name = rows[0][PlanColumn.Tenant]!.Text;
        var comments = ImmutableArray.CreateBuilder<string>();
        Agreed(PlanColumn.Tenant);
        var tier = Agreed(PlanColumn.Tier);
        var rto = Agreed(PlanColumn.Rto);
        var time = rto is null ? null : table.Duration(PlanColumn.Rto, rto.Text);
        if (rto is not null && time is null)
        {
            diagnostics.Add(ImportDiagnostics.NotUnderstood(rto.At, "rto", rto.Text, "a number of minutes, or such as 45m or 1h30m"));
            comments.Add(DraftComments.Todo(rto, "rto was not understood"));
        }

        return new TenantRows(name, rows, tier, time, comments.ToImmutable());

        CsvCell? Agreed(PlanColumn column)
        {
            var what = column == PlanColumn.Tenant ? "name" : PlanTable.Words(column);
            var cells = rows.Select(row => row[column]).OfType<CsvCell>().ToList();
            foreach (var other in cells.Where(cell => cell.Text != cells[0].Text))
            {
                diagnostics.Add(ImportDiagnostics.TenantDiffers(other.At, name, what, other.Text, cells[0].Text));
                comments.Add(DraftComments.Todo(other, $"{what} differs from {YamlText.Quoted(cells[0].Text)}"));
            }

            return cells.FirstOrDefault();
        }
    }

    private static decimal Rank(string? tier)
    {
        var plain = tier is null ? "" : PlanHeaders.Plain(tier);
        var known = Array.FindIndex(Tiers, words => words.Contains(plain));
        return known >= 0 ? known : RowOrder.Number(tier) ?? decimal.MaxValue;
    }
}
