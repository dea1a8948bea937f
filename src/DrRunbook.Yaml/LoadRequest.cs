namespace DrRunbook.Yaml;

/// <summary>What to load.</summary>
/// <param name="Path">The runbook's file, as the operator gave it; shown in every place.</param>
public sealed record LoadRequest(string Path)
{
    /// <summary>The folder that every path stays below; null: that of the nearest <c>.git</c> above the runbook, else the runbook's own.</summary>
    public string? Root { get; init; }

    /// <summary>How the runbook's file is called in messages; null: as its path.</summary>
    public string? Shown { get; init; }

    /// <summary>Where the files are read from.</summary>
    public IFileTree Files { get; init; } = DiskFiles.Instance;

    /// <summary>Values of inputs, by name.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether a required input without a value is an error; false when only validating, where it stays open.</summary>
    public bool InputsRequired { get; init; } = true;
}
