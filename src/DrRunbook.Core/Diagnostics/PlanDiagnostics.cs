namespace DrRunbook.Core.Diagnostics;

/// <summary>Findings about plans: DR0400 to DR0499. A code, once released, keeps its meaning.</summary>
public static class PlanDiagnostics
{
    /// <summary>A step refers to one that <c>when</c> keeps out of this plan.</summary>
    public static Diagnostic RefersToLeftOut(SourceSpan at, string what, string leftOut, string mode) =>
        Diagnostic.Error("DR0401", at, $"{what} refers to step '{leftOut}', which is not in the {mode} plan", "let the reference's step have the same 'when', or refer to a step of every plan");

    /// <summary>A failover of a fenced vApp may start before its fence.</summary>
    public static Diagnostic NotAfterFence(SourceSpan at, string step, string vApp, string fence) =>
        Diagnostic.Error("DR0402", at, $"step '{step}' fails '{vApp}' over, but does not come after step '{fence}', which fences it", $"put '{fence}' before it, in a sequence or by 'needs'");

    /// <summary>No manager lists the vApp.</summary>
    public static Diagnostic VAppNotFound(SourceSpan at, string vApp, string manager) =>
        Diagnostic.Error("DR0403", at, $"manager '{manager}' has no restore point of a vApp '{vApp}'", "look the name up in the backup console; replicas of the last minutes may not be listed yet");

    /// <summary>Several replicas carry the vApp's name.</summary>
    public static Diagnostic VAppAmbiguous(SourceSpan at, string vApp, IEnumerable<string> candidates) =>
        Diagnostic.Error("DR0404", at, $"vApp '{vApp}' has more than one replica: {string.Join("; ", candidates)}", "name the one that is meant with 'backupServer' or 'replica'");

    /// <summary>The selector matches no point.</summary>
    public static Diagnostic NoPointMatches(SourceSpan at, string vApp, string selector, string nearest) =>
        Diagnostic.Error("DR0405", at, $"no restore point of '{vApp}' is {selector}", nearest);

    /// <summary>The point is older than an objective or limit allows.</summary>
    public static Diagnostic PointTooOld(SourceSpan at, string why) =>
        Diagnostic.Error("DR0406", at, why, "wait for the next replication, choose another point, or say 'allowStale: true' in the failover");

    /// <summary>The point is older than the RPO, and that is allowed.</summary>
    public static Diagnostic StalePoint(SourceSpan at, string why) =>
        Diagnostic.Warning("DR0407", at, $"{why}; 'allowStale' allows it");

    /// <summary>The manager offers no failover of the point.</summary>
    public static Diagnostic CannotFailOver(SourceSpan at, string vApp, string point) =>
        Diagnostic.Error("DR0408", at, $"the manager offers no failover of '{vApp}' to {point}: the replica may be failed over already", "look at the replica's state in the backup console; an undo may be owed");

    /// <summary>Steps want points not newer than each other's, in a circle.</summary>
    public static Diagnostic PointCycle(SourceSpan at, IEnumerable<string> steps) =>
        Diagnostic.Error("DR0409", at, $"'notNewerThan' goes round in a circle: {string.Join(" -> ", steps)}");

    /// <summary>The manager could not say which points there are.</summary>
    public static Diagnostic PointsUnknown(SourceSpan at, string vApp, string manager, string problem) =>
        Diagnostic.Error("DR0410", at, $"manager '{manager}' could not list the restore points of '{vApp}': {problem}");

    /// <summary>A program of the runbook is not there.</summary>
    public static Diagnostic ProgramMissing(SourceSpan at, string path) =>
        Diagnostic.Error("DR0411", at, $"program '{path}' is not an executable file below the runbook's root");

    /// <summary>A manager that is not required is away.</summary>
    public static Diagnostic ManagerAway(SourceSpan at, string manager, string detail) =>
        Diagnostic.Warning("DR0413", at, $"manager '{manager}' does not answer and is not required: its steps will fail at their turn ({detail})");

    /// <summary>Nothing fences the sources.</summary>
    public static Diagnostic NothingFences(SourceSpan at) =>
        Diagnostic.Warning("DR0414", at, "nothing in this plan fences the source vApps: a failover leaves them running", "add a step with 'fences', or state the reason in 'unfenced'");

    /// <summary>The file of allowed signers cannot be used as it stands.</summary>
    public static Diagnostic SignersUnusable(SourceSpan at, string path, string problem) =>
        Diagnostic.Error("DR0415", at, $"allowed signers '{path}': {problem}", "'ssh-keygen -Y' and drrun read this file alike; see ALLOWED SIGNERS in ssh-keygen(1)");

    /// <summary>A program that comes from PATH is not there.</summary>
    public static Diagnostic ProgramNotInPath(SourceSpan at, string step, string program) =>
        Diagnostic.Error("DR0416", at, $"program '{program}' of step '{step}' is in no folder of PATH on this machine", "install it where the run is started, or name it by its path below the runbook's root");

    /// <summary>A value that a step, or an address of <c>notify</c>, needs is not there.</summary>
    /// <param name="who">Such as <c>step 'page'</c>.</param>
    public static Diagnostic ValueNotThere(SourceSpan at, string who, string source, string problem) =>
        Diagnostic.Error("DR0417", at, $"{who} needs {source}, which {problem}", "set it where the run is started; its value is read when it is needed");

    /// <summary>Nobody's key of a person is valid now.</summary>
    public static Diagnostic KeyNotValid(SourceSpan at, string person, string path) =>
        Diagnostic.Warning("DR0418", at, $"no key of '{person}' in '{path}' is valid now: a signature would be refused", "mend 'valid-after' and 'valid-before' of the line, or add a key");

    /// <summary>Another run holds the replica.</summary>
    public static Diagnostic ClaimedByRun(SourceSpan at, string step, string vApp, string run) =>
        Diagnostic.Error("DR0419", at, $"the replica of '{vApp}' is claimed by run {run}: step '{step}' would be refused", $"confirm the undo that run owes ('drrun status {run}' shows it), or wait for its end");

    /// <summary>The manager's certificate runs out soon, or has.</summary>
    public static Diagnostic CertificateExpires(SourceSpan at, string manager, string when) =>
        Diagnostic.Warning("DR0468", at, $"the certificate of manager '{manager}' {when}", "have it renewed before it is needed; a new one needs a new 'thumbprint' where it is pinned");

    /// <summary>A folder that a program is to run in is not there.</summary>
    public static Diagnostic FolderNotThere(SourceSpan at, string step, string folder) =>
        Diagnostic.Error("DR0469", at, $"the working directory '{folder}' of step '{step}' is no folder below the runbook's root");
}
