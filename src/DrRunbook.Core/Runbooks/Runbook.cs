using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Core.Runbooks;

/// <summary>A runbook with its inputs filled in and the files it uses drawn in. One that exists is valid.</summary>
public sealed record Runbook
{
    /// <summary>The runbook's file.</summary>
    public required SourceSpan At { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>For people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Who answers for it, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>For people and lint.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The managers, by name; empty only in a file that serves <c>uses</c> alone.</summary>
    public ImmutableArray<ManagerDefinition> EnterpriseManagers { get; init; } = [];

    /// <summary>What the run is measured against.</summary>
    public Objectives Objectives { get; init; } = new(null, null, null);

    /// <summary>What an audit asks to be stated before the run, or null.</summary>
    public Exercise? Exercise { get; init; }

    /// <summary>The only names that <c>${env.X}</c> may read.</summary>
    public ImmutableArray<string> Environment { get; init; } = [];

    /// <summary>The inputs as declared.</summary>
    public ImmutableArray<InputDefinition> Inputs { get; init; } = [];

    /// <summary>
    /// The inputs' values, given or by default. A required input without a value is absent (only when validating).
    /// An input of a used file goes by <c>STEP/NAME</c>, after the step that uses it.
    /// </summary>
    public ImmutableSortedDictionary<string, string> InputValues { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Roles and the principals in them.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Approvers { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Path of the allowed-signers file below the root, or null.</summary>
    public string? AllowedSigners { get; init; }

    /// <summary>Who is told what.</summary>
    public ImmutableArray<Notification> Notify { get; init; } = [];

    /// <summary>The main steps, a sequence.</summary>
    public required ImmutableArray<Step> Steps { get; init; }

    /// <summary>Run once after an untolerated failure.</summary>
    public ImmutableArray<Step> AfterFailure { get; init; } = [];

    /// <summary>Run at every end.</summary>
    public ImmutableArray<Step> Finally { get; init; } = [];

    /// <summary>Why sources may stay alive, or null where fencing is expected.</summary>
    public string? Unfenced { get; init; }

    /// <summary>Lint findings that are meant.</summary>
    public ImmutableArray<Waiver> Waivers { get; init; } = [];

    /// <summary>The root: every path of the runbook stays below it. Absolute.</summary>
    public required string Root { get; init; }

    /// <summary>Every file that was read, the runbook itself first.</summary>
    public required ImmutableArray<RunbookSource> Sources { get; init; }
}

/// <summary>A file the runbook consists of.</summary>
/// <param name="Path">Relative to the root, with forward slashes.</param>
/// <param name="Content">The exact bytes.</param>
public sealed record RunbookSource(string Path, ImmutableArray<byte> Content);

/// <summary>An Enterprise Manager and how to reach it.</summary>
/// <param name="Url">HTTPS (HTTP only on loopback), without the path <c>/api</c>.</param>
/// <param name="CaFile">PEM file below the root, or null.</param>
/// <param name="Thumbprint">The certificate's SHA-256 in upper-case hex without colons, or null.</param>
/// <param name="MaxConcurrentFailovers">From 1; default 10, the manager's own throttle.</param>
/// <param name="Required">Whether the run may not start without it.</param>
/// <param name="ReconcileFor">How long a failover request whose reply was lost is read back, 1 minute to 24 hours.</param>
public sealed record ManagerDefinition(
    ManagerName Name,
    SourceSpan At,
    Uri Url,
    SecretReference? UserName,
    SecretReference? Password,
    string? CaFile,
    string? Thumbprint,
    int MaxConcurrentFailovers,
    bool Required,
    TimeSpan ReconcileFor);

/// <summary>What the run is measured against; null: not stated.</summary>
/// <param name="Rto">Recovery time objective, counted from the outage.</param>
/// <param name="Rpo">Recovery point objective.</param>
/// <param name="Until">The step whose end stops the RTO clock; null: the last of <c>steps</c>.</param>
public sealed record Objectives(TimeSpan? Rto, TimeSpan? Rpo, StepId? Until);

/// <summary>What an audit asks to be stated before the run.</summary>
/// <param name="Type">Such as <c>functional</c> or <c>tabletop</c>, or null.</param>
public sealed record Exercise(
    string? Type,
    string? Scenario,
    ImmutableArray<string> Criteria,
    ImmutableArray<string> Assumptions,
    ImmutableArray<string> Participants,
    ImmutableArray<Exclusion> Exclusions);

/// <summary>Something that is not exercised, and why.</summary>
public sealed record Exclusion(string What, string Reason);

/// <summary>An input as declared: either required, or with a default.</summary>
/// <param name="Choices">The only values allowed; empty: any.</param>
/// <param name="Pattern">An anchored regular expression, or null.</param>
public sealed record InputDefinition(
    string Name, SourceSpan At, string? Description, bool Required, string? Default, ImmutableArray<string> Choices, string? Pattern);

/// <summary>An address that is told of events.</summary>
/// <param name="On">Of <c>waiting</c>, <c>failure</c>, <c>objective-in-danger</c>, <c>end</c>.</param>
/// <param name="Every">How often a lasting state is repeated, or null for once.</param>
public sealed record Notification(TextTemplate Url, ImmutableSortedDictionary<string, ValueSource> Headers, ImmutableArray<string> On, TimeSpan? Every)
{
    /// <summary>The address up to its host, for people: the path of a web hook is mostly its password.</summary>
    public string ShownAddress()
    {
        var url = Url.ToString();
        var path = url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? url.IndexOf('/', scheme + 3) : -1;
        return path < 0 ? url : $"{url[..path]}/…";
    }
}
