using System.Globalization;

namespace DrRunbook.Core.Diagnostics;

/// <summary>A place in a runbook file. Lines and columns count from 1; 0 means the file as a whole.</summary>
/// <param name="File">The file's path as the operator gave it, with forward slashes.</param>
public readonly record struct SourceSpan(string File, int Line, int Column)
{
    /// <summary>The file as a whole.</summary>
    public static SourceSpan WholeFile(string file) => new(file, 0, 0);

    /// <summary>Prints <c>file:line:col</c>, or the file alone where the place is the whole file.</summary>
    public override string ToString() =>
        Line == 0 ? File : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}
