using System.Text.RegularExpressions;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>Text that looks like a secret: secrets are named in a runbook, never held.</summary>
internal static partial class SecretRules
{
    public static ImmutableArray<LintRule> All { get; } = [LintRule.OfStep("DR0459", LooksLikeSecret)];

    private static IEnumerable<LintFinding> LooksLikeSecret(LintContext context, LintStep step) =>
        TextsOf(step.Step.Action).Select(text => (text.Where, step.Step.At, text.Found))
            .Concat(step.Gates.SelectMany(gate => TextsOf(gate).Select(text => (text.Where, gate.At, text.Found))))
            .Where(text => text.Found)
            .Select(text => step.Finding(LintDiagnostics.LooksLikeSecret(text.At, step.Step.Id.Value, text.Where)));

    private static IEnumerable<(string Where, bool Found)> TextsOf(StepAction action) => action switch
    {
        CommandAction command => Of(command.Command),
        HttpAction http => [Url(http.Url), .. Named(http.Headers), ("its body", http.Body?.Text is { } text && HasSecretForm(text))],
        _ => [],
    };

    private static IEnumerable<(string Where, bool Found)> TextsOf(Gate gate) => gate switch
    {
        CommandGate command => Of(command.Command),
        HttpGate http => [Url(http.Url), .. Named(http.Headers)],
        _ => [],
    };

    private static IEnumerable<(string Where, bool Found)> Of(CommandLine command)
    {
        foreach (var pair in Named(command.Env))
        {
            yield return pair;
        }

        for (var i = 0; i < command.Run.Length; i++)
        {
            var after = i > 0 ? SecretFlag().Match(Literal(command.Run[i - 1])) : Match.Empty;
            var isValueOfFlag = after.Success && after.Length == Literal(command.Run[i - 1]).Length && IsSecretLiteral(command.Run[i]);
            yield return ($"argument {i} of its command", isValueOfFlag || HasSecretForm(command.Run[i]) || FlagWithValue().IsMatch(Literal(command.Run[i])));
        }
    }

    private static (string Where, bool Found) Url(TextTemplate url) => ("its url", UrlSecret().IsMatch(Literal(url)) || HasSecretForm(url));

    private static IEnumerable<(string Where, bool Found)> Named(ImmutableSortedDictionary<string, ValueSource> values) => values.Select(pair =>
        ($"'{pair.Key}'", pair.Value.Text is { } text && ((SecretName().IsMatch(pair.Key) && IsSecretLiteral(text)) || HasSecretForm(text))));

    /// <summary>Text that stands in the file and is no flag, number or path.</summary>
    private static bool IsSecretLiteral(TextTemplate text) =>
        !text.References.Any() && Literal(text) is { Length: >= 6 } literal && !literal.StartsWith('-') && !literal.StartsWith('/') && !literal.All(char.IsAsciiDigit) && literal is not "required";

    private static bool HasSecretForm(TextTemplate text) => SecretForm().IsMatch(Literal(text));

    private static string Literal(TextTemplate text) => string.Concat(text.Parts.Where(part => !part.IsReference).Select(part => part.Text));

    [GeneratedRegex("(pass(word|wd|phrase)?|secret|token|api[-_]?key|private[-_]?key|credentials?|authorization)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SecretName();

    [GeneratedRegex("^--?(pass(word|wd|phrase)?|secret|token|api[-_]?key)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SecretFlag();

    [GeneratedRegex("^--?(pass(word|wd|phrase)?|secret|token|api[-_]?key)[=:].{6,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FlagWithValue();

    [GeneratedRegex("://[^/@:]+:[^/@]+@|[?&](token|key|api[-_]?key|password|secret|sig|signature)=[^&]{8,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex UrlSecret();

    // The published forms of private keys, JSON web tokens, and tokens of widely used services.
    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}|\bgh[pousr]_[A-Za-z0-9]{30,}|\bglpat-[A-Za-z0-9_-]{20,}|\bxox[abprs]-[A-Za-z0-9-]{10,}|\b(Bearer|Basic) [A-Za-z0-9._~+/=-]{16,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SecretForm();
}
