using DrRunbook.Acceptance.Tests.Driving;

namespace DrRunbook.Acceptance.Tests;

/// <summary>What <c>drrun validate</c> says of the shipped runbooks and of those that are wrong.</summary>
public sealed class ValidateTests
{
    private static readonly string Corpus = Path.Combine(Repository.Root, "tests", "DrRunbook.Yaml.Tests", "Corpus");

    [Fact]
    public async Task Every_shipped_runbook_is_in_order()
    {
        var runbooks = Directory.EnumerateFiles(Path.Combine(Repository.Root, "runbooks"), "*.yaml").Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(runbooks);
        await using var place = new Workplace();

        var ending = (await place.RunAsync(["validate", .. runbooks, "--output", "json"])).MustExit(0);

        Assert.Equal(0, ending.Json().GetProperty("errors").GetInt32());
        Assert.Equal(runbooks, ending.Json().GetProperty("files").EnumerateArray().Select(file => file.GetProperty("file").GetString()));
    }

    [Fact]
    public async Task Every_invalid_runbook_is_refused_at_the_line_that_is_wrong()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Corpus, "invalid"), "*.yaml").Order(StringComparer.Ordinal).ToArray();
        Assert.True(files.Length >= 40);
        await using var place = new Workplace();

        var ending = (await place.RunAsync(["validate", .. files, "--root", Repository.Root, "--output", "json"])).MustExit(2);

        var found = ending.Json().GetProperty("files").EnumerateArray().ToDictionary(
            file => file.GetProperty("file").GetString()!,
            file => file.GetProperty("diagnostics").EnumerateArray()
                .First(diagnostic => diagnostic.GetProperty("severity").GetString() == "error")
                .GetProperty("at").GetProperty("line").GetInt32());
        Assert.Equal(
            files.Select(file => $"{Path.GetFileName(file)}:{ExpectedLine(file)}"),
            files.Select(file => $"{Path.GetFileName(file)}:{found[file]}"));
    }

    [Theory]
    [InlineData("step-unknown-key.yaml")]
    [InlineData("timeout-bare-number.yaml")]
    [InlineData("tab-indent.yaml")]
    public async Task An_invalid_runbook_is_refused_with_file_line_column_and_code(string name)
    {
        var file = Path.Combine(Corpus, "invalid", name);
        await using var place = new Workplace();

        var ending = (await place.RunAsync("validate", file)).MustExit(2);

        Assert.Matches($@"(?m){name}:{ExpectedLine(file)}:\d+: error DR\d{{4}}: ", ending.Error);
        Assert.Contains("1 file: 1 error", ending.Error, StringComparison.Ordinal);
    }

    /// <summary>The first line of an invalid file says <c># expect: LINE</c>.</summary>
    private static int ExpectedLine(string file)
    {
        var first = File.ReadLines(file).First(line => line.Contains("# expect: ", StringComparison.Ordinal));
        return int.Parse(string.Concat(first.Split("# expect: ")[1].TakeWhile(char.IsAsciiDigit)), System.Globalization.CultureInfo.InvariantCulture);
    }
}
