using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>What all files of one load share.</summary>
internal sealed class LoadContext(RootFolder root, string firstFile)
{
    /// <summary>The most steps, those of used files counted as often as they are used.</summary>
    public const int MaxSteps = 50_000;

    /// <summary>The most values over all files, counted as often as they are used: 50,000 steps of forty values.</summary>
    public const int MaxNodes = 2_000_000;

    /// <summary>The most characters that inputs may bring in all.</summary>
    public const int MaxReplacedCharacters = 16 * 1024 * 1024;

    private readonly Dictionary<string, YamlDocument> _documents = [];
    private int _nodes;
    private long _replaced;

    public RootFolder Root { get; } = root;

    public string FirstFile { get; } = firstFile;

    public DiagnosticBag Diagnostics { get; } = new();

    public List<RunbookSource> Sources { get; } = [];

    public StepIndex Steps { get; } = new();

    /// <summary>The values of all inputs that are known; those of a used file go by the id of the step that uses it.</summary>
    public ImmutableSortedDictionary<string, string>.Builder InputValues { get; } = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);

    /// <summary>The managers of the runbook; null where it states none and only serves <c>uses</c>.</summary>
    public IReadOnlyDictionary<string, ManagerDefinition>? Managers { get; set; }

    /// <summary>Roles and principals; null where they cannot be known.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<string>>? Approvers { get; set; }

    /// <summary>The variables that may be read; null where they cannot be known.</summary>
    public IReadOnlySet<string>? Environment { get; set; }

    /// <summary>Counts what an input brings into a text; false once that is too much, as when inputs are made to multiply each other.</summary>
    public bool MayReplace(int characters) => (_replaced += characters) <= MaxReplacedCharacters;

    /// <summary>The file's nodes, read once however often it is used; findings in it are collected.</summary>
    public LocatedNode? Open(RootedPath path, string shown, SourceSpan at)
    {
        if (!_documents.TryGetValue(path.Real, out var known))
        {
            if (FileContent.Read(Root.Files, path.Real, shown, at, out var fault) is not { } bytes)
            {
                Diagnostics.Add(fault!);
                return null;
            }

            known = YamlDocument.Read(shown, bytes);
            _documents.Add(path.Real, known);
            Diagnostics.AddRange(known.Diagnostics);
            Sources.Add(new RunbookSource(path.Relative, [.. bytes]));
        }

        if (known.Root is not { } node)
        {
            return null;
        }

        _nodes += node.Size;
        if (_nodes > MaxNodes)
        {
            Diagnostics.Add(YamlDiagnostics.TooManyNodes(at, MaxNodes));
            return null;
        }

        return node;
    }
}
