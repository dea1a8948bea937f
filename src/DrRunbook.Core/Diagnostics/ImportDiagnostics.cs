namespace DrRunbook.Core.Diagnostics;

/// <summary>Findings about what a draft is made of: DR0900 to DR0999. A code, once released, keeps its meaning.</summary>
public static class ImportDiagnostics
{
    /// <summary>The file is no old plan that could be read.</summary>
    public static Diagnostic Unreadable(SourceSpan at, string file, string reason) =>
        Diagnostic.Error("DR0901", at, $"'{file}' cannot be made into a draft: {reason}");

    /// <summary>No column tells what is to be done.</summary>
    /// <param name="columns">The headers as the file writes them.</param>
    public static Diagnostic NothingToDo(SourceSpan at, IEnumerable<string> columns) =>
        Diagnostic.Error("DR0902", at, $"no column names vApps or steps; there are: {string.Join(", ", columns)}", "name one of them 'vApp' or 'step', and leave the header in the first row");

    /// <summary>A quotation mark that RFC 4180 does not allow there.</summary>
    public static Diagnostic OddQuote(SourceSpan at, string what) =>
        Diagnostic.Warning("DR0903", at, $"{what}; it is taken as text", "a cell with a separator, a quotation mark or a line break stands in quotation marks, and a mark inside is doubled");

    /// <summary>The bytes are no UTF-8.</summary>
    public static Diagnostic NotUtf8(SourceSpan at, string readAs) =>
        Diagnostic.Warning("DR0904", at, $"the file is not UTF-8 and is read as {readAs}: look at names with other letters than a to z", "save it as 'CSV UTF-8'");

    /// <summary>A column without a meaning here.</summary>
    public static Diagnostic UnknownColumn(SourceSpan at, string header, string? help) =>
        Diagnostic.Warning("DR0905", at, $"the column '{header}' means nothing here; its cells become comments", help);

    /// <summary>Two columns of one meaning.</summary>
    public static Diagnostic ColumnTwice(SourceSpan at, string header, string meaning, SourceSpan first) =>
        Diagnostic.Warning("DR0906", at, $"the column '{header}' means '{meaning}' as the one at {first} does; its cells become comments");

    /// <summary>A row with more cells than there are columns.</summary>
    public static Diagnostic CellTooMany(SourceSpan at, string text) =>
        Diagnostic.Warning("DR0907", at, $"the cell '{text}' has no column; it becomes a TODO", "put cells that hold the separator in quotation marks");

    /// <summary>A cell that its column cannot hold.</summary>
    /// <param name="column">What the column means, such as <c>check</c>.</param>
    /// <param name="expected">What would be right.</param>
    public static Diagnostic NotUnderstood(SourceSpan at, string column, string text, string expected) =>
        Diagnostic.Warning("DR0908", at, $"{column} '{text}' is not understood and becomes a TODO: it should be {expected}");

    /// <summary>A dependency on something that no row is.</summary>
    public static Diagnostic UnknownDependency(SourceSpan at, string name, string? help) =>
        Diagnostic.Warning("DR0909", at, $"nothing here is called '{name}'; it becomes a TODO", help);

    /// <summary>A dependency that the order does not allow.</summary>
    /// <param name="why">What is in its way.</param>
    public static Diagnostic ImpossibleDependency(SourceSpan at, string name, string why) =>
        Diagnostic.Warning("DR0910", at, $"the dependency on '{name}' cannot be kept and becomes a TODO: {why}");

    /// <summary>A vApp in two rows.</summary>
    public static Diagnostic VAppTwice(SourceSpan at, string vApp, SourceSpan first) =>
        Diagnostic.Warning("DR0911", at, $"the vApp '{vApp}' stands at {first} already; only one failover of it can be meant");

    /// <summary>Rows of a tenant that say different things of it.</summary>
    public static Diagnostic TenantDiffers(SourceSpan at, string tenant, string what, string text, string taken) =>
        Diagnostic.Warning("DR0912", at, $"{what} of tenant '{tenant}' is '{text}' here and '{taken}' before; the first is taken and this one becomes a TODO");

    /// <summary>A frame that does not say where the steps go.</summary>
    /// <param name="marker">The comment that says it.</param>
    public static Diagnostic NoPlaceInFrame(SourceSpan at, string marker, int found) =>
        Diagnostic.Error("DR0913", at, found == 0 ? "no line of the frame says where the steps go" : $"{found} lines of the frame say where the steps go", $"write '{marker}' on one line of its own, in the place of the steps");

    /// <summary>A character that no runbook can hold.</summary>
    public static Diagnostic NulCharacter(SourceSpan at, string text) =>
        Diagnostic.Warning("DR0914", at, $"the cell '{text}' has a NUL character, which a runbook cannot hold; U+FFFD takes its place");
}
