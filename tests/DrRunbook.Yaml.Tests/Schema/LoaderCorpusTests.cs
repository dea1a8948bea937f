using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Yaml.Tests.Schema;

/// <summary>The loader over the same corpus. Inputs stay open, as they do for <c>drrun validate</c>.</summary>
public sealed class LoaderCorpusTests
{
    public static TheoryData<string> ValidFiles => SchemaCorpusTests.ValidFiles;

    public static TheoryData<string> InvalidFiles => SchemaCorpusTests.InvalidFiles;

    [Theory]
    [MemberData(nameof(ValidFiles))]
    public void The_loader_accepts_every_valid_runbook(string name)
    {
        var result = Load(name);

        Assert.DoesNotContain(result.Diagnostics, diagnostic => diagnostic.Severity == Severity.Error);
        Assert.NotNull(result.Runbook);
    }

    [Theory]
    [MemberData(nameof(InvalidFiles))]
    public void The_loader_refuses_every_invalid_runbook_and_names_the_line(string name)
    {
        var file = CorpusFile.Invalid.Single(file => file.Name == name);
        var result = Load(name);

        Assert.Null(result.Runbook);
        var first = result.Diagnostics.First(diagnostic => diagnostic.Severity == Severity.Error);
        Assert.True(first.At.Line == file.ErrorLine && first.At.File == name, $"expected line {file.ErrorLine} of {name}, got: {first}");
    }

    private static LoadResult Load(string name)
    {
        var result = RunbookLoader.Load(new LoadRequest(Path.Combine(Repository.Root, name)) { Root = Repository.Root, InputsRequired = false });
        var shown = Repository.Root.Replace('\\', '/') + "/";
        return result with { Diagnostics = [.. result.Diagnostics.Select(one => one with { At = one.At with { File = one.At.File.Replace(shown, "", StringComparison.Ordinal) } })] };
    }
}
