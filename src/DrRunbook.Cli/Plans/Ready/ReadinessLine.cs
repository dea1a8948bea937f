using System.Text.Json.Serialization;
using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Cli.Plans.Ready;

/// <summary>How a thing that a run needs stands.</summary>
internal enum ReadinessStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>To be looked at; the run can start.</summary>
    Warn,

    /// <summary>The run, or a step of it, would fail.</summary>
    NotReady,

    /// <summary>Cannot be known before the run.</summary>
    Unknown,
}

/// <summary>One thing that a run needs, and how it stands.</summary>
/// <param name="About">A fixed word such as <c>points</c> or <c>programs</c>.</param>
/// <param name="Text">One sentence without a full stop, not encoded.</param>
/// <param name="Code">The diagnostic's code where there is one; else null.</param>
internal sealed record ReadinessLine(ReadinessStatus Status, string About, string Text, string? Code = null)
{
    /// <summary>The diagnostic that it tells and that nobody has told yet; null for none.</summary>
    [JsonIgnore]
    public Diagnostic? Finding { get; init; }

    /// <summary>All is as it should be.</summary>
    public static ReadinessLine Ok(string about, string text) => new(ReadinessStatus.Ok, about, text);

    /// <summary>What nobody can know beforehand.</summary>
    public static ReadinessLine Unknown(string about, string text) => new(ReadinessStatus.Unknown, about, text);

    /// <summary>A diagnostic that was told already.</summary>
    public static ReadinessLine Told(string about, Diagnostic finding) =>
        new(finding.Severity == Severity.Error ? ReadinessStatus.NotReady : ReadinessStatus.Warn, about, finding.Message, finding.Code);

    /// <summary>A diagnostic that was found here.</summary>
    public static ReadinessLine Found(string about, Diagnostic finding) => Told(about, finding) with { Finding = finding };
}
