using System.Text.Json.Serialization;

namespace DrRunbook.Core.Runbooks;

/// <summary>What a step does; exactly one per step.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(FailoverAction), "failover")]
[JsonDerivedType(typeof(GateAction), "gate")]
[JsonDerivedType(typeof(CommandAction), "command")]
[JsonDerivedType(typeof(HttpAction), "http")]
[JsonDerivedType(typeof(Planning.GroupAction), "group")]
public abstract record StepAction;

/// <summary>Fails one vApp over to a replica restore point.</summary>
/// <param name="EnterpriseManager">The manager that is asked.</param>
/// <param name="AllowStale">Whether a point older than the RPO is a finding instead of an error.</param>
/// <param name="BackupServer">Name of the backup server, where the vApp's name alone is ambiguous; else null.</param>
/// <param name="Replica">Name or UID of the replica, where the vApp's name alone is ambiguous; else null.</param>
public sealed record FailoverAction(
    string VApp,
    RestorePointSelector RestorePoint,
    bool AllowStale,
    ManagerName EnterpriseManager,
    string? BackupServer,
    string? Replica) : StepAction;

/// <summary>Lets nothing after it start until the gate passes.</summary>
public sealed record GateAction(Gate Gate) : StepAction;

/// <summary>A group whose steps start at once, in the order of their needs.</summary>
/// <param name="MaxConcurrency">The most direct children that run together, or null for no limit.</param>
public sealed record ParallelAction(int? MaxConcurrency, ImmutableArray<Step> Steps) : StepAction;

/// <summary>A group whose steps run one after another.</summary>
/// <param name="UsedFile">The file that the steps come from, or null where they stand here.</param>
public sealed record SequenceAction(ImmutableArray<Step> Steps, string? UsedFile) : StepAction;

/// <summary>A program and how to run it; no shell is involved.</summary>
/// <param name="Run">The program and its arguments; each stays one argument.</param>
/// <param name="WorkingDirectory">Relative to the runbook's root, or null for the root itself.</param>
/// <param name="SuccessExitCodes">Not empty; [0] by default.</param>
public sealed record CommandLine(
    ImmutableArray<TextTemplate> Run,
    ImmutableSortedDictionary<string, ValueSource> Env,
    string? WorkingDirectory,
    ImmutableArray<int> SuccessExitCodes);

/// <summary>Runs a program; its output is evidence.</summary>
public sealed record CommandAction(CommandLine Command) : StepAction;

/// <summary>Sends one request; its answer is evidence.</summary>
/// <param name="Statuses">Accepted status codes; empty: 200 to 299.</param>
public sealed record HttpAction(
    string Method,
    TextTemplate Url,
    ImmutableSortedDictionary<string, ValueSource> Headers,
    HttpBody? Body,
    ImmutableArray<int> Statuses) : StepAction;

/// <summary>A request's body. Exactly one of the two is set.</summary>
/// <param name="Text">Plain text.</param>
/// <param name="Json">JSON whose strings are templates in canonical form.</param>
public sealed record HttpBody(TextTemplate? Text, string? Json);
