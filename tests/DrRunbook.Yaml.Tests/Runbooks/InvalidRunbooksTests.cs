using System.Runtime.CompilerServices;
using DrRunbook.TestKit;

namespace DrRunbook.Yaml.Tests.Runbooks;

/// <summary>Files with many mistakes each: all of them are told in one go, at their places.</summary>
public sealed class InvalidRunbooksTests : IDisposable
{
    private readonly RunbookFolder _folder = new();

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Folder(), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void All_mistakes_of_a_file_are_told_in_the_order_of_the_file(string name)
    {
        _folder.Write($"{name}.yaml", File.ReadAllText(Path.Combine(Folder(), $"{name}.yaml")));

        Snap.Verify(_folder.Text(_folder.Load($"{name}.yaml", inputsRequired: false)), parameters: $"name={name}");
    }

    private static string Folder([CallerFilePath] string test = "") => Path.Combine(Path.GetDirectoryName(test)!, "Invalid");
}
