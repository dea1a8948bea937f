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
        var meanings = Meanings(header, records);
        if (!header.Any(cell => PlanHeaders.Find(cell.Text)?.Column is PlanColumn.VApp or PlanColumn.Step))
        {
            Judge(header, meanings, diagnostics);
            diagnostics.Add(ImportDiagnostics.NothingToDo(header[0].At, header.Select(cell => cell.Text)));
            return null;
        }

        var (columns, units) = Judge(header, meanings, diagnostics);
        var rows = records.Select((record, number) => Row(number, record, header, columns, meanings, diagnostics));
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

    /// <summary>
    /// What each header means, before columns of one meaning are told apart. A column 'step' that counts is an order, and leaves its place to the one
    /// that has the words.
    /// </summary>
    private static ImmutableArray<(PlanColumn Column, char? Unit)?> Meanings(ImmutableArray<CsvCell> header, ImmutableArray<CsvRecord> records)
    {
        ImmutableArray<(PlanColumn Column, char? Unit)?> meanings = [.. header.Select(cell => PlanHeaders.Find(cell.Text))];
        var steps = Enumerable.Range(0, header.Length).Where(index => meanings[index]?.Column == PlanColumn.Step).ToList();
        var others = meanings.Any(meaning => meaning?.Column is PlanColumn.VApp or PlanColumn.Notes or PlanColumn.Check);
        foreach (var index in steps)
        {
            var said = records.Where(record => record.Cells.Length > index && !record.Cells[index].IsEmpty).Select(record => record.Cells[index].Text).ToList();
            var counts = said.Count(text => RowOrder.IsCount(text));

            // Beside another column with words, one odd cell does not make words of the others.
            if (counts > 0 && (steps.Count > 1 ? counts * 2 > said.Count : others && counts == said.Count))
            {
                meanings = meanings.SetItem(index, (PlanColumn.Order, null));
            }
        }

        return meanings;
    }

    private static (ImmutableArray<PlanColumn?> Columns, ImmutableDictionary<PlanColumn, char> Units) Judge(
        ImmutableArray<CsvCell> header, ImmutableArray<(PlanColumn Column, char? Unit)?> meanings, DiagnosticBag diagnostics)
    {
        var columns = ImmutableArray.CreateBuilder<PlanColumn?>();
        var units = ImmutableDictionary.CreateBuilder<PlanColumn, char>();
        var places = new Dictionary<PlanColumn, SourceSpan>();
        foreach (var (cell, meaning) in header.Zip(meanings))
        {
            var found = meaning;
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

    private static PlanRow Row(
        int number, CsvRecord record, ImmutableArray<CsvCell> header, ImmutableArray<PlanColumn?> columns, ImmutableArray<(PlanColumn Column, char? Unit)?> meanings, DiagnosticBag diagnostics)
    {
        var cells = ImmutableDictionary.CreateBuilder<PlanColumn, CsvCell>();
        var others = ImmutableArray.CreateBuilder<(string, CsvCell)>();
        var words = ImmutableArray.CreateBuilder<CsvCell>();
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
                if (meanings[index]?.Column is PlanColumn.Step or PlanColumn.Notes)
                {
                    words.Add(cell);
                }
            }
            else if (!cell.IsEmpty)
            {
                cells[column] = cell;
            }
        }

        // A second column of steps speaks where the first says nothing.
        if (!cells.ContainsKey(PlanColumn.Step) && record.Cells.Index().FirstOrDefault(pair => pair.Index < columns.Length && meanings[pair.Index]?.Column == PlanColumn.Step && !pair.Item.IsEmpty).Item is { } spoken)
        {
            cells[PlanColumn.Step] = spoken with { Text = spoken.Text.Replace('\0', '\uFFFD') };
            others.RemoveAll(other => other.Item2.At == spoken.At);
        }

        return new PlanRow(number, record.Cells[0].At, cells.ToImmutable()) { Others = others.ToImmutable(), Words = words.ToImmutable(), Surplus = surplus.ToImmutable(), Replaced = replaced.ToImmutable() };
    }

    /// <summary>The column's meaning in words.</summary>
    public static string Words(PlanColumn column) => column switch
    {
        PlanColumn.VApp => "vApp",
        PlanColumn.DependsOn => "depends on",
        PlanColumn.Consistent => "consistent with",
        _ => column.ToString().ToLowerInvariant(),
    };
}
