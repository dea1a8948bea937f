using System.Text;
using CsCheck;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Formatting;
using DrRunbook.Yaml.Tests.Schema;

namespace DrRunbook.Yaml.Tests.Formatting;

/// <summary>The formatter over every runbook that is known to be good: same plan, same comments, and done after the first time.</summary>
public sealed class FormattedCorpusTests : IDisposable
{
    /// <summary>Fixed, so that a run finds what the last one found; change it to look further.</summary>
    private const string Seed = "0N0XIzNsQ0O2";

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 4, 11, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("drrun-fmt-").FullName;
    private int _number;

    public FormattedCorpusTests()
    {
        // Copied, so that a formatted runbook still finds the files that it names.
        Copy(Path.Combine(Repository.Corpus, "valid"), "valid");
        Copy(Path.Combine(Repository.Root, "runbooks"), "runbooks");
        Copy(Path.Combine(Repository.Root, "tests/DrRunbook.Yaml.Tests/Lint/Fixtures"), "lint");
    }

    public static TheoryData<string> Shipped =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "runbooks"), "*.yaml", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Repository.Root, path)).Order()];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_runbook_is_canonical(string name)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, name));

        Assert.Equal(text, Format(text));
    }

    [Fact]
    public void A_formatted_runbook_has_the_same_plan_and_the_same_comments_and_stays_as_it_is()
    {
        var files = Directory.EnumerateFiles(_folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();

        Assert.All(files, file => Check(file, File.ReadAllText(file)));
        Assert.True(files.Count > 140, $"{files.Count} files");
    }

    [Fact]
    public void A_runbook_that_has_been_mangled_has_the_same_plan_and_the_same_comments_once_formatted()
    {
        var files = Directory.EnumerateFiles(_folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllText(file))).ToList();

        Gen.Select(Gen.Int[0, files.Count - 1], Gen.Int[0, int.MaxValue]).Sample(
            (index, seed) => Check(files[index].file, Mangling.Of(files[index].Item2, seed)),
            seed: Seed,
            iter: 150);
    }

    private void Check(string file, string text)
    {
        var before = Plans(file, text, out var valid);
        var once = Format(text);
        var after = Plans(file, once, out var stillValid);

        Assert.True(valid == stillValid && before == after, $"{file} means something else:\n{text}\n======\n{once}\n======\n{before}\n======\n{after}");
        Assert.True(CommentOracle.Of(Lf(text)).Order().SequenceEqual(CommentOracle.Of(once).Order()), $"{file} has other comments:\n{text}\n======\n{once}");
        Assert.True(once == Format(once), $"{file} is not stable:\n{text}\n======\n{once}\n======\n{Format(once)}");
    }

    /// <summary>The plans of both modes without the digests of their sources, or what is wrong with the file.</summary>
    private string Plans(string file, string text, out bool valid)
    {
        var path = Path.Combine(Path.GetDirectoryName(file)!, $"formatted-{Interlocked.Increment(ref _number)}.yaml");
        File.WriteAllText(path, text);
        var loaded = RunbookLoader.Load(new LoadRequest(path) { Root = _folder, InputsRequired = false });
        File.Delete(path);
        valid = loaded.Runbook is not null;
        if (loaded.Runbook is not { } runbook)
        {
            return string.Join('\n', loaded.Diagnostics.Select(diagnostic => diagnostic.Code).Order());
        }

        var places = Dump.Of(runbook).Split('\n').Where(line => !line.TrimStart().StartsWith("At: ", StringComparison.Ordinal));
        var plans = Enum.GetValues<RunMode>().Select(mode => PlanCompiler.Compile(runbook, mode, Now).Plan)
            .Select(plan => plan is null ? "none" : Encoding.UTF8.GetString(PlanJson.Write(plan with { Sources = [] })));
        return string.Join('\n', plans.Concat(places));
    }

    private static string Format(string text)
    {
        var result = RunbookFormatter.Format("runbook.yaml", Encoding.UTF8.GetBytes(text));
        Assert.True(result.Text is not null, $"{string.Join('\n', result.Diagnostics)}\n{text}");
        return result.Text;
    }

    private static string Lf(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    private void Copy(string from, string name)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, name, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
