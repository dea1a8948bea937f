namespace DrRunbook.Yaml.Drafting;

/// <summary>A cell of a CSV file.</summary>
/// <param name="Text">What it says, without its quotes and without blanks around it.</param>
/// <param name="At">Where it begins.</param>
internal sealed record CsvCell(string Text, SourceSpan At)
{
    /// <summary>Whether it says nothing: it is empty, a dash, <c>n/a</c> or <c>none</c>.</summary>
    public bool IsEmpty => Text.Length == 0 || Text is "-" or "--" or "–" or "—" || Text.Equals("n/a", StringComparison.OrdinalIgnoreCase) || Text.Equals("none", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A record of a CSV file: a line, or several where a quoted cell holds line breaks.</summary>
internal sealed record CsvRecord(ImmutableArray<CsvCell> Cells)
{
    /// <summary>Whether no cell says anything.</summary>
    public bool IsBlank => Cells.All(cell => cell.Text.Length == 0);
}

/// <summary>A CSV file, without its blank records.</summary>
internal sealed record CsvTable(ImmutableArray<CsvRecord> Records);
