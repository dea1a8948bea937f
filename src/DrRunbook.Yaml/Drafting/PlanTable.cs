using System.Globalization;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Drafting;

/// <summary>An old plan: its rows, and the units of its columns of time.</summary>
internal sealed record PlanTable(ImmutableArray<PlanRow> Rows, ImmutableDictionary<PlanColumn, char> Units, ImmutableHashSet<PlanColumn> Columns)
{
    /// <summary>Reads the header and the rows below it.</summary>
    /// <returns>Null where nothing can be drafted, which has then been reported.</returns>
    public static PlanTable? Read(string file, CsvTable csv, DiagnosticBag diagnostics)
    {
        var whole = SourceSpan.WholeFile(file);
        if (csv.Records.Length < 2)
        {
            diagnostics.Add(ImportDiagnostics.Unreadable(whole, file, csv.Records.IsEmpty ? "it is empty" : "there are no rows below its first"));
            return null;
        }

        var header = csv.Records[0].Cells;
        var records = csv.Records.RemoveAt(0);
        var (columns, units) = ReadHeader(header, diagnostics);
        if (!columns.Contains(PlanColumn.VApp) && !columns.Contains(PlanColumn.Step))
        {
            diagnostics.Add(ImportDiagnostics.NothingToDo(header[0].At, header.Select(cell => cell.Text)));
            return null;
        }

        // A column 'step' that counts is an order.
        var step = columns.IndexOf(PlanColumn.Step);
        if (step >= 0 && columns.Contains(PlanColumn.VApp) && !columns.Contains(PlanColumn.Order) && records.All(record => IsCount(record, step)))
        {
            columns = columns.SetItem(step, PlanColumn.Order);
        }

        var rows = records.Select((record, number) => Row(number, record, header, columns, diagnostics));
        return new PlanTable([.. rows], units, [.. columns.OfType<PlanColumn>()]);
    }

    /// <summary>The duration that a cell means; null where it means none.</summary>
    public TimeSpan? Duration(PlanColumn column, string text)
    {
        var plain = text.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        foreach (var (word, unit) in new[] { ("minutes", "m"), ("minute", "m"), ("mins", "m"), ("min", "m"), ("hours", "h"), ("hour", "h"), ("hrs", "h"), ("seconds", "s"), ("secs", "s"), ("sec", "s") })
        {
            plain = plain.Replace(word, unit, StringComparison.Ordinal);
        }

        var isBare = plain.Length <= 10 && decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        var duration = isBare ? Scaled(decimal.Parse(plain, CultureInfo.InvariantCulture), Units.GetValueOrDefault(column, 'm')) : Core.Runbooks.Duration.Parse(plain);
        return duration > TimeSpan.Zero ? duration : null;
    }

    /// <summary>A bare number of hours, minutes or seconds, to the second.</summary>
    private static TimeSpan? Scaled(decimal number, char unit)
    {
        var seconds = decimal.Round(number * (unit switch { 'h' => 3600, 'm' => 60, _ => 1 }));
        return seconds <= (decimal)Core.Runbooks.Duration.Longest.TotalSeconds ? TimeSpan.FromSeconds((double)seconds) : null;
    }

    private static (ImmutableArray<PlanColumn?> Columns, ImmutableDictionary<PlanColumn, char> Units) ReadHeader(ImmutableArray<CsvCell> header, DiagnosticBag diagnostics)
    {
        var columns = ImmutableArray.CreateBuilder<PlanColumn?>();
        var units = ImmutableDictionary.CreateBuilder<PlanColumn, char>();
        var places = new Dictionary<PlanColumn, SourceSpan>();
        foreach (var cell in header)
        {
            var found = PlanHeaders.Find(cell.Text);
            if (found is { } known && !places.TryAdd(known.Column, cell.At))
            {
                diagnostics.Add(ImportDiagnostics.ColumnTwice(cell.At, cell.Text, Words(known.Column), places[known.Column]));
                found = null;
            }
            else if (found is null && cell.Text.Length > 0)
            {
                var closest = DidYouMean.Closest(PlanHeaders.Plain(cell.Text), PlanHeaders.All.Select(one => one.Name));
                diagnostics.Add(ImportDiagnostics.UnknownColumn(cell.At, cell.Text, closest is null ? null : $"did you mean '{closest}'?"));
            }

            columns.Add(found?.Column);
            if (found?.Unit is { } unit)
            {
                units[found.Value.Column] = unit;
            }
        }

        return (columns.ToImmutable(), units.ToImmutable());
    }

    private static PlanRow Row(int number, CsvRecord record, ImmutableArray<CsvCell> header, ImmutableArray<PlanColumn?> columns, DiagnosticBag diagnostics)
    {
        var cells = ImmutableDictionary.CreateBuilder<PlanColumn, CsvCell>();
        var others = ImmutableArray.CreateBuilder<(string, CsvCell)>();
        var surplus = ImmutableArray.CreateBuilder<CsvCell>();
        var replaced = ImmutableArray.CreateBuilder<CsvCell>();
        foreach (var (index, written) in record.Cells.Index().Where(pair => pair.Item.Text.Length > 0))
        {
            var cell = written with { Text = written.Text.Replace('\0', '\uFFFD') };
            if (cell.Text != written.Text)
            {
                diagnostics.Add(ImportDiagnostics.NulCharacter(cell.At, cell.Text));
                replaced.Add(written);
            }

            if (index >= columns.Length)
            {
                diagnostics.Add(ImportDiagnostics.CellTooMany(cell.At, cell.Text));
                surplus.Add(cell);
            }
            else if (columns[index] is not { } column)
            {
                others.Add((header[index].Text, cell));
            }
            else if (!cell.IsEmpty)
            {
                cells[column] = cell;
            }
        }

        return new PlanRow(number, record.Cells[0].At, cells.ToImmutable()) { Others = others.ToImmutable(), Surplus = surplus.ToImmutable(), Replaced = replaced.ToImmutable() };
    }

    private static bool IsCount(CsvRecord record, int column) =>
        record.Cells.Length > column && decimal.TryParse(record.Cells[column].Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    /// <summary>The column's meaning in words.</summary>
    public static string Words(PlanColumn column) => column switch
    {
        PlanColumn.VApp => "vApp",
        PlanColumn.DependsOn => "depends on",
        PlanColumn.Consistent => "consistent with",
        _ => column.ToString().ToLowerInvariant(),
    };
}
