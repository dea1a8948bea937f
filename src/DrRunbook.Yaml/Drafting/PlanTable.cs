using System.Globalization;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Drafting;

/// <summary>An old plan: its rows, and the units of its columns of time.</summary>
internal sealed record PlanTable(ImmutableArray<PlanRow> Rows, ImmutableDictionary<PlanColumn, char> Units, ImmutableHashSet<PlanColumn> Columns)
{
    /// <summary>Whether the numbers of order only count the rows: a column <c>No</c>, <c>Nr</c>, <c>Number</c>, <c>ID</c> or <c>#</c> that goes up by one each time.</summary>
    public bool NumbersRows { get; private init; }

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
            Judge(header, meanings, key: -1, diagnostics);
            diagnostics.Add(ImportDiagnostics.NothingToDo(header[0].At, header.Select(cell => cell.Text)));
            return null;
        }

        var key = KeyColumn(header, meanings, records);
        if (key >= 0)
        {
            meanings = meanings.SetItem(key, null);
        }

        var (columns, units) = Judge(header, meanings, key, diagnostics);
        ImmutableArray<PlanRow> rows = [.. records.Select((record, number) => Row(number, record, header, columns, meanings, key, diagnostics))];
        var order = columns.IndexOf(PlanColumn.Order);
        var numbers = rows.Select(row => OrderNumber.Of(row[PlanColumn.Order]?.Text)).OfType<OrderNumber>().ToList();
        return new PlanTable(rows, units, [.. columns.OfType<PlanColumn>()])
        {
            NumbersRows = order >= 0 && PlanHeaders.Plain(header[order].Text) is "" or "no" or "nr" or "number" or "id" && numbers.Zip(numbers.Skip(1)).All(pair => pair.Second.Follows(pair.First)),
        };
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

    /// <summary>The column <c>ID</c> where it is a name and no order: dependencies use it, or another column is the order. Else -1.</summary>
    private static int KeyColumn(ImmutableArray<CsvCell> header, ImmutableArray<(PlanColumn Column, char? Unit)?> meanings, ImmutableArray<CsvRecord> records)
    {
        var orders = Enumerable.Range(0, header.Length).Where(index => meanings[index]?.Column == PlanColumn.Order).ToList();
        var key = orders.FindIndex(index => PlanHeaders.Plain(header[index].Text) == "id");
        if (key < 0 || orders.Any(index => PlanHeaders.Plain(header[index].Text) != "id"))
        {
            return key < 0 ? -1 : orders[key];
        }

        var keys = Said(orders[key]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var depends = meanings.IndexOf(meanings.FirstOrDefault(meaning => meaning?.Column == PlanColumn.DependsOn));
        return depends >= 0 && meanings[depends]?.Column == PlanColumn.DependsOn
            && Said(depends).SelectMany(text => text.Split(RowNeeds.Between, StringSplitOptions.TrimEntries).Append(text)).Any(keys.Contains) ? orders[key] : -1;

        IEnumerable<string> Said(int column) => records.Where(record => record.Cells.Length > column && !record.Cells[column].IsEmpty).Select(record => record.Cells[column].Text);
    }

    private static (ImmutableArray<PlanColumn?> Columns, ImmutableDictionary<PlanColumn, char> Units) Judge(
        ImmutableArray<CsvCell> header, ImmutableArray<(PlanColumn Column, char? Unit)?> meanings, int key, DiagnosticBag diagnostics)
    {
        var columns = ImmutableArray.CreateBuilder<PlanColumn?>();
        var units = ImmutableDictionary.CreateBuilder<PlanColumn, char>();
        var places = new Dictionary<PlanColumn, SourceSpan>();
        foreach (var (index, (cell, meaning)) in header.Zip(meanings).Index())
        {
            var found = meaning;
            if (found is { } known && !places.TryAdd(known.Column, cell.At))
            {
                diagnostics.Add(ImportDiagnostics.ColumnTwice(cell.At, cell.Text, Words(known.Column), places[known.Column]));
                found = null;
            }
            else if (found is null && cell.Text.Length > 0 && index != key)
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
        int number, CsvRecord record, ImmutableArray<CsvCell> header, ImmutableArray<PlanColumn?> columns, ImmutableArray<(PlanColumn Column, char? Unit)?> meanings, int key, DiagnosticBag diagnostics)
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

        return new PlanRow(number, record.Cells[0].At, cells.ToImmutable()) { Others = others.ToImmutable(), Words = words.ToImmutable(), Key = key >= 0 && key < record.Cells.Length && !record.Cells[key].IsEmpty ? record.Cells[key] : null, Surplus = surplus.ToImmutable(), Replaced = replaced.ToImmutable() };
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
