namespace DrRunbook.Yaml.Nodes;

/// <summary>Collects findings: each once, and in the end ordered by place.</summary>
public sealed class DiagnosticBag
{
    /// <summary>Comparing names costs time, and nobody reads the hundredth suggestion.</summary>
    private const int MaxSuggestions = 100;

    private readonly HashSet<Diagnostic> _diagnostics = [];
    private readonly Dictionary<string, int> _fileOrder = [];
    private int _suggestions;

    /// <summary>Whether an error is among the findings.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Adds a finding, unless it is there already.</summary>
    public void Add(Diagnostic diagnostic)
    {
        _fileOrder.TryAdd(diagnostic.At.File, _fileOrder.Count);
        _diagnostics.Add(diagnostic);
        HasErrors |= diagnostic.Severity == Severity.Error;
    }

    /// <summary>Adds findings.</summary>
    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Add(diagnostic);
        }
    }

    /// <summary>A help line that offers the candidate nearest to a name; null where none is near, or enough have been offered.</summary>
    public string? Suggest(string name, IEnumerable<string> candidates) =>
        _suggestions++ < MaxSuggestions ? DidYouMean.Help(name, candidates.Take(10_000)) : null;

    /// <summary>The findings, ordered by file (the first one that was read leads), line, column and code.</summary>
    /// <param name="first">The file that leads whatever was found in it.</param>
    public ImmutableArray<Diagnostic> InOrder(string first) =>
    [
        .. _diagnostics
            .OrderBy(one => one.At.File == first ? -1 : _fileOrder[one.At.File])
            .ThenBy(one => one.At.Line)
            .ThenBy(one => one.At.Column)
            .ThenBy(one => one.Code, StringComparer.Ordinal)
            .ThenBy(one => one.Message, StringComparer.Ordinal),
    ];
}
