namespace DrRunbook.Core.Diagnostics;

/// <summary>How much a diagnostic weighs: an error stops the command, a warning counts with <c>--strict</c>.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Probably not meant.</summary>
    Warning,

    /// <summary>Wrong: nothing is started.</summary>
    Error,
}

/// <summary>Something wrong in the operator's text: a value, never thrown.</summary>
/// <param name="Code"><c>DR</c> and four digits; its meaning never changes once released.</param>
/// <param name="At">Where it is wrong.</param>
/// <param name="Message">What is wrong with which value, in one sentence without a full stop.</param>
/// <param name="Help">The way out, or null where the message says it.</param>
public sealed record Diagnostic(string Code, Severity Severity, SourceSpan At, string Message, string? Help = null)
{
    /// <summary>A message quotes what a file says, and a file may say a lot.</summary>
    private const int LongestText = 1000;

    /// <summary>An error.</summary>
    public static Diagnostic Error(string code, SourceSpan at, string message, string? help = null) =>
        new(code, Severity.Error, at, Cut(message), help is null ? null : Cut(help));

    /// <summary>A warning.</summary>
    public static Diagnostic Warning(string code, SourceSpan at, string message, string? help = null) =>
        new(code, Severity.Warning, at, Cut(message), help is null ? null : Cut(help));

    /// <summary>Something worth knowing.</summary>
    public static Diagnostic Info(string code, SourceSpan at, string message, string? help = null) =>
        new(code, Severity.Info, at, Cut(message), help is null ? null : Cut(help));

    /// <summary>Prints as <c>file:line:col: error DR0203: message</c>, with the help on a line of its own.</summary>
    public override string ToString()
    {
        var severity = Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "info" };
        var line = $"{At}: {severity} {Code}: {Message}";
        return Help is null ? line : $"{line}\n    help: {Help}";
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : $"{text[..(LongestText / 2)]} … {text[^(LongestText / 2)..]}";
}
