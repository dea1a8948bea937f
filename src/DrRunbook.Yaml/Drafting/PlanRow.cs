namespace DrRunbook.Yaml.Drafting;

/// <summary>A row of an old plan: the cells that say something, by what they mean.</summary>
/// <param name="Number">Which row it is, from 0, in the order of the file.</param>
internal sealed record PlanRow(int Number, SourceSpan At, ImmutableDictionary<PlanColumn, CsvCell> Cells)
{
    /// <summary>The cells of columns without a meaning: the header and the cell.</summary>
    public ImmutableArray<(string Header, CsvCell Cell)> Others { get; init; } = [];

    /// <summary>Those of <see cref="Others"/> that say in words what is done: cells of a second column of steps or notes.</summary>
    public ImmutableArray<CsvCell> Words { get; init; } = [];

    /// <summary>What other rows call it by where an <c>ID</c> is a name and no order; null where it has none.</summary>
    public CsvCell? Key { get; init; }

    /// <summary>The cells beyond the last column.</summary>
    public ImmutableArray<CsvCell> Surplus { get; init; } = [];

    /// <summary>Cells as they were, whose text a runbook cannot hold.</summary>
    public ImmutableArray<CsvCell> Replaced { get; init; } = [];

    /// <summary>A cell, or null where it says nothing.</summary>
    public CsvCell? this[PlanColumn column] => Cells.GetValueOrDefault(column);

    /// <summary>What the row is called in messages and as a step.</summary>
    public string Name => (this[PlanColumn.VApp] ?? this[PlanColumn.Step] ?? this[PlanColumn.Check] ?? this[PlanColumn.Notes])?.Text ?? "step";
}
