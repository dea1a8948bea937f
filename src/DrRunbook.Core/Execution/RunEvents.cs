using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>Something that happened to a run. The journal is a list of these; names and fields are only ever added.</summary>
public abstract record RunEvent;

/// <summary>The first entry of every journal.</summary>
/// <param name="Format">The journal format's version; chooses the lifecycle tables.</param>
/// <param name="Run">The run's id.</param>
/// <param name="Runbook">The runbook's name.</param>
/// <param name="PlanDigest">SHA-256 of the plan's canonical JSON; the plan is the blob of that name.</param>
/// <param name="Sources">The runbook's files.</param>
/// <param name="GitCommit">The commit the runbook was read from, or null outside a repository.</param>
/// <param name="GitDirty">Whether its files differed from that commit; null outside a repository.</param>
/// <param name="ToolVersion">drrun's version.</param>
/// <param name="OutageAt">When the outage began, UTC.</param>
/// <param name="OutageStated">False: nobody said, so the run's start is taken.</param>
/// <param name="StartedBy">The principal who started it.</param>
/// <param name="Machine">The machine it was started on.</param>
/// <param name="Simulation">How it is simulated; null for a real run.</param>
/// <param name="Proof">The starter's signature; null where nobody signed.</param>
public sealed record RunStarted(
    int Format,
    string Run,
    string Runbook,
    string PlanDigest,
    ImmutableArray<Planning.FileDigest> Sources,
    string? GitCommit,
    bool? GitDirty,
    string ToolVersion,
    RunMode Mode,
    DateTimeOffset OutageAt,
    bool OutageStated,
    OutsideText StartedBy,
    string Machine,
    SimulationInfo? Simulation,
    SignatureProof? Proof = null) : RunEvent;

/// <summary>How a run is simulated.</summary>
/// <param name="Scenario">SHA-256 of the scenario's bytes, stored as a blob.</param>
/// <param name="Speed">How many seconds of the run pass in one real second; 0 for virtual time.</param>
public sealed record SimulationInfo(string Scenario, string ScenarioName, ulong Seed, double Speed);

/// <summary>A process takes the run up: the first time, and after every interruption. <c>elapsedMs</c> starts at 0 again.</summary>
/// <param name="Epoch">The lease's epoch, which fences out every earlier owner.</param>
/// <param name="NoWait">Whether it leaves instead of waiting for people.</param>
public sealed record RunTakenUp(OutsideText By, string Machine, string ToolVersion, long Epoch, bool NoWait = false) : RunEvent;

/// <summary>A manager answered for the first time since the run was taken up, or again after it was away.</summary>
/// <param name="ProductVersion">What it says of itself, or null.</param>
/// <param name="ClockOffsetMs">Its clock minus ours, in milliseconds; null where it tells no time.</param>
/// <param name="CertificateSha256">The certificate's thumbprint, upper-case hex; null without TLS.</param>
public sealed record ManagerReached(ManagerName Manager, OutsideText? ProductVersion, long? ClockOffsetMs, string? CertificateSha256) : RunEvent;

/// <summary>A manager stopped answering while the run needed it.</summary>
public sealed record ManagerLost(ManagerName Manager, OutsideText Detail) : RunEvent;

/// <summary>The logon session ended before the run did and was replaced; tasks of the old one are out of sight.</summary>
public sealed record LogonRenewed(ManagerName Manager, OutsideText Detail) : RunEvent;

/// <summary>Someone asked to stop: nothing new starts, what runs is followed to its end.</summary>
public sealed record HaltRequested(OutsideText By, OutsideText Reason) : RunEvent;

/// <summary>An operator's command that makes no sense now.</summary>
public sealed record CommandRefused(string Command, OutsideText By, OutsideText Reason) : RunEvent;

/// <summary>The main steps are over: outcome and recovery time are fixed, <c>afterFailure</c> and <c>finally</c> follow.</summary>
/// <param name="FailedStep">The first untolerated failure, or null.</param>
public sealed record OutcomeFixed(RunOutcome Outcome, StepId? FailedStep) : RunEvent;

/// <summary>The run is left where it stands; <c>resume</c> goes on.</summary>
public sealed record RunPaused(RunOutcome Outcome) : RunEvent;

/// <summary>An operator ends an unfinished run for good.</summary>
public sealed record RunClosed(OutsideText By, OutsideText Reason) : RunEvent;

/// <summary>The run is over.</summary>
public sealed record RunEnded(RunOutcome Outcome) : RunEvent;

/// <summary>An operator takes the end of a failed run back; the move that follows says why. <c>resume</c> goes on, and <c>finally</c> runs again at the next end.</summary>
public sealed record RunReopened(OutsideText By, OutsideText Reason) : RunEvent;

/// <summary>A deviation that no other event carries.</summary>
/// <param name="Kind">A fixed word such as <c>late-result</c> or <c>newer-point</c>.</param>
public sealed record FindingNoted(string Kind, StepId? Step, OutsideText Detail) : RunEvent;
