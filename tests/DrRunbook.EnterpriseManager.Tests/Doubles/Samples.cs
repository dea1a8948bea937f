using System.Runtime.CompilerServices;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Tests.Doubles;

/// <summary>The published and reconstructed bodies in the folder em-samples.</summary>
internal static class Samples
{
    public static ImmutableArray<string> Names { get; } =
        [.. Directory.EnumerateFiles(Folder()).Select(Path.GetFileName).OfType<string>().Where(name => !name.EndsWith(".md", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder(), name));

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder(), name));

    public static string MediaType(string name) => name.EndsWith(".xml", StringComparison.Ordinal) ? "application/xml" : "application/json";

    public static WireNode Read(string name)
    {
        var reading = WireBody.Read(Bytes(name), MediaType(name));
        return reading.Node ?? throw new InvalidOperationException($"{name}: {reading.Problem}");
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..", "em-samples");
}
