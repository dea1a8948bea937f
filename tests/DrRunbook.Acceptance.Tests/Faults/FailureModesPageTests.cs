using System.Text.RegularExpressions;
using DrRunbook.Acceptance.Tests.Driving;

namespace DrRunbook.Acceptance.Tests.Faults;

/// <summary>Holds <c>docs/failure-modes.md</c> and the tests it names together.</summary>
public sealed partial class FailureModesPageTests
{
    private static readonly ImmutableArray<string> Rows = [.. File.ReadAllLines(Path.Combine(Repository.Root, "docs", "failure-modes.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal))];

    private static ImmutableArray<string> Named => [.. Proofs().SelectMany(proof => Names().Matches(proof).Select(match => match.Groups["name"].Value))];

    [Fact]
    public void Every_row_names_what_proves_it() => Assert.All(Proofs(), proof => Assert.Matches(Names(), proof));

    [Fact]
    public void Every_fault_of_the_table_is_on_the_page_once_and_every_name_on_the_page_is_one_of_the_table()
    {
        var onPage = Named.Where(name => !name.Contains('.', StringComparison.Ordinal)).Order(StringComparer.Ordinal);

        Assert.Equal(ManagerFaultTests.All.Select(row => row.Name).Order(StringComparer.Ordinal), onPage);
    }

    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
        var missing = Named.Where(name => name.Contains('.', StringComparison.Ordinal)).Where(name =>
        {
            var (type, method) = (name.Split('.')[0], name.Split('.')[1]);
            return !sources[type].Any(source => source.Contains($"class {type}", StringComparison.Ordinal) && source.Contains($" {method}(", StringComparison.Ordinal));
        });

        Assert.Empty(missing);
    }

    /// <summary>The last cells, without those of the headings.</summary>
    private static IEnumerable<string> Proofs() =>
        Rows.Select(row => row.TrimEnd(' ', '|').Split('|')[^1].Trim()).Where(cell => cell.Trim('-') is not ("" or "proven by"));

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Names();
}
