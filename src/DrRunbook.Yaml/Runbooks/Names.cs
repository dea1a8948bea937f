using System.Text.RegularExpressions;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>The forms of names.</summary>
internal static partial class Names
{
    public static bool IsStep(string text) => StepForm().IsMatch(text);

    public static bool IsInput(string text) => InputForm().IsMatch(text);

    public static bool IsVariable(string text) => VariableForm().IsMatch(text);

    /// <summary>A manager's or a role's name.</summary>
    public static bool IsLabel(string text) => LabelForm().IsMatch(text);

    /// <summary>A token of RFC 9110, section 5.6.2: a header's name, a method.</summary>
    public static bool IsToken(string text) => TokenForm().IsMatch(text);

    public static bool IsCode(string text) => CodeForm().IsMatch(text);

    [GeneratedRegex(@"\A[a-z][a-z0-9-]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex StepForm();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex InputForm();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex VariableForm();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex LabelForm();

    [GeneratedRegex(@"\A[!#$%&'*+.^_`|~0-9A-Za-z-]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex TokenForm();

    [GeneratedRegex(@"\ADR[0-9]{4}\z", RegexOptions.NonBacktracking)]
    private static partial Regex CodeForm();
}
