namespace DrRunbook.Core.Diagnostics;

/// <summary>Findings of lint: DR0412 and DR0420 to DR0499. They can be waived; a code, once released, keeps its meaning.</summary>
/// <content>Order, names, proof, restore points, fencing.</content>
public static partial class LintDiagnostics
{
    /// <summary>Nothing but the task says that the service is up.</summary>
    public static Diagnostic Unverified(SourceSpan at, string step, string vApp) => Diagnostic.Warning(
        "DR0412", at, $"step '{step}' fails '{vApp}' over and verifies nothing: a finished task is no running service", "add 'verify' with a 'tcp', 'http' or 'dns' gate that only the started service can pass");

    /// <summary>Failovers stand in the order of the alphabet.</summary>
    public static Diagnostic AlphabeticalOrder(SourceSpan at, int count, string first, string last) => Diagnostic.Warning(
        "DR0420", at, $"{count} failovers stand in alphabetical order, from '{first}' to '{last}': that is a list, not an order", "put what others need first, and let what needs nothing of each other run in 'parallel'");

    /// <summary>What others log on to does not come first.</summary>
    public static Diagnostic DirectoryLate(SourceSpan at, string directory, string early) => Diagnostic.Warning(
        "DR0421", at, $"'{directory}' looks like a directory or name service, and these do not wait for it: {early}", "fail it over first, with a gate that it answers; the label 'role' says what a vApp is where its name misleads");

    /// <summary>A database comes after what uses it.</summary>
    public static Diagnostic DatabaseLate(SourceSpan at, string database, string early) => Diagnostic.Warning(
        "DR0422", at, $"'{database}' looks like the database of what is failed over before it: {early}", "fail the database over first; the label 'role' says what a vApp is where its name misleads");

    /// <summary>Two steps of a plan fail the same vApp over.</summary>
    public static Diagnostic FailedOverTwice(SourceSpan at, string vApp, string other) => Diagnostic.Warning(
        "DR0423", at, $"'{vApp}' is failed over by step '{other}' already: the second request meets a replica that is failed over", "keep one of the two, or name 'backupServer' or 'replica' where two replicas are meant");

    /// <summary>Two names differ by a slip.</summary>
    public static Diagnostic NearlyTheSameName(SourceSpan at, string vApp, string other) => Diagnostic.Warning(
        "DR0424", at, $"the vApp '{vApp}' differs from '{other}' by letter case or a single letter", "if they are the same, spell them alike; if they are not, waive this with the reason");

    /// <summary>Many failovers, one after another.</summary>
    public static Diagnostic OneLongSequence(SourceSpan at, int count) => Diagnostic.Info(
        "DR0425", at, $"all {count} failovers run one after another: the recovery time is the sum of them", "let those that need nothing of each other run in 'parallel', with 'needs' where they do");

    /// <summary>A parallel group that is none.</summary>
    public static Diagnostic NoRealParallel(SourceSpan at, string step, string why) => Diagnostic.Warning(
        "DR0426", at, $"the parallel group '{step}' {why}", "write it as a 'sequence', or as the step alone");

    /// <summary>Time is the only proof.</summary>
    public static Diagnostic OnlyWaits(SourceSpan at, string step) => Diagnostic.Warning(
        "DR0427", at, $"step '{step}' verifies by waiting alone: time that has gone by proves nothing", "probe the service instead; the gate passes as soon as it answers");

    /// <summary>A service just started is asked once.</summary>
    public static Diagnostic TriedOnce(SourceSpan at, string step) => Diagnostic.Warning(
        "DR0428", at, $"a 'verify' gate of the failover '{step}' is tried once: a VM that has just been started rarely answers at once", "give it time, such as 'within: 5m'");

    /// <summary>Nothing checks the service as a whole.</summary>
    public static Diagnostic NothingProvesTheWhole(SourceSpan at, string step) => Diagnostic.Info(
        "DR0429", at, $"nothing checks the service as a whole after the last failover, '{step}'", "end with a gate that a customer would recognise, such as an http check of a business page");

    /// <summary>The check that decides only warns.</summary>
    public static Diagnostic LastProofOnlyWarns(SourceSpan at, string step) => Diagnostic.Warning(
        "DR0430", at, $"step '{step}' stops the RTO clock, and a check of it only warns: the recovery counts as proven when it fails", "let the check fail the step");

    /// <summary>Points of application and database are chosen apart from each other.</summary>
    public static Diagnostic PointsMayNotFit(SourceSpan at, string step, string vApp, string database, string databaseStep) => Diagnostic.Info(
        "DR0431", at, $"step '{step}' takes the latest point of '{vApp}', which may be newer than that of its database '{database}'", $"restorePoint: {{ notNewerThan: {databaseStep} }} keeps them together");

    /// <summary>A point that ages with the file.</summary>
    public static Diagnostic FixedPoint(SourceSpan at, string step, string what) => Diagnostic.Warning(
        "DR0432", at, $"step '{step}' names one restore point (by '{what}'): it is of one day, and will be gone on another", "choose by 'latest', 'maxAge' or 'notNewerThan', or take the value from an input");

    /// <summary>A fence that may fail.</summary>
    public static Diagnostic ToleratedFence(SourceSpan at, string step) => Diagnostic.Warning(
        "DR0433", at, $"the failure of the fencing step '{step}' is tolerated: the failovers go on while their sources may run", "let it halt the run, or ask a person with a 'manual' gate");

    /// <summary>A fence that nothing proves.</summary>
    public static Diagnostic UnprovenFence(SourceSpan at, string step) => Diagnostic.Info(
        "DR0434", at, $"nothing proves that the fencing step '{step}' has worked", "add 'verify': a command that fails while the source still answers, or a person's word");
}
