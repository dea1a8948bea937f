namespace DrRunbook.Core.Diagnostics;

/// <content>People, undo, what is unused, what is not stated, secrets, waivers.</content>
public static partial class LintDiagnostics
{
    /// <summary>A gate that may wait for ever.</summary>
    public static Diagnostic GateWithoutLimit(SourceSpan at, string step) => Diagnostic.Warning(
        "DR0445", at, $"a 'window' gate of step '{step}' has no limit: a run can wait for days", "add 'within'");

    /// <summary>One person owns the runbook and agrees to it.</summary>
    public static Diagnostic OwnerApprovesAlone(SourceSpan at, string step, string owner) => Diagnostic.Warning(
        "DR0446", at, $"the approval in step '{step}' can only be given by {owner}, who owns the runbook", "let a role agree that somebody else holds too");

    /// <summary>People may use the whole RTO up.</summary>
    public static Diagnostic PeopleMayTakeTheRto(SourceSpan at, string step, string within, string rto) => Diagnostic.Warning(
        "DR0447", at, $"people have {within} to answer in step '{step}', longer than the RTO of {rto}", "give 'within' what the RTO can spare, and a 'target' for what is expected");

    /// <summary>Anybody may say that it is done.</summary>
    public static Diagnostic AnybodyMayConfirm(SourceSpan at, string step) => Diagnostic.Info(
        "DR0448", at, $"anybody may confirm the manual gate in step '{step}'", "name the roles that may, with 'from'");

    /// <summary>Nobody declares the disaster.</summary>
    public static Diagnostic NobodyAgrees(SourceSpan at, string vApp) => Diagnostic.Info(
        "DR0449", at, $"nobody is asked before '{vApp}' is failed over in a disaster", "begin with an 'approval' gate, so that the report shows who declared it");

    /// <summary>A drill owes an undo that nothing asks for.</summary>
    public static Diagnostic UndoNotAskedFor(SourceSpan at, string vApps) => Diagnostic.Warning(
        "DR0450", at, $"a drill leaves the undo of {vApps} owed, and no step asks for it", "end with a 'manual' gate with 'undoes: all' and 'when: drill'");

    /// <summary>The undo is asked for before the failover.</summary>
    public static Diagnostic UndoAskedForTooEarly(SourceSpan at, string step, string vApp) => Diagnostic.Warning(
        "DR0451", at, $"step '{step}' asks for the undo of '{vApp}', which may be failed over only after it", "put it behind the last failover");

    /// <summary>Who starts the run agrees to it, alone.</summary>
    public static Diagnostic StarterApprovesAlone(SourceSpan at, string step) => Diagnostic.Warning(
        "DR0452", at, $"in step '{step}' who starts the run may approve it alone", "ask for two, or leave 'starterMayApprove' out");

    /// <summary>A role that no gate asks.</summary>
    public static Diagnostic UnaskedRole(SourceSpan at, string role) => Diagnostic.Warning(
        "DR0453", at, $"no gate asks the role '{role}'", "name it in a gate's 'from', or take it out of 'approvers'");

    /// <summary>An input that changes nothing.</summary>
    public static Diagnostic UnusedInput(SourceSpan at, string input) => Diagnostic.Warning(
        "DR0454", at, $"the input '{input}' is used nowhere", $"use it as ${{inputs.{input}}}, or take it out");

    /// <summary>A variable that nothing reads.</summary>
    public static Diagnostic UnreadVariable(SourceSpan at, string variable) => Diagnostic.Warning(
        "DR0455", at, $"'environment' lists '{variable}', and nothing reads it", "take it out: the list says what the runbook may read");

    /// <summary>A manager that nothing is failed over by.</summary>
    public static Diagnostic UnusedManager(SourceSpan at, string manager) => Diagnostic.Warning(
        "DR0456", at, $"no failover uses the manager '{manager}', and a run wants it to answer", "take it out, or name it in the failovers that are its");

    /// <summary>Nobody answers for the runbook.</summary>
    public static Diagnostic NoOwner(SourceSpan at) => Diagnostic.Warning(
        "DR0457", at, "the runbook has no owner", "owner: the team that keeps it right");

    /// <summary>A failure reaches nobody.</summary>
    public static Diagnostic NobodyIsTold(SourceSpan at) => Diagnostic.Info(
        "DR0458", at, "nobody is told of a failure: there is neither 'notify' nor 'afterFailure'", "add one of them");

    /// <summary>A secret in the file.</summary>
    public static Diagnostic LooksLikeSecret(SourceSpan at, string step, string where) => Diagnostic.Warning(
        "DR0459", at, $"{where} in step '{step}' looks like a secret", "name it with '…From: env:NAME' or 'file:PATH', and change it: what stood in git is known");

    /// <summary>A waiver without a finding.</summary>
    public static Diagnostic WaivesNothing(SourceSpan at, string code) => Diagnostic.Warning(
        "DR0460", at, $"the waiver of {code} waives nothing", "take it out: it would hide the next one");

    /// <summary>A waiver of what is no lint finding.</summary>
    public static Diagnostic NotWaivable(SourceSpan at, string code) => Diagnostic.Warning(
        "DR0461", at, $"{code} is no finding of lint and cannot be waived", "'drrun explain' tells what a code means");

    /// <summary>An exercise without criteria.</summary>
    public static Diagnostic NoCriteria(SourceSpan at) => Diagnostic.Info(
        "DR0462", at, "no criteria of success are stated before the run", "exercise: { criteria: [...] }: an audit asks for them");
}
