namespace DrRunbook.Yaml.Drafting;

/// <summary>What a draft is told besides what it is made of.</summary>
public sealed record DraftOptions
{
    /// <summary>The comment in a frame that the steps take the place of, on a line of its own.</summary>
    public const string Marker = "# drrun import: steps";

    /// <summary>The manager, as the runbook will name it.</summary>
    public DraftManager Manager { get; init; } = new();

    /// <summary>A runbook by people, whole but for its steps: its text, and the name it is shown by. Null: the draft is a runbook of its own.</summary>
    public (string File, string Text)? Frame { get; init; }

    /// <summary>Whether each tenant is a group of its own.</summary>
    public bool PerTenant { get; init; }
}

/// <summary>The manager of a draft.</summary>
public sealed record DraftManager
{
    /// <summary>Its name in the runbook.</summary>
    public string Name { get; init; } = "site-b";

    /// <summary>Its address; null: not known.</summary>
    public string? Url { get; init; }

    /// <summary>Where the user name comes from, such as <c>env:EM_USER</c>.</summary>
    public string UserFrom { get; init; } = "env:EM_USER";

    /// <summary>Where the password comes from.</summary>
    public string PasswordFrom { get; init; } = "env:EM_PASSWORD";

    /// <summary>The file of its certificate authority, or null.</summary>
    public string? CaFile { get; init; }

    /// <summary>Its certificate's SHA-256, or null.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>How many failovers it carries out at once.</summary>
    public int MaxConcurrentFailovers { get; init; } = Core.Runbooks.RunbookDefaults.MaxConcurrentFailovers;
}

/// <summary>A draft, or why there is none.</summary>
/// <param name="Text">The runbook's text; null exactly where a diagnostic is an error.</param>
/// <param name="Diagnostics">What could not be carried over as it stands, ordered by place.</param>
/// <param name="Failovers">How many failovers the draft has.</param>
/// <param name="Todos">How many TODOs.</param>
public sealed record DraftResult(string? Text, ImmutableArray<Diagnostic> Diagnostics, int Failovers = 0, int Todos = 0);
