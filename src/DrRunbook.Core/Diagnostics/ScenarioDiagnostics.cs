namespace DrRunbook.Core.Diagnostics;

/// <summary>Findings about scenario files: DR0800 to DR0899. A code, once released, keeps its meaning.</summary>
public static class ScenarioDiagnostics
{
    /// <summary>A value fits its key, and yet the scenario cannot be played with it.</summary>
    /// <param name="path">The place in words: <c>managers[0].vApps[2].backupServer</c>.</param>
    /// <param name="reason">What is wrong with which value, and what would be right.</param>
    public static Diagnostic Unplayable(SourceSpan at, string path, string reason) =>
        Diagnostic.Error("DR0801", at, $"{path}: {reason}");
}
