using System.Globalization;

namespace DrRunbook.Core.Diagnostics;

/// <summary>Findings about the runbook and its steps: DR0200 to DR0299. A code, once released, keeps its meaning.</summary>
public static class StepDiagnostics
{
    /// <summary>A step's id has the wrong form.</summary>
    public static Diagnostic InvalidId(SourceSpan at, string id) =>
        Diagnostic.Error("DR0201", at, $"step id '{id}' must be a lower-case letter followed by lower-case letters, digits and hyphens");

    /// <summary>A step has no action, or several.</summary>
    public static Diagnostic NotOneAction(SourceSpan at, string step, IReadOnlyCollection<string> found, IEnumerable<string> actions) =>
        Diagnostic.Error(
            "DR0202",
            at,
            found.Count == 0
                ? $"step '{step}' has no action; exactly one of {string.Join(", ", actions)} is needed"
                : $"step '{step}' has the actions {string.Join(" and ", found.Select(action => $"'{action}'"))}; a step does exactly one thing");

    /// <summary>Two steps have one id.</summary>
    public static Diagnostic DuplicateId(SourceSpan at, string id, SourceSpan first) =>
        Diagnostic.Error("DR0203", at, $"step id '{id}' is already used at {first}");

    /// <summary>A step outside a parallel group has needs.</summary>
    public static Diagnostic NeedsOutsideParallel(SourceSpan at, string step) =>
        Diagnostic.Error("DR0204", at, $"step '{step}' has 'needs', which is only for the steps of a 'parallel'", "in a sequence each step waits for the one before it; leave 'needs' away");

    /// <summary>A step needs itself.</summary>
    public static Diagnostic NeedsItself(SourceSpan at, string step) =>
        Diagnostic.Error("DR0205", at, $"step '{step}' needs itself");

    /// <summary>Steps wait for each other in a circle.</summary>
    /// <param name="circle">The ids in order, the first not repeated at the end.</param>
    public static Diagnostic NeedsCircle(SourceSpan at, IReadOnlyList<string> circle) =>
        Diagnostic.Error("DR0206", at, $"these steps wait for each other in a circle: {Circle(circle)}");

    /// <summary>A step needs a step that is not in its group.</summary>
    public static Diagnostic UnknownSibling(SourceSpan at, string step, string needed, string? help) =>
        Diagnostic.Error("DR0207", at, $"step '{step}' needs '{needed}', which is no sibling of it", help);

    /// <summary>A key stands on a step whose action has no use for it.</summary>
    public static Diagnostic KeyNotForAction(SourceSpan at, string key, string action, IEnumerable<string> actions) =>
        Diagnostic.Error("DR0208", at, $"'{key}' is not for a '{action}' step, only for {string.Join(", ", actions)}");

    /// <summary>A step in <c>afterFailure</c> or <c>finally</c> does what is not allowed there.</summary>
    public static Diagnostic ActionNotAllowedHere(SourceSpan at, string step, string action, string list) =>
        Diagnostic.Error("DR0209", at, $"step '{step}' is a {action} in '{list}', where only 'command', 'http' and a 'wait' gate are allowed");

    /// <summary>A reference names a step that does not exist.</summary>
    /// <param name="where">What refers to it, such as <c>'until'</c>.</param>
    public static Diagnostic UnknownStep(SourceSpan at, string where, string step, string? help) =>
        Diagnostic.Error("DR0210", at, $"{where} names step '{step}', which does not exist", help);

    /// <summary>A reference to a restore point names a step that is no failover.</summary>
    public static Diagnostic StepIsNoFailover(SourceSpan at, string where, string step) =>
        Diagnostic.Error("DR0211", at, $"{where} names step '{step}', which is no failover and has no restore point");

    /// <summary>A manager's name is unknown.</summary>
    public static Diagnostic UnknownManager(SourceSpan at, string manager, string? help) =>
        Diagnostic.Error("DR0212", at, $"'{manager}' is no manager of 'enterpriseManagers'", help);

    /// <summary>A failover names no manager, and none is the default.</summary>
    public static Diagnostic NoManager(SourceSpan at, string step) =>
        Diagnostic.Error("DR0213", at, $"step '{step}' does not say which manager to ask, and there is more than one", "set 'enterpriseManager' in the failover or in 'defaults'");

    /// <summary>A URL has the wrong form.</summary>
    /// <param name="expected">What would be right.</param>
    public static Diagnostic InvalidUrl(SourceSpan at, string url, string expected) =>
        Diagnostic.Error("DR0214", at, $"'{url}' is not {expected}");

    /// <summary>A certificate's thumbprint has the wrong form.</summary>
    public static Diagnostic InvalidThumbprint(SourceSpan at, string thumbprint) =>
        Diagnostic.Error("DR0215", at, $"thumbprint '{thumbprint}' is no SHA-256 in hex: 64 digits, colons between pairs allowed",
            thumbprint.Count(char.IsAsciiHexDigit) == 40 ? "this seems to be SHA-1, which is too weak to pin a certificate" : null);

