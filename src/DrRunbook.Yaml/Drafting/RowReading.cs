using System.Text.RegularExpressions;

namespace DrRunbook.Yaml.Drafting;

/// <summary>What a row asks for.</summary>
internal enum RowKind
{
    /// <summary>A failover.</summary>
    Failover,

    /// <summary>A check, made by the program.</summary>
    Check,

    /// <summary>A pause.</summary>
    Wait,

    /// <summary>Something that a person does.</summary>
    Person,

    /// <summary>Nothing that a step could be made of.</summary>
    Nothing,
}

/// <summary>Tells by its words what a row asks for.</summary>
internal static partial class RowReading
{
    public static RowKind KindOf(PlanRow row)
    {
        var words = (row[PlanColumn.Step] ?? row[PlanColumn.Notes])?.Text ?? "";
        return row[PlanColumn.VApp] is not null ? (IsNoFailover(row) ? RowKind.Person : RowKind.Failover)
            : WaitIn(words) is not null ? RowKind.Wait
            : HasCheck(row) && !IsForPeople(words) ? RowKind.Check
            : words.Length > 0 ? RowKind.Person
            : RowKind.Nothing;
    }

    /// <summary>The pause that <c>wait 10 minutes</c> means.</summary>
    public static string? WaitIn(string words) => Wait().Match(words) is { Success: true } match
        ? match.Groups[1].Value + char.ToLowerInvariant(match.Groups[2].Value[0])
        : null;

    /// <summary>Whether somebody decides here, so that an approval may be meant.</summary>
    public static bool IsDecision(string words) => Decision().IsMatch(words);

    /// <summary>Whether a row that names a vApp reads as something else than its failover: whoever reads it wrongly starts a production copy twice.</summary>
    private static bool IsNoFailover(PlanRow row)
    {
        var step = row[PlanColumn.Step]?.Text ?? "";
        return SourceWork(row) is not null || ToPeople().IsMatch(step);
    }

    /// <summary>The words by which a row is work at the site that failed; null where none of its words are.</summary>
    public static string? SourceWork(PlanRow row)
    {
        var step = row[PlanColumn.Step]?.Text ?? "";
        var starts = Starts().IsMatch(step);
        return IsWorkAtSource(step) || (!starts && SwitchedOff().IsMatch(step)) ? step
            : row.Words.Select(cell => cell.Text).FirstOrDefault(IsWorkAtSource)
            ?? (!starts && row[PlanColumn.Notes] is { } notes && IsWorkAtSource(notes.Text) ? notes.Text : null);
    }

    /// <summary>Whether something is switched off at the site that failed: a fence, or a person's work, and no failover.</summary>
    public static bool IsWorkAtSource(string words) => AtSource().IsMatch(words);

    private static bool HasCheck(PlanRow row) => row[PlanColumn.Check] is { } check && !CheckCell.Of(check.Text).Gates.IsEmpty;

    private static bool IsForPeople(string words) => ForPeople().IsMatch(words) || IsDecision(words) || IsWorkAtSource(words);

    [GeneratedRegex(@"\A\s*wait(?:\s+for)?\s+([1-9][0-9]{0,2})\s*(m|min|mins|minutes?|h|hours?|s|seconds?)\.?\s*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Wait();

    [GeneratedRegex(@"\A\s*(?:approv|decid|decision|declar|agree|authori[sz]|go\W*no\W*go|sign\W*off)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Decision();

    [GeneratedRegex(
        @"\A\W*(?:[0-9]+[.)]\W*)?(?:[^:\r\n]{1,40}:\s*)?(?:(?:please|then|now|first|cleanly|gracefully)\W+){0,3}" +
        @"(?:shut|power(?:ing)?\W*(?:it\W+|them\W+)?(?:off|down)|switch(?:ing)?\W+off|turn(?:ing)?\W+off|stop|halt|quiesc|suspend|deactivat|disabl|isolat|disconnect|unplug|fence|(?:take|bring|pull)\W[^\r\n]*\b(?:down|offline)\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AtSource();

    [GeneratedRegex(@"\b(?:shut\W?(?:ting\W)?(?:it\W|them\W)?down|(?:power|switch|turn)(?:ed|ing)?\W?(?:it\W|them\W)?off|power(?:ed|ing)?\W?down)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex SwitchedOff();

    [GeneratedRegex(@"\A\W*(?:fail|start|restart|restor|recover|boot|activat|bring\W[^\r\n]*\bup\b|power(?:ing)?\W*(?:up|on)\b|turn(?:ing)?\W+on\b|switch(?:ing)?\W+over)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Starts();

    [GeneratedRegex(@"\A\s*(?:declare|approve|decide|inform|notify|tell|ask|announce|escalate|undo)\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ToPeople();

    [GeneratedRegex(@"\A\s*(?:call|phone|ring|page|inform|notify|tell|ask|mail|e-?mail|contact|escalat|confirm|announce|open\W+a\W+(?:ticket|case)|log\W+(?:on|in)|point|change|update|undo)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ForPeople();
}
