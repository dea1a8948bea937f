using System.Text.Json.Serialization;
using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Core.Runbooks;

/// <summary>A condition that must hold before a step (<c>require</c>), after it (<c>verify</c>), or as a step of its own.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ApprovalGate), "approval")]
[JsonDerivedType(typeof(ManualGate), "manual")]
[JsonDerivedType(typeof(TcpGate), "tcp")]
[JsonDerivedType(typeof(HttpGate), "http")]
[JsonDerivedType(typeof(DnsGate), "dns")]
[JsonDerivedType(typeof(CommandGate), "command")]
[JsonDerivedType(typeof(WaitGate), "wait")]
[JsonDerivedType(typeof(WindowGate), "window")]
public abstract record Gate
{
    /// <summary>Where the gate stands in the runbook; not part of a plan.</summary>
    [JsonIgnore]
    public SourceSpan At { get; init; }

    /// <summary>The longest to keep trying; zero tries once; null means without limit (<see cref="WindowGate"/>), or that it ends by itself (<see cref="WaitGate"/>).</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>The pause between two tries of a probe.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What a failure becomes.</summary>
    public Otherwise Otherwise { get; init; } = Otherwise.Fail;
}

/// <summary>What a gate's failure becomes.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Ask">The person asked where <paramref name="Kind"/> is <see cref="OtherwiseKind.AskPerson"/>, else null.</param>
public sealed record Otherwise(OtherwiseKind Kind, ManualGate? Ask = null)
{
    /// <summary>The failure stands.</summary>
    public static Otherwise Fail { get; } = new(OtherwiseKind.Fail);
}

/// <summary>The kinds of <see cref="Otherwise"/>.</summary>
public enum OtherwiseKind
{
    /// <summary>The failure stands.</summary>
    Fail,

    /// <summary>The failure becomes a finding and the gate passes.</summary>
    Warn,

    /// <summary>A person is asked, whose answer counts.</summary>
    AskPerson,
}

/// <summary>That many different people of these roles.</summary>
/// <param name="From">Roles of <c>approvers</c>.</param>
/// <param name="Count">From 1.</param>
public sealed record Quorum(ImmutableArray<string> From, int Count);

/// <summary>People agree. One rejection fails it.</summary>
/// <param name="Lines">The quorums; a plain <c>from</c> and <c>count</c> is one line.</param>
/// <param name="All">True: every line, each by different people; false: any one line.</param>
/// <param name="Prompt">What is asked, or null for a standard sentence.</param>
/// <param name="StarterMayApprove">Whether who started the run may answer.</param>
public sealed record ApprovalGate(ImmutableArray<Quorum> Lines, bool All, TextTemplate? Prompt, bool StarterMayApprove) : Gate;

/// <summary>A person does something and says so.</summary>
/// <param name="From">Roles that may answer; empty: anybody.</param>
/// <param name="EvidenceRequired">Whether the answer needs a note.</param>
/// <param name="Undoes">The vApps whose owed undo the answer confirms, or null for none.</param>
public sealed record ManualGate(TextTemplate Instruction, ImmutableArray<string> From, bool EvidenceRequired, VAppScope? Undoes) : Gate;

/// <summary>A TCP connection opens.</summary>
public sealed record TcpGate(TextTemplate Host, int Port) : Gate;

/// <summary>An HTTP answer is as stated.</summary>
/// <param name="Statuses">Accepted status codes; empty: 200 to 299.</param>
/// <param name="Contains">Text that the body must contain, or null.</param>
/// <param name="CaFile">PEM file of the certificate authority, or null for the system's trust.</param>
public sealed record HttpGate(
    TextTemplate Url,
    string Method,
    ImmutableArray<int> Statuses,
    TextTemplate? Contains,
    ImmutableSortedDictionary<string, ValueSource> Headers,
    string? CaFile) : Gate;

/// <summary>A DNS answer is, or holds, the stated set.</summary>
/// <param name="Type">Record type such as A, AAAA, CNAME, MX, TXT, SRV.</param>
/// <param name="Server">HOST or HOST:PORT, or null for the system's resolver.</param>
/// <param name="MustEqual">Whether the answer must be that set, or only hold it.</param>
public sealed record DnsGate(TextTemplate Name, string Type, TextTemplate? Server, ImmutableArray<TextTemplate> Values, bool MustEqual) : Gate;

/// <summary>A program exits as stated.</summary>
/// <param name="Contains">Text that its output must contain, or null.</param>
public sealed record CommandGate(CommandLine Command, TextTemplate? Contains) : Gate;

/// <summary>That long has gone by.</summary>
public sealed record WaitGate(TimeSpan Duration) : Gate;

/// <summary>The clock is inside a daily window.</summary>
/// <param name="To">Before <paramref name="From"/>: the window ends on the next day.</param>
/// <param name="TimeZone">An IANA name.</param>
/// <param name="Days">The days on which a window opens; empty: every day.</param>
public sealed record WindowGate(TimeOnly From, TimeOnly To, string TimeZone, ImmutableArray<DayOfWeek> Days) : Gate;
