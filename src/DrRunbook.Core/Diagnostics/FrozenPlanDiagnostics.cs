namespace DrRunbook.Core.Diagnostics;

/// <summary>What keeps a frozen plan from being executed: DR0470 to DR0475. A code, once released, keeps its meaning.</summary>
public static class FrozenPlanDiagnostics
{
    private const string PlanAnew = "make the plan anew with 'drrun plan FILE --out', and have that reviewed";

    /// <summary>The file is no plan that was frozen, or no longer the one that was.</summary>
    public static Diagnostic NotFrozen(SourceSpan at, string problem) =>
        Diagnostic.Error("DR0470", at, $"this is no frozen plan: {problem}", "'drrun plan FILE --out plan.json' writes one; its bytes are what was reviewed and may not be edited");

    /// <summary>The plan has expired.</summary>
    public static Diagnostic Expired(SourceSpan at, string expiresAt) =>
        Diagnostic.Error("DR0471", at, $"this plan expired at {expiresAt}", PlanAnew);

    /// <summary>The plan was executed already.</summary>
    public static Diagnostic ExecutedAlready(SourceSpan at, string digest, string run) =>
        Diagnostic.Error("DR0472", at, $"the plan {digest} was executed already, by run {run}", $"'drrun status {run}' shows it and 'drrun resume {run}' goes on with it; for another run make another plan");

    /// <summary>A file is no longer what was planned.</summary>
    public static Diagnostic FileAltered(SourceSpan at, string path, string root) =>
        Diagnostic.Error("DR0473", at, $"'{path}' below {root} is not the file that was planned", "go back to the commit that was planned, name its checkout with '--root', or make the plan anew");

    /// <summary>A pinned restore point is gone.</summary>
    public static Diagnostic PointGone(SourceSpan at, string step, string vApp, string createdAt, string manager) =>
        Diagnostic.Error("DR0474", at, $"the restore point of {createdAt} of '{vApp}' that step '{step}' pins is no longer listed by manager '{manager}'", PlanAnew);

    /// <summary>There is a newer point than the one that is pinned.</summary>
    public static Diagnostic NewerPoint(SourceSpan at, string text) =>
        Diagnostic.Warning("DR0475", at, text, "the run takes the pinned one; '--points select' freezes a plan that chooses at the start");
}
