using System.Globalization;

namespace DrRunbook.Core.Diagnostics;

/// <summary>Findings about gates: DR0300 to DR0399. A code, once released, keeps its meaning.</summary>
public static class GateDiagnostics
{
    /// <summary>A gate is none of the known ones, or several.</summary>
    public static Diagnostic NotOneGate(SourceSpan at, IReadOnlyCollection<string> found, IEnumerable<string> gates, string? help) =>
        Diagnostic.Error(
            "DR0301",
            at,
            found.Count < 2
                ? $"a gate is exactly one of {string.Join(", ", gates)}"
                : $"a gate is one thing, and this is {string.Join(" and ", found.Select(gate => $"'{gate}'"))}",
            help ?? (found.Count < 2 ? null : "make each an item of the list"));

    /// <summary>A people's gate has an otherwise.</summary>
    public static Diagnostic OtherwiseOnPeople(SourceSpan at, string gate) =>
        Diagnostic.Error("DR0302", at, $"'otherwise' is not allowed on '{gate}': a person's answer is final");

    /// <summary>A role is not declared.</summary>
    public static Diagnostic UnknownRole(SourceSpan at, string role, string? help) =>
        Diagnostic.Error("DR0303", at, $"'{role}' is no role of 'approvers'", help);

    /// <summary>More people are asked for than the roles have.</summary>
    public static Diagnostic TooFewPeople(SourceSpan at, int count, IEnumerable<string> roles, int people) =>
        Diagnostic.Error("DR0304", at, string.Create(CultureInfo.InvariantCulture,
            $"{count} different people are asked for, and {string.Join(", ", roles.Select(role => $"'{role}'"))} together have {people}"));

    /// <summary>The lines of an allOf cannot be filled by different people.</summary>
    public static Diagnostic CannotBeFilled(SourceSpan at) =>
        Diagnostic.Error("DR0305", at, "the lines of 'allOf' cannot all be filled: each needs different people, and the roles do not have enough");

    /// <summary>A time zone is unknown.</summary>
    public static Diagnostic UnknownTimeZone(SourceSpan at, string timeZone) =>
        Diagnostic.Error("DR0306", at, $"time zone '{timeZone}' is not known; an IANA name such as Europe/Berlin or UTC is expected");

    /// <summary>A time of day has the wrong form.</summary>
    public static Diagnostic InvalidTimeOfDay(SourceSpan at, string what, string written) =>
        Diagnostic.Error("DR0307", at, $"{what} '{written}' is no time of day from 00:00 to 23:59");

    /// <summary>An address has the wrong form.</summary>
    /// <param name="form">Such as <c>HOST:PORT</c>.</param>
    public static Diagnostic InvalidAddress(SourceSpan at, string what, string written, string form) =>
        Diagnostic.Error("DR0308", at, $"{what} '{written}' is not {form}, with a port from 1 to 65535");

    /// <summary>A window begins and ends at one time.</summary>
    public static Diagnostic EmptyWindow(SourceSpan at, string time) =>
        Diagnostic.Error("DR0309", at, $"the window begins and ends at {time}, so it is never open");

    /// <summary>A DNS answer can never have the form stated.</summary>
    /// <param name="form">Such as <c>an IPv4 address</c>.</param>
    public static Diagnostic ImpossibleAnswer(SourceSpan at, string type, string value, string form) =>
        Diagnostic.Error("DR0310", at, $"a record of type {type} never answers '{value}', only {form}");
}
