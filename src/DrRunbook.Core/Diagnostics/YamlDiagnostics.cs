using System.Globalization;

namespace DrRunbook.Core.Diagnostics;

/// <summary>Findings about files, YAML and the shape of values: DR0100 to DR0199. A code, once released, keeps its meaning.</summary>
public static class YamlDiagnostics
{
    /// <summary>A file cannot be read.</summary>
    /// <param name="reason">Such as <c>it does not exist</c>.</param>
    public static Diagnostic Unreadable(SourceSpan at, string path, string reason) =>
        Diagnostic.Error("DR0101", at, $"file '{path}' cannot be read: {reason}");

    /// <summary>A file is larger than allowed.</summary>
    public static Diagnostic TooLarge(SourceSpan at, int limitBytes) =>
        Diagnostic.Error("DR0102", at, Invariant($"the file is larger than {limitBytes / 1024 / 1024} MiB"), "split it and draw the parts in with 'uses'");

    /// <summary>A file is not UTF-8 text.</summary>
    /// <param name="found">What it seems to be.</param>
    public static Diagnostic NotUtf8(SourceSpan at, string found) =>
        Diagnostic.Error("DR0103", at, $"the file is not UTF-8 text: {found}", "save the file as UTF-8");

    /// <summary>The text is no YAML.</summary>
    /// <param name="reason">What the parser says.</param>
    public static Diagnostic Syntax(SourceSpan at, string reason, string? help) =>
        Diagnostic.Error("DR0104", at, $"this is not valid YAML: {reason}", help);

    /// <summary>A tab indents a line.</summary>
    public static Diagnostic TabIndents(SourceSpan at) =>
        Diagnostic.Error("DR0105", at, "a tab indents this line; YAML is indented with spaces alone");

    /// <summary>A file holds nothing.</summary>
    public static Diagnostic EmptyDocument(SourceSpan at) =>
        Diagnostic.Error("DR0106", at, "the file holds no YAML value; a mapping with 'version' was expected");

    /// <summary>A file holds more than one document.</summary>
    public static Diagnostic SecondDocument(SourceSpan at) =>
        Diagnostic.Error("DR0107", at, "a second YAML document begins here; a file holds exactly one", "remove the line '---', or give each document a file of its own");

    /// <summary>The nodes nest too deep.</summary>
    public static Diagnostic TooDeep(SourceSpan at, int limit) =>
        Diagnostic.Error("DR0108", at, Invariant($"the file nests deeper than {limit} levels"));

    /// <summary>There are too many nodes, aliases counted as what they stand for.</summary>
    public static Diagnostic TooManyNodes(SourceSpan at, int limit) =>
        Diagnostic.Error("DR0109", at, Invariant($"the file has more than {limit} values, aliases and used files counted as often as they are used"));

    /// <summary>A mapping has a key twice.</summary>
    public static Diagnostic DuplicateKey(SourceSpan at, string key, SourceSpan first) =>
        Diagnostic.Error("DR0110", at, $"key '{key}' is already given at {first}");

    /// <summary>A merge key stands in a mapping.</summary>
    public static Diagnostic MergeKey(SourceSpan at) =>
        Diagnostic.Error("DR0111", at, "'<<' does not merge here; YAML 1.2 has no merge keys", "write the keys out, or use 'defaults' or 'uses'");

    /// <summary>An alias stands inside the value that it refers to.</summary>
    public static Diagnostic RecursiveAlias(SourceSpan at, string anchor) =>
        Diagnostic.Error("DR0112", at, $"alias '*{anchor}' stands inside the value that it refers to");

    /// <summary>An alias refers to nothing.</summary>
    public static Diagnostic UnknownAlias(SourceSpan at, string alias, string? help) =>
        Diagnostic.Error("DR0113", at, $"alias '*{alias}' refers to no anchor above it", help ?? "a text that begins with '*' must be quoted");

    /// <summary>A key is a list or a mapping.</summary>
    public static Diagnostic KeyIsNoText(SourceSpan at) =>
        Diagnostic.Error("DR0114", at, "a key must be plain text, not a list or a mapping", "a value that begins with '{' or '[' must be quoted, '${…}' inside '{ }' as well");

    /// <summary>A node carries a tag that has no meaning here.</summary>
    public static Diagnostic UnknownTag(SourceSpan at, string tag) =>
        Diagnostic.Error("DR0115", at, $"tag '{tag}' has no meaning here", "a text that begins with '!' must be quoted");

    /// <summary>A mapping has a key that means nothing in it.</summary>
    /// <param name="what">What the mapping is, such as <c>a step</c>.</param>
    public static Diagnostic UnknownKey(SourceSpan at, string key, string what, string? help) =>
        Diagnostic.Error("DR0116", at, $"'{key}' is no key of {what}", help);

