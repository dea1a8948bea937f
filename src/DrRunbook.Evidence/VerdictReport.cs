using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence;

/// <summary>How a run ended or stands.</summary>
/// <param name="Outcome">Computed from the journal.</param>
/// <param name="IsFinal">False: <c>resume</c> goes on, or the run is going on.</param>
/// <param name="FailedStep">The first failure that nothing tolerates, or null.</param>
/// <param name="Because">Why, in sentences; the weightiest first.</param>
/// <param name="Next">What a person has to do now, in sentences; empty: nothing.</param>
public sealed record VerdictReport(
    RunOutcome Outcome, bool IsFinal, StepId? FailedStep, ImmutableArray<OutsideText> Because, ImmutableArray<OutsideText> Next);

/// <summary>A deviation, a warning or a broken assumption.</summary>
/// <param name="Kind">A fixed word such as <c>step-failed</c>, <c>rto-missed</c>, <c>target-missed</c>.</param>
/// <param name="Step">The step it is about, or null for the run.</param>
/// <param name="Entries">The journal entries it rests on; empty where the plan alone tells it.</param>
public sealed record FindingReport(FindingSeverity Severity, string Kind, StepId? Step, OutsideText Text, ImmutableArray<long> Entries);

/// <summary>What the managers said and what was proven. Groups are not counted.</summary>
/// <param name="Steps">Steps of the plan.</param>
/// <param name="ByOutcome">How many ended or stand how.</param>
/// <param name="Failovers">Failover steps that sent a request.</param>
/// <param name="TasksSucceeded">Of them, those whose last task said Success.</param>
/// <param name="SessionsSucceeded">Restore sessions that ended with Success.</param>
/// <param name="ChecksPassed">Probes (gate steps, <c>require</c>, <c>verify</c>) that held in the end.</param>
/// <param name="ChecksFailed">Probes that did not hold, tolerated ones included.</param>
public sealed record ReportCounts(
    int Steps,
    ImmutableSortedDictionary<StepOutcome, int> ByOutcome,
    int Failovers,
    int TasksSucceeded,
    int Sessions,
    int SessionsSucceeded,
    int ChecksPassed,
    int ChecksFailed);

/// <summary>Something that the runbook holds and the run did not do.</summary>
/// <param name="Kind">Why not, as a word.</param>
/// <param name="Reason">Why not, in words.</param>
public sealed record NotExecuted(StepId Step, string? Name, NotExecutedKind Kind, OutsideText Reason, ImmutableArray<long> Entries);

/// <summary>Why something was not executed.</summary>
public enum NotExecutedKind
{
    /// <summary><c>when</c> keeps it out of this plan.</summary>
    LeftOut,

    /// <summary>What it needs did not succeed.</summary>
    Blocked,

    /// <summary>A person passed it over.</summary>
    Skipped,

    /// <summary>A failure, a halt or the end of the run came before its turn.</summary>
    NotStarted,
}

/// <summary>Work that a manager had not finished when the journal ends.</summary>
/// <param name="What">What is known of it, in words.</param>
/// <param name="Since">When it was asked for.</param>
public sealed record StillRunning(StepId Step, string VApp, ManagerName Manager, string? Task, ReportMoment Since, long ForMs, OutsideText What);

/// <summary>A vApp that runs on its replica: replication is held until someone undoes the failover in the console.</summary>
/// <param name="Since">The first intent that could have taken effect.</param>
/// <param name="HeldMs">From then to the journal's last entry.</param>
public sealed record OwedUndo(string VApp, ReportMoment Since, long HeldMs);

/// <summary>Something a person did.</summary>
/// <param name="What">A fixed phrase.</param>
/// <param name="SignatureChecked">Whether a signature was checked; null where none could be given.</param>
/// <param name="Fingerprint">The key's; null where no signature was checked.</param>
public sealed record HumanAct(
    ReportMoment When, OutsideText Who, string What, StepId? Step, GateId? Gate, OutsideText Note, bool? SignatureChecked, ActKind Kind = ActKind.Intervened, string? Fingerprint = null);

/// <summary>What a person's act was to the run.</summary>
public enum ActKind
{
    /// <summary>Started it or took it up.</summary>
    Drove,

    /// <summary>Answered what the runbook asks of people.</summary>
    Decided,

    /// <summary>Changed its course by hand, or tried to.</summary>
    Intervened,

    /// <summary>Put something on record.</summary>
    Recorded,
}

/// <summary>A raw answer or output that the journal names.</summary>
/// <param name="Sha256">Its name and digest.</param>
public sealed record EvidenceBlob(string Sha256, StepId Step, GateId? Gate, long Entry);

/// <summary>A manager of the plan, and what it said of itself.</summary>
/// <param name="Pinned">The thumbprint that the plan pins, upper-case hex, or null.</param>
/// <param name="ProductVersion">As last heard, or null.</param>
/// <param name="CertificateSha256">The thumbprint last seen, upper-case hex; null without TLS.</param>
/// <param name="ClockOffsetMs">Its clock minus ours as last measured, or null.</param>
public sealed record ManagerReport(
    ManagerName Name,
    Uri Url,
    bool Required,
    int MaxConcurrentFailovers,
    string? Pinned,
    OutsideText? ProductVersion,
    string? CertificateSha256,
    long? ClockOffsetMs,
    ImmutableArray<ManagerContact> Contacts)
{
    /// <summary>How long the manager was lost, in milliseconds; null where it was not reached again while the run went on.</summary>
    /// <param name="lost">A contact that says <c>lost</c>.</param>
    internal long? LostFor(ManagerContact lost) =>
        Contacts.FirstOrDefault(contact => contact.What == "reached" && contact.When.Entry > lost.When.Entry) is { } again
            ? (long)(again.When.At - lost.When.At).TotalMilliseconds
            : null;
}

/// <summary>A change in whether a manager could be talked to.</summary>
/// <param name="What"><c>reached</c>, <c>lost</c> or <c>logon-renewed</c>.</param>
public sealed record ManagerContact(ReportMoment When, string What, long? ClockOffsetMs, OutsideText Detail);
