using System.Runtime.CompilerServices;

namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary>Where the files of the repository lie.</summary>
internal static class Repository
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot(Here());

    /// <summary>A runbook that is shipped.</summary>
    public static string Runbook(string name) => Path.Combine(Root, "runbooks", name);

    /// <summary>A runbook or scenario of these tests.</summary>
    public static string Case(string name) => Path.Combine(Path.GetDirectoryName(Here())!, "..", "Cases", name);

    private static string Here([CallerFilePath] string file = "") => file;

    private static string FindRoot(string from)
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(from)!);
        while (!File.Exists(Path.Combine(folder.FullName, "DrRunbook.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
