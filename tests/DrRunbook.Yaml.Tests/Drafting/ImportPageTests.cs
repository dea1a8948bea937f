using System.Text;
using DrRunbook.TestKit;
using DrRunbook.Yaml.Drafting;

namespace DrRunbook.Yaml.Tests.Drafting;

/// <summary>The documentation of the import says what the import does.</summary>
public sealed class ImportPageTests : IDisposable
{
    private static readonly DocumentPage Page = new("import.md");

    private readonly RunbookFolder _folder = new();

    [Fact]
    public void The_table_has_every_column_with_every_header()
    {
        var rows = Page.Section("### Columns").Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|'))
            .ToDictionary(cells => cells[1].Trim().Trim('`'), cells => cells[2].Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(header => header != "`#`"));
        foreach (var column in PlanHeaders.All.GroupBy(one => one.Column, one => one.Name))
        {
            Assert.Equal(column, rows[PlanTable.Words(column.Key)]);
        }

        Assert.Equal(Enum.GetValues<PlanColumn>().Length, rows.Count);
    }

    /// <summary>The draft in the page is written anew with SNAP_ACCEPT=1, like a snapshot.</summary>
    [Fact]
    public void The_example_is_drafted_as_the_page_shows_it_and_loads()
    {
        // The draft's comments look like headings: its section ends at the first of them.
        var lines = File.ReadAllLines(Path.Combine(Schema.Repository.Root, "docs/import.md"));
        var draft = CsvImport.Draft("old-plan.csv", Encoding.UTF8.GetBytes(Block(lines, "csv")), new DraftOptions());
        if (Environment.GetEnvironmentVariable("SNAP_ACCEPT") == "1")
        {
            Accept(Block(lines, "yaml"), draft.Text!);
            return;
        }

        Assert.Equal(Block(lines, "yaml"), draft.Text);
        Assert.Equal("    " + Assert.Single(draft.Diagnostics), Assert.Single(lines, line => line.StartsWith("    old-plan.csv:", StringComparison.Ordinal)));
        _folder.Write("draft.yaml", draft.Text!);
        Assert.NotNull(_folder.Load("draft.yaml").Runbook);
    }

    public void Dispose() => _folder.Dispose();

    private static string Block(IReadOnlyList<string> lines, string language) =>
        string.Concat(lines.SkipWhile(line => line != $"```{language}").Skip(1).TakeWhile(line => line != "```").Select(line => line + "\n"));

    private static void Accept(string before, string after)
    {
        var path = Path.Combine(Schema.Repository.Root, "docs/import.md");
        File.WriteAllText(path, File.ReadAllText(path).Replace($"```yaml\n{before}```", $"```yaml\n{after}```", StringComparison.Ordinal));
    }
}
