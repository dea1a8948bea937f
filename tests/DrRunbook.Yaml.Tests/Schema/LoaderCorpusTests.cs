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
        var result = Load(CorpusFile.Valid[name]);

        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error));
        Assert.NotNull(result.Runbook);
    }

    [Theory]
    [MemberData(nameof(InvalidFiles))]
    public void The_loader_refuses_every_invalid_runbook_and_names_the_line(string name)
    {
        var file = CorpusFile.Invalid[name];
        var result = Load(file);

        Assert.Null(result.Runbook);
        var first = result.Diagnostics.First(diagnostic => diagnostic.Severity == Severity.Error);
        var isThere = first.At.Line == file.ErrorLine && first.At.File == file.FullPath.Replace('\\', '/');
        Assert.True(isThere, $"expected line {file.ErrorLine}, got: {first}");
    }

    private static LoadResult Load(CorpusFile file) =>
        RunbookLoader.Load(new LoadRequest(file.FullPath) { Root = Repository.Root, InputsRequired = false });
}
