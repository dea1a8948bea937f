using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Drafting;

/// <summary>Makes the step of a row, as YAML. What a cell says and the step cannot is a comment above it.</summary>
/// <param name="perTenant">Whether tenant and tier stand on the tenant's group.</param>
internal sealed class RowStepMaker(PlanTable table, bool perTenant, DiagnosticBag diagnostics)
{
    /// <summary>The step; its comments gain what is found here.</summary>
    public DraftItem Make(RowStep step)
    {
        var entries = new List<DraftEntry> { new("id", DraftNode.Word(step.Id)) };
        AddTexts(step, entries);
        if (step.Needs.Count > 0)
        {
            entries.Add(new DraftEntry("needs", DraftNode.Ids(step.Needs.Select(need => need.Id))));
        }

        var gates = Gates(step);
        var action = Action(step, ref gates);
        // As 'drrun fmt' has it: a failover says first what it is of, a gate stands behind its limits.
        entries.AddRange(step.Kind == RowKind.Failover ? [action] : []);
        AddLabels(step, entries);
        AddTimes(step, entries);
        entries.AddRange(step.Kind == RowKind.Failover ? [] : [action]);
        if (!gates.IsEmpty)
        {
            entries.Add(new DraftEntry("verify", DraftNode.List(gates.Select(gate => new DraftItem(gate with { IsInline = false })))));
        }
        else if (step.Kind == RowKind.Failover)
        {
            step.Comments.Add("TODO: what proves that it works? Add a 'verify'.");
        }

        foreach (var (header, cell) in step.Row.Others)
        {
            step.Comments.Add($"{DraftComments.Header(header)}: {YamlText.Quoted(cell.Text)}");
        }

        foreach (var cell in step.Row.Surplus)
        {
            step.Comments.Add(DraftComments.Todo(cell, "this cell has no column"));
        }

        foreach (var cell in step.Row.Replaced)
        {
            step.Comments.Add(DraftComments.Todo(cell, "this cell has a NUL character, which a runbook cannot hold"));
        }

        return new DraftItem(new DraftMap([.. entries])) { Comments = [.. step.Comments] };
    }

    private static void AddTexts(RowStep step, List<DraftEntry> entries)
    {
        var (words, notes) = (step.Row[PlanColumn.Step]?.Text, step.Row[PlanColumn.Notes]?.Text);
        if (step.Kind is RowKind.Person or RowKind.Wait)
        {
            // The words are the instruction itself; notes without words are, too.
            words = step.Kind == RowKind.Wait ? words : null;
            notes = step.Row[PlanColumn.Step] is null ? null : notes;
        }

        foreach (var (key, text) in new[] { ("name", words), ("description", notes) })
        {
            if (text is not null)
            {
                entries.Add(new DraftEntry(key, DraftNode.Text(text)));
            }
        }
    }

    private DraftEntry Action(RowStep step, ref ImmutableArray<DraftMap> gates)
    {
        switch (step.Kind)
        {
            case RowKind.Failover:
                return new DraftEntry("failover", Failover(step));
            case RowKind.Wait:
                return Gate(new DraftMap([new("wait", DraftNode.Word(RowReading.WaitIn(Words(step))!))]));
            case RowKind.Check:
                var first = gates[0];
                gates = gates.RemoveAt(0);
                return Gate(first);
            default:
                return Gate(Manual(step));
        }
    }

    private static DraftEntry Gate(DraftMap gate) => new("gate", gate);

    private static DraftNode Failover(RowStep step)
    {
        var vApp = DraftNode.Text(step.Row[PlanColumn.VApp]!.Text);
        return step.Consistent is not { } older ? vApp : DraftNode.Inline(
            new DraftEntry("vApp", vApp),
            new DraftEntry("restorePoint", DraftNode.Inline(new DraftEntry("notNewerThan", DraftNode.Word(older.Id)))));
    }

