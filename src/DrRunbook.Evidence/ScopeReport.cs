using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence;

/// <summary>A vApp that the plan fails over.</summary>
/// <param name="Tier">The label <c>tier</c> of its step or of the nearest group that has one, or null.</param>
/// <param name="Requested">Whether its failover was asked for in this run.</param>
/// <param name="Outcome">What became of its step.</param>
public sealed record ScopedVApp(string VApp, ManagerName Manager, StepId Step, string? Tier, bool Requested, StepOutcome Outcome);

/// <summary>The main steps that carry the same label <c>tier</c>, themselves or by their group.</summary>
/// <param name="Steps">How many; groups are not counted.</param>
/// <param name="Done">How many of them let what follows go on: succeeded, with a warning, or skipped.</param>
/// <param name="RecoveredAt">When the last of them ended; null as long as one has not ended well.</param>
/// <param name="RecoveryTime">The RTO against the step or group of the tier that is worst off by its own; where none is stated, the last to end.</param>
/// <param name="RecoveryStep">That step, or null where none ran.</param>
/// <param name="DataLoss">The RPO against the failover of the tier that is worst off by its own.</param>
/// <param name="LossStep">That failover, or null where none was asked for.</param>
/// <param name="Time">What the time of its steps went into, added up: work, not time by the clock.</param>
public sealed record TierReport(
    string Tier,
    int Steps,
    int Done,
    ReportMoment? RecoveredAt,
    Objective RecoveryTime,
    StepId? RecoveryStep,
    Objective DataLoss,
    StepId? LossStep,
    TimeParts Time);
