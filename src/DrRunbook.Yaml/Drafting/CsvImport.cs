using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Drafting;

/// <summary>Drafts a runbook from the CSV of an old written plan. Whatever a cell says is in the draft: as a step, a label, or a comment with its text.</summary>
public static class CsvImport
{
    /// <summary>The most rows: a runbook has no more steps.</summary>
    private const int MaxRows = 20_000;

    /// <summary>Reads a file and drafts; whatever is wrong with it is a diagnostic.</summary>
    /// <param name="path">Where the file is.</param>
    /// <param name="shown">The file as the operator gave it.</param>
    public static DraftResult Read(string path, string shown, DraftOptions options)
    {
        shown = shown.Replace('\\', '/');
        var bytes = FileContent.Read(DiskFiles.Instance, path, shown, SourceSpan.WholeFile(shown), out var fault);
        return bytes is null
            ? new DraftResult(null, [ImportDiagnostics.Unreadable(SourceSpan.WholeFile(shown), shown, fault!.Message)])
            : Draft(shown, bytes, options);
    }

    /// <summary>Drafts from a file's bytes.</summary>
    /// <param name="file">The name shown in every place; the draft itself repeats its last part alone.</param>
    public static DraftResult Draft(string file, ReadOnlySpan<byte> bytes, DraftOptions options)
    {
        var diagnostics = new DiagnosticBag();
        if (CsvReader.Read(file, bytes, diagnostics) is not { } csv || PlanTable.Read(file, csv, diagnostics) is not { } table)
        {
            return new DraftResult(null, diagnostics.InOrder(file));
        }

        if (table.Rows.Length > MaxRows)
        {
            diagnostics.Add(ImportDiagnostics.Unreadable(SourceSpan.WholeFile(file), file, $"it has more than {MaxRows} rows"));
            return new DraftResult(null, diagnostics.InOrder(file));
        }

        var name = Path.GetFileName(file);
        var draft = new PlanDraft(table, options, diagnostics);
        ImmutableArray<string> origin =
        [
            $"Drafted by 'drrun import csv' from {YamlText.Quoted(name)}: {Count(table.Rows.Length, "row")}, {Count(draft.Failovers, "failover")}. Nobody has reviewed it.",
        ];
        if (options.Frame is not null)
        {
            origin = [$"Drafted by 'drrun import csv' from {YamlText.Quoted(name)}: {Count(table.Rows.Length, "row")}, {Count(draft.Failovers, "failover")}. Change the file, not these steps."];
        }

        var id = new StepIds([]).Of(Path.GetFileNameWithoutExtension(name), "plan");
        var text = DraftDocument.Write(id, origin, draft.Todos, draft.Steps, options, file, diagnostics);
        return new DraftResult(text, diagnostics.InOrder(file), draft.Failovers, text is null ? 0 : Todos(text));
    }

    internal static int Todos(string text) => text.Split('\n').Count(line => line.TrimStart().StartsWith("# TODO: ", StringComparison.Ordinal));

    internal static string Count(int number, string what) => number == 1 ? $"1 {what}" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number} {what}s");
}