    /// <summary>A path leaves the root.</summary>
    public static Diagnostic PathLeavesRoot(SourceSpan at, string path) =>
        Diagnostic.Error("DR0216", at, $"path '{path}' leaves the root; every file of a runbook stays below it", "the root is the folder of the nearest '.git'; '--root' names another");

    /// <summary>A file that the runbook names does not exist.</summary>
    public static Diagnostic FileMissing(SourceSpan at, string what, string path) =>
        Diagnostic.Error("DR0217", at, $"{what} '{path}' does not exist; paths are relative to the file that names them");

    /// <summary>An input is neither required nor has a default, or both.</summary>
    public static Diagnostic InputNeedsOneSource(SourceSpan at, string input, bool hasBoth) =>
        Diagnostic.Error("DR0218", at, hasBoth
            ? $"input '{input}' is required and has a default; one of the two is meaningless"
            : $"input '{input}' needs either 'required: true' or a 'default'");

    /// <summary>An input's default is not allowed by its own rules.</summary>
    /// <param name="rule">Such as <c>none of a, b</c>.</param>
    public static Diagnostic DefaultNotAllowed(SourceSpan at, string input, string value, string rule) =>
        Diagnostic.Error("DR0219", at, $"default '{value}' of input '{input}' {rule}");

    /// <summary>An input's pattern is no regular expression that can be used.</summary>
    public static Diagnostic InvalidPattern(SourceSpan at, string pattern, string reason) =>
        Diagnostic.Error("DR0220", at, $"pattern '{pattern}' cannot be used: {reason}", "look-around, back-references and atomic groups are not available, so that a match takes linear time");

    /// <summary>A value is given for an input that is not declared.</summary>
    public static Diagnostic UnknownInput(SourceSpan at, string input, string? help) =>
        Diagnostic.Error("DR0221", at, $"a value is given for input '{input}', which is not declared under 'inputs'", help);

    /// <summary>A required input has no value.</summary>
    public static Diagnostic InputMissing(SourceSpan at, string input, string? help) =>
        Diagnostic.Error("DR0222", at, $"required input '{input}' has no value", help);

    /// <summary>An input's value is not allowed.</summary>
    public static Diagnostic InputNotAllowed(SourceSpan at, string input, string value, string rule) =>
        Diagnostic.Error("DR0223", at, $"value '{value}' of input '{input}' {rule}");

    /// <summary>A reference names nothing that exists.</summary>
    public static Diagnostic UnknownReference(SourceSpan at, string name, string? help) =>
        Diagnostic.Error("DR0224", at, $"'${{{name}}}' refers to nothing", help ?? "a literal '${' is written '$${'");

    /// <summary>A reference stands where it has no value.</summary>
    /// <param name="where">Where it may stand.</param>
    public static Diagnostic ReferenceNotAllowedHere(SourceSpan at, string name, string where) =>
        Diagnostic.Error("DR0225", at, $"'${{{name}}}' must not stand here; it may stand only in {where}");

    /// <summary>A reference is opened and never closed.</summary>
    public static Diagnostic UnclosedReference(SourceSpan at, string text) =>
        Diagnostic.Error("DR0226", at, $"'${{' in '{text}' is never closed by '}}'", "a literal '${' is written '$${'; inside { } or [ ] a value with ${…} must be quoted");

    /// <summary>A reference reads an environment variable that is not listed.</summary>
    public static Diagnostic VariableNotListed(SourceSpan at, string variable, string? help) =>
        Diagnostic.Error("DR0227", at, $"'${{env.{variable}}}' reads a variable that is not listed under 'environment'", help ?? $"add '{variable}' to 'environment'");

    /// <summary>A manager's credential is listed as readable.</summary>
    public static Diagnostic VariableIsCredential(SourceSpan at, string variable) =>
        Diagnostic.Error("DR0228", at, $"variable '{variable}' holds a credential of a manager and must not be readable as '${{env.{variable}}}'");

    /// <summary>A condition tests what it cannot.</summary>
    public static Diagnostic InvalidCondition(SourceSpan at, string reason, string? help) =>
        Diagnostic.Error("DR0229", at, $"'when' {reason}", help);

    /// <summary>Files use each other in a circle, or in a chain that is too long.</summary>
    public static Diagnostic UsesCircle(SourceSpan at, IReadOnlyList<string> files) =>
        Diagnostic.Error("DR0230", at, $"these files use each other in a circle: {Circle(files)}");

