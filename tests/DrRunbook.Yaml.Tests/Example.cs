using System.Runtime.CompilerServices;

namespace DrRunbook.Yaml.Tests;

/// <summary>Files that lie beside the test that reads them.</summary>
internal static class Example
{
    public static string Read(string name, [CallerFilePath] string test = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(test)!, name));
}
