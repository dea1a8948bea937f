using System.Text.RegularExpressions;

namespace DrRunbook.Yaml.Tests.Schema;

/// <summary>A row of the page.</summary>
/// <param name="Default">The value in back-ticks, or null where the cell holds none.</param>
internal sealed record PageKey(string Name, string Type, string Range, string? Default, bool IsRequired, string Place, string Meaning);

/// <summary>A section of <c>docs/runbook-reference.md</c> that lists the keys of one mapping.</summary>
internal sealed partial record ReferencePage(string Title, IReadOnlyList<PageKey> Keys)
{
    private const string Columns = "| key | type | range | default | place | meaning |";

    public static IReadOnlyList<ReferencePage> Sections { get; } = Read(File.ReadAllLines(Repository.ReferencePage));

    private static List<ReferencePage> Read(string[] lines)
    {
        var sections = new List<ReferencePage>();
        var title = "";
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("## ", StringComparison.Ordinal))
            {
                title = lines[i][3..];
            }
            else if (lines[i] == Columns)
            {
                var rows = lines.Skip(i + 2).TakeWhile(line => line.StartsWith('|')).Select(ReadRow);
                sections.Add(new ReferencePage(title, [.. rows]));
            }
        }

        return sections;
    }

    private static PageKey ReadRow(string line)
    {
        var cells = Bar().Split(line).Select(cell => cell.Trim()).ToArray();
        Assert.True(cells.Length == 8, $"a row has six cells: {line}");
        return new PageKey(
            cells[1].Trim('`'), cells[2], cells[3], BackTicked().Match(cells[4]) is { Success: true } match ? match.Groups[1].Value : null,
            cells[4] == "required", cells[5], cells[6]);
    }

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    [GeneratedRegex("^`([^`]+)`$")]
    private static partial Regex BackTicked();
}
