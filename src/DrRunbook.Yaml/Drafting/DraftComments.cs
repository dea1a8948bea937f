namespace DrRunbook.Yaml.Drafting;

/// <summary>Comments that quote what was read. A text stands in double quotes, on one line whatever is in it.</summary>
internal static class DraftComments
{
    /// <summary>Something to be done about a cell.</summary>
    public static string Todo(CsvCell cell, string what) => $"TODO: {what}: {YamlText.Quoted(cell.Text)} (line {cell.At.Line})";

    /// <summary>A column's header as a comment begins.</summary>
    public static string Header(string header) => header.Length == 0 ? "Column without a name" : YamlText.Scalar(header, inFlow: false);
}