    /// <summary>A used file states something that the using runbook does not, or states otherwise.</summary>
    /// <param name="what">Such as <c>manager 'site-b'</c>.</param>
    public static Diagnostic UsedFileDiffers(SourceSpan at, string what, bool isMissing) =>
        Diagnostic.Error("DR0231", at, isMissing
            ? $"{what} of a used file does not exist in the runbook that uses it"
            : $"{what} of a used file differs from the one in the runbook that uses it");

    /// <summary>A used file has a list that only a runbook may have.</summary>
    public static Diagnostic NotInUsedFile(SourceSpan at, string key) =>
        Diagnostic.Error("DR0232", at, $"'{key}' must not stand in a file that is drawn in by 'uses'; it belongs to the runbook as a whole");

    /// <summary>A runbook has too many steps.</summary>
    public static Diagnostic TooManySteps(SourceSpan at, int limit) =>
        Diagnostic.Error("DR0233", at, string.Create(CultureInfo.InvariantCulture, $"the runbook has more than {limit} steps, used files included"));

    /// <summary>Files use each other in a chain that is too long.</summary>
    public static Diagnostic UsesTooDeep(SourceSpan at, int limit) =>
        Diagnostic.Error("DR0234", at, string.Create(CultureInfo.InvariantCulture, $"files use each other in a chain of more than {limit}"));

    /// <summary>A name has the wrong form.</summary>
    /// <param name="what">Such as <c>environment variable</c>.</param>
    /// <param name="form">Such as <c>letters, digits and underscores</c>.</param>
    public static Diagnostic InvalidName(SourceSpan at, string what, string name, string form) =>
        Diagnostic.Error("DR0235", at, $"{what} '{name}' must be {form}");

    /// <summary>The language version is not known.</summary>
    /// <param name="isQuoted">Whether it was written as text.</param>
    public static Diagnostic UnknownVersion(SourceSpan at, string version, bool isQuoted) =>
        Diagnostic.Error(
            "DR0236", at, $"runbook version '{version}' is not known; this drrun reads version 1", isQuoted ? "the version is a number: leave the quotes away" : null);

    /// <summary>A secret's source has the wrong form.</summary>
    public static Diagnostic InvalidSecret(SourceSpan at, string key, string written) =>
        Diagnostic.Error("DR0237", at, $"'{key}' must name where the secret comes from, as env:NAME or file:PATH",
            written.Contains(':', StringComparison.Ordinal) ? null : "a secret itself must never stand in the file");

    /// <summary>A waiver names no code.</summary>
    public static Diagnostic InvalidWaiver(SourceSpan at, string code) =>
        Diagnostic.Error("DR0238", at, $"'{code}' under 'waive' is no code such as DR0412");

    /// <summary>A list of vApps names one that nothing fails over.</summary>
    public static Diagnostic UnknownVApp(SourceSpan at, string key, string vApp, string? help) =>
        Diagnostic.Error("DR0239", at, $"'{key}' names vApp '{vApp}', which no step fails over", help);

    /// <summary>A restore point's id has the wrong form.</summary>
    public static Diagnostic InvalidPointId(SourceSpan at, string id) =>
        Diagnostic.Error("DR0240", at, $"restore point id '{id}' is neither a GUID nor a URN that ends in one");

    /// <summary>A key stands beside an action that has no use for it, or lacks its partner.</summary>
    public static Diagnostic WithWithoutUses(SourceSpan at) =>
        Diagnostic.Error("DR0241", at, "'with' gives inputs to a used file, and there is no 'uses' beside it");

    /// <summary>Restore points are chosen by each other in a circle.</summary>
    public static Diagnostic PointCircle(SourceSpan at, IReadOnlyList<string> circle) =>
        Diagnostic.Error("DR0242", at, $"these restore points are chosen by each other in a circle of 'notNewerThan': {Circle(circle)}");

    /// <summary>The file to use depends on an input that has no value.</summary>
    public static Diagnostic UsesNeedsValue(SourceSpan at, string path) =>
        Diagnostic.Error("DR0243", at, $"'uses: {path}' cannot be followed without the value of its input", "give the value with --input");

    /// <summary>An input's value ends in a dollar sign right before a reference.</summary>
    public static Diagnostic DollarBeforeReference(SourceSpan at, string text) =>
        Diagnostic.Error("DR0244", at, $"in '{text}' the value of an input ends in '$' right before another reference, where '$${{' would mean a literal '${{'");

    /// <summary>Inputs bring too much text.</summary>
    public static Diagnostic InputsTooLong(SourceSpan at, int limit) =>
        Diagnostic.Error("DR0245", at, string.Create(CultureInfo.InvariantCulture, $"the values of inputs bring more than {limit} characters into the runbook"));

    private static string Circle(IReadOnlyList<string> names)
    {
        var shown = names.Count > 10 ? [.. names.Take(9), "…"] : names;
        return string.Join(" -> ", shown.Append(names[0]).Select(name => name == "…" ? name : $"'{name}'"));
    }
}