    /// <summary>A mapping lacks a key.</summary>
    public static Diagnostic MissingKey(SourceSpan at, string key, string what) =>
        Diagnostic.Error("DR0117", at, $"{what} needs '{key}'");

    /// <summary>A value has another shape than expected.</summary>
    /// <param name="expected">Such as <c>a list</c>.</param>
    /// <param name="found">Such as <c>a mapping</c>.</param>
    public static Diagnostic WrongShape(SourceSpan at, string what, string expected, string found, string? help = null) =>
        Diagnostic.Error("DR0118", at, $"{what} is {found}, where {expected} is expected", help);

    /// <summary>A text is expected, and YAML reads a number, a truth value or nothing.</summary>
    public static Diagnostic NotText(SourceSpan at, string what, string written, string kind) =>
        Diagnostic.Error("DR0119", at, $"{what} is {kind} ({written}), where text is expected", $"quote it: '{written}'");

    /// <summary>A value is no duration.</summary>
    public static Diagnostic NotADuration(SourceSpan at, string what, string written) =>
        Diagnostic.Error(
            "DR0120",
            at,
            $"{what} '{written}' is no duration such as 500ms, 30s, 45m, 2h or 1h30m, of at most a year (8760h)",
            written.Length > 0 && written.All(char.IsAsciiDigit) ? $"a bare number has no unit; did you mean '{written}s' or '{written}m'?" : null);

    /// <summary>A value is no point in time.</summary>
    public static Diagnostic NotATime(SourceSpan at, string what, string written) =>
        Diagnostic.Error("DR0121", at, $"{what} '{written}' is no time in the form 2026-11-23T08:00:00Z or 2026-11-23T09:00:00+01:00 (RFC 3339, the offset is needed)");

    /// <summary>A value is no number in the range.</summary>
    /// <param name="expected">Such as <c>a whole number from 1 to 65535</c>.</param>
    public static Diagnostic NotANumber(SourceSpan at, string what, string written, string expected, string? help = null) =>
        Diagnostic.Error("DR0122", at, $"{what} '{written}' is not {expected}", help);

    /// <summary>A value is neither true nor false.</summary>
    public static Diagnostic NotABoolean(SourceSpan at, string what, string written) =>
        Diagnostic.Error("DR0123", at, $"{what} '{written}' is neither true nor false");

    /// <summary>A value is none of the words allowed.</summary>
    public static Diagnostic NotAChoice(SourceSpan at, string what, string written, IReadOnlyCollection<string> choices, string? help) =>
        Diagnostic.Error(
            "DR0124",
            at,
            choices.Count == 1
                ? $"{what} '{written}' is not '{choices.First()}', the only word known here"
                : $"{what} '{written}' is none of {string.Join(", ", choices)}",
            help);

    /// <summary>A text, list or mapping is empty where it must not be.</summary>
    public static Diagnostic Empty(SourceSpan at, string what) =>
        Diagnostic.Error("DR0125", at, $"{what} is empty");

    /// <summary>Of some keys exactly one is expected.</summary>
    /// <param name="what">What has them, such as <c>a restore point</c>.</param>
    /// <param name="found">Those that are given.</param>
    public static Diagnostic NotExactlyOne(SourceSpan at, string what, IReadOnlyCollection<string> found, IEnumerable<string> choices) =>
        Diagnostic.Error(
            "DR0126",
            at,
            found.Count == 0
                ? $"{what} has none of {string.Join(", ", choices)}; exactly one is needed"
                : $"{what} has {string.Join(" and ", found.Select(key => $"'{key}'"))}; only one of {string.Join(", ", choices)} is allowed");

    /// <summary>A list has an item twice.</summary>
    public static Diagnostic ItemTwice(SourceSpan at, string what, string item) =>
        Diagnostic.Error("DR0127", at, $"{what} has '{item}' twice");

    /// <summary>A duration is outside the range allowed.</summary>
    /// <param name="expected">Such as <c>more than zero</c>.</param>
    public static Diagnostic DurationOutOfRange(SourceSpan at, string what, string written, string expected) =>
        Diagnostic.Error("DR0128", at, $"{what} '{written}' must be {expected}");

    /// <summary>An escape writes a NUL, which ends a text in half of all programs.</summary>
    public static Diagnostic NulCharacter(SourceSpan at) =>
        Diagnostic.Error("DR0129", at, "an escape in this text writes a NUL character");

    /// <summary>A file has no canonical form; it is left as it is.</summary>
    public static Diagnostic NotFormattable(SourceSpan at, string reason, string help) =>
        Diagnostic.Error("DR0130", at, $"the file cannot be formatted: {reason}", help);

    /// <summary>A file cannot be written; it is left as it is.</summary>
    public static Diagnostic Unwritable(SourceSpan at, string path, string reason) =>
        Diagnostic.Error("DR0131", at, $"file '{path}' cannot be written: {reason}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
