using System.Globalization;

namespace DrRunbook.Core.Diagnostics;

/// <summary>Findings about journals: DR0500 to DR0599. A code, once released, keeps its meaning.</summary>
/// <remarks>Their place is the entry's line in an exported <c>journal.jsonl</c>.</remarks>
public static class JournalDiagnostics
{
    /// <summary>A line is no journal entry.</summary>
    public static Diagnostic Unreadable(long entry, string why) => Error("DR0501", entry, $"cannot be read: {why}");

    /// <summary>An entry is missing, or one stands twice or elsewhere.</summary>
    public static Diagnostic OutOfOrder(long entry, long found) =>
        Error("DR0502", entry, string.Create(CultureInfo.InvariantCulture, $"is numbered {found}"));

    /// <summary>A line does not name the hash of the one before.</summary>
    public static Diagnostic ChainBroken(long entry) => Error("DR0503", entry, "does not follow the line before it: the hash chain is broken");

    /// <summary>An entry is another run's.</summary>
    public static Diagnostic OtherRun(long entry, string run) => Error("DR0504", entry, $"belongs to run {run}");

    /// <summary>An entry's type is of a later version.</summary>
    public static Diagnostic UnknownType(long entry, string type) => Error("DR0505", entry, $"has the type '{type}', which this version does not know");

    /// <summary>The entries tell what cannot have happened.</summary>
    public static Diagnostic ImpossibleMove(long entry, string why) => Error("DR0506", entry, $"tells an impossible move: {why}");

    /// <summary>The journal does not begin as journals do.</summary>
    public static Diagnostic NoBeginning(string run) => Error("DR0507", 1, $"of run {run} is no 'run-started'");

    /// <summary>The journal's format is of another version.</summary>
    public static Diagnostic OtherFormat(int format, string toolVersion, int known) =>
        Error("DR0508", 1, string.Create(CultureInfo.InvariantCulture, $"states format {format}, written by drrun {toolVersion}; this version reads format {known}"));

    /// <summary>The plan that the journal names is not in the store as it was.</summary>
    public static Diagnostic PlanMissing(string digest) => Error("DR0509", 1, $"names the plan {digest}, which is missing or altered");

    private static Diagnostic Error(string code, long entry, string what) => Diagnostic.Error(
        code,
        new SourceSpan("journal.jsonl", (int)entry, 1),
        string.Create(CultureInfo.InvariantCulture, $"journal entry {entry} {what}"),
        "a damaged journal is never repaired: restore the store from a backup, and keep this one as evidence");
}
