using System.Globalization;

namespace DrRunbook.Core.Diagnostics;

/// <summary>Findings about evidence bundles: DR0700 to DR0799. A code, once released, keeps its meaning.</summary>
/// <remarks>Their place is a file of the bundle.</remarks>
public static class VerificationDiagnostics
{
    /// <summary>A file that the bundle must have is not there.</summary>
    public static Diagnostic FileMissing(string file) => Error("DR0701", file, $"'{file}' is missing");

    /// <summary>A file is there that nothing vouches for.</summary>
    public static Diagnostic FileUnknown(string file) =>
        Error("DR0702", file, $"'{file}' is no part of the bundle: nothing vouches for it", "keep notes of your own outside the folder");

    /// <summary>A file is not the one that the manifest names.</summary>
    /// <param name="found">SHA-256 of the bytes that are there.</param>
    public static Diagnostic FileAltered(string file, string found) =>
        Error("DR0703", file, $"'{file}' is not the file that manifest.sha256 names: its SHA-256 is {found}");

    /// <summary>A file is not written in its one form.</summary>
    /// <param name="why">As a sentence without its full stop.</param>
    public static Diagnostic NotCanonical(string file, string why) => Error("DR0704", file, $"'{file}' is not written as drrun writes it: {why}");

    /// <summary>A file makes no sense.</summary>
    /// <param name="why">As a sentence without its full stop.</param>
    public static Diagnostic Unreadable(string file, string why) => Error("DR0705", file, $"'{file}' cannot be read: {why}");

    /// <summary>A signature does not hold.</summary>
    /// <param name="why">As a sentence without its full stop.</param>
    public static Diagnostic SignatureWrong(string file, string keyId, string why) => Error("DR0706", file, $"the signature of '{keyId}' on '{file}' does not hold: {why}");

    /// <summary>Somebody whose signature was asked for has not signed.</summary>
    /// <param name="who">A key, or a principal.</param>
    /// <param name="why">As a sentence without its full stop, or null.</param>
    public static Diagnostic NotSignedBy(string file, string who, string? why) => Error(
        "DR0707",
        file,
        $"'{file}' is not signed by {who}{(why is null ? "" : $": {why}")}",
        "a bundle that somebody else has signed, or signed anew after a change, looks like this; ask where it comes from");

    /// <summary>A statement does not say what the bundle holds.</summary>
    /// <param name="what">Where they differ.</param>
    public static Diagnostic StatementDiffers(string file, string what) => Error("DR0708", file, $"the statement in '{file}' does not fit the bundle: {what}");

    /// <summary>A file is not the one that the journal names.</summary>
    /// <param name="named">The SHA-256 that the journal names.</param>
    public static Diagnostic NotAsNamed(string file, string named) => Error("DR0709", file, $"'{file}' is not what the journal names with SHA-256 {named}");

    /// <summary>A decision in the journal is not the one that follows from what it records before.</summary>
    /// <param name="entry">The entry, from 1.</param>
    /// <param name="why">What it says and what follows.</param>
    public static Diagnostic DecisionDiffers(long entry, string why) => Diagnostic.Error(
        "DR0710", new SourceSpan("journal.jsonl", (int)entry, 1), string.Create(CultureInfo.InvariantCulture, $"journal entry {entry} {why}"));

    /// <summary>The report tells a fact otherwise than plan and journal.</summary>
    /// <param name="fact">Such as <c>verdict.outcome</c>.</param>
    public static Diagnostic ReportDiffers(string file, string fact, string told, string derived) =>
        Error("DR0711", file, $"'{file}' says '{told}' as {fact}, where plan and journal amount to '{derived}'");

    /// <summary>A rendering is not what drrun makes of the run.</summary>
    public static Diagnostic RenderingDiffers(string file) => Error("DR0712", file, $"'{file}' is not what drrun makes of plan and journal");

    /// <summary>An answer or a start does not carry the signature that the journal says it does.</summary>
    /// <param name="file">What was signed, or the journal.</param>
    /// <param name="entry">The journal's entry, from 1.</param>
    /// <param name="why">What does not hold, as a sentence without its full stop.</param>
    public static Diagnostic ApprovalWrong(string file, long entry, string why) =>
        Error("DR0713", file, string.Create(CultureInfo.InvariantCulture, $"what journal entry {entry} says was signed was not: {why}"));

    /// <summary>A timestamp does not hold, or none of an authority that was asked for is there.</summary>
    /// <param name="why">As a sentence without its full stop.</param>
    public static Diagnostic TimestampWrong(string file, string why) => Error("DR0714", file, $"'{file}' does not prove when the journal was there: {why}");

    /// <summary>Nobody said whose signature counts.</summary>
    public static Diagnostic OriginNotProven(string file) => Diagnostic.Warning(
        "DR0715",
        SourceSpan.WholeFile(file),
        "no trusted key was named: the bundle is intact, and who made it is not proven",
        "name the key with --key, or --allowed-signers with --as; take it from its owner, never from the bundle");

    /// <summary>The bundle is of a later version.</summary>
    public static Diagnostic OtherFormat(string file, string found, string known) =>
        Error("DR0716", file, $"'{file}' is of the type '{found}'; this version of drrun knows {known}", "verify it with the version of drrun that made it, or a later one");

    private static Diagnostic Error(string code, string file, string message, string? help = null) => Diagnostic.Error(code, SourceSpan.WholeFile(file), message, help);
}
