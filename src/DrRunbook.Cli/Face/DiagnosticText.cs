using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Cli.Face;

/// <summary>Diagnostics for the terminal: they repeat what stands in files, so they are encoded line by line.</summary>
internal static class DiagnosticText
{
    /// <summary><c>file:line:col: error DR0203: message</c>, with the help on a line of its own.</summary>
    public static string Of(Diagnostic diagnostic) =>
        (diagnostic with { Message = TerminalEncoder.Encode(diagnostic.Message), Help = null, At = diagnostic.At with { File = TerminalEncoder.Encode(diagnostic.At.File) } })
        + (diagnostic.Help is { } help ? $"\n    help: {TerminalEncoder.Encode(help)}" : "");
}
