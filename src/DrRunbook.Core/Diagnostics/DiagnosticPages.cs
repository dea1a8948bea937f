namespace DrRunbook.Core.Diagnostics;

/// <summary>The page of each code: what it means, an example, and how to mend it. Markdown, shown by <c>drrun explain</c>.</summary>
public static class DiagnosticPages
{
    private const string Folder = "pages/";

    /// <summary>The codes that have a page, in order.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [
        .. typeof(DiagnosticPages).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A code's page, or null where there is no such code.</summary>
    /// <param name="code">Such as <c>DR0203</c>; letter case does not matter.</param>
    public static string? Find(string code)
    {
        using var page = typeof(DiagnosticPages).Assembly.GetManifestResourceStream(Folder + code.ToUpperInvariant());
        if (page is null)
        {
            return null;
        }

        using var reader = new StreamReader(page);
        return reader.ReadToEnd();
    }
}