    private DraftMap Manual(RowStep step)
    {
        var words = Words(step);
        var entries = new List<DraftEntry> { new("instruction", DraftNode.Text(words)) };
        if (Time(step, PlanColumn.Timeout) is { } within)
        {
            entries.Add(new DraftEntry("within", DraftNode.Word(within)));
        }

        step.Comments.Add(
            RowReading.IsDecision(words) ? "TODO: somebody decides here. Make it an 'approval', and name the people under 'approvers'."
            : RowReading.IsWorkAtSource(words) || RowReading.SourceWork(step.Row) is not null ? "TODO: is this a fence? Then say so with 'fences' and 'when: disaster', and put it before the first failover."
            : "TODO: who may confirm this? Name the role with 'from' and its people under 'approvers'.");
        if (step.Row[PlanColumn.VApp] is { } vApp)
        {
            step.Comments.Add(DraftComments.Todo(vApp, RowReading.SourceWork(step.Row) is not null
                ? "the row names this vApp and reads as work at the source; no failover was made of it"
                : "the row names this vApp and reads as something that a person does; no failover was made of it"));
        }

        return new DraftMap([new("manual", DraftNode.Inline([.. entries]))]);
    }

    private ImmutableArray<DraftMap> Gates(RowStep step)
    {
        if (step.Row[PlanColumn.Check] is not { } cell)
        {
            return [];
        }

        var check = CheckCell.Of(cell.Text);
        foreach (var rest in check.Rest)
        {
            NotUnderstood(step, cell with { Text = rest }, PlanColumn.Check, "HOST:PORT or a URL");
        }

        return check.Gates;
    }

    private void AddLabels(RowStep step, List<DraftEntry> entries)
    {
        var labels = new List<DraftEntry>();
        foreach (var column in new[] { PlanColumn.Role, PlanColumn.Owner, PlanColumn.Tenant, PlanColumn.Tier })
        {
            var isOnGroup = perTenant && step.Tenant is not null && column is PlanColumn.Tenant or PlanColumn.Tier;
            if (step.Row[column] is { } cell && !isOnGroup)
            {
                labels.Add(new DraftEntry(PlanTable.Words(column), DraftNode.Text(cell.Text)));
            }
        }

        if (labels.Count > 0)
        {
            entries.Add(new DraftEntry("labels", DraftNode.Inline([.. labels])));
        }
    }

    private void AddTimes(RowStep step, List<DraftEntry> entries)
    {
        if (!(perTenant && step.Tenant is not null) && Time(step, PlanColumn.Rto) is { } rto)
        {
            entries.Add(new DraftEntry("rto", DraftNode.Word(rto)));
        }

        if (step.Kind == RowKind.Failover && Time(step, PlanColumn.Timeout) is { } timeout)
        {
            entries.Add(new DraftEntry("timeout", DraftNode.Word(timeout)));
        }
        else if (step.Kind is RowKind.Check or RowKind.Wait && step.Row[PlanColumn.Timeout] is { } unused)
        {
            step.Comments.Add(DraftComments.Todo(unused, "how long to keep trying? Enter it as the check's 'within'"));
        }

        if (Time(step, PlanColumn.Target) is { } target)
        {
            entries.Add(new DraftEntry("target", DraftNode.Word(target)));
        }
    }

    private string? Time(RowStep step, PlanColumn column)
    {
        if (step.Row[column] is not { } cell)
        {
            return null;
        }

        if (table.Duration(column, cell.Text) is { } duration)
        {
            return Core.Runbooks.Duration.Format(duration);
        }

        NotUnderstood(step, cell, column, "a number of minutes, or such as 45m or 1h30m");
        return null;
    }

    private void NotUnderstood(RowStep step, CsvCell cell, PlanColumn column, string expected)
    {
        diagnostics.Add(ImportDiagnostics.NotUnderstood(cell.At, PlanTable.Words(column), cell.Text, expected));
        step.Comments.Add(DraftComments.Todo(cell, $"{PlanTable.Words(column)} was not understood"));
    }

    private static string Words(RowStep step) => (step.Row[PlanColumn.Step] ?? step.Row[PlanColumn.Notes])!.Text;
}
