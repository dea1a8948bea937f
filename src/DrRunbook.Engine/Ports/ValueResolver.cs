using DrRunbook.Core.Runbooks;

namespace DrRunbook.Engine.Ports;

/// <summary>Fills templates in at the moment of use, and names the secrets to be redacted from what comes back.</summary>
/// <param name="resolve">From a reference's name (such as <c>run.id</c> or <c>env.PAGER_URL</c>) to its value.</param>
/// <param name="secret">The value behind a secret reference.</param>
/// <exception cref="ValueMissingException">Thrown by both where a variable or file is not there.</exception>
public sealed class ValueResolver(Func<string, string> resolve, Func<SecretReference, string> secret)
{
    private readonly HashSet<string> _secrets = [];

    /// <summary>The secret values handed out so far: they must not appear in anything kept or shown.</summary>
    public IReadOnlyCollection<string> Secrets => _secrets;

    /// <summary>A template's text.</summary>
    public string Expand(TextTemplate template) =>
        template.Expand(name => name.StartsWith("env.", StringComparison.Ordinal) ? Secret(name) : resolve(name));

    /// <summary>A URL. What the run itself fills in (reasons of failures, ids, outcomes) is percent-encoded: it may hold a manager's words and stays within its place.</summary>
    public string ExpandUrl(TextTemplate template) => template.Expand(name =>
        name.StartsWith("env.", StringComparison.Ordinal) ? Secret(name) : Uri.EscapeDataString(resolve(name)));

    /// <summary>The value of a variable or header.</summary>
    public string Expand(ValueSource source)
    {
        if (source.Secret is null)
        {
            return Expand(source.Text!);
        }

        var value = secret(source.Secret);
        _secrets.Add(value);
        return value;
    }

    private string Secret(string name)
    {
        var value = resolve(name);
        _secrets.Add(value);
        return value;
    }
}

/// <summary>A value that a step needs at the moment of use is not there.</summary>
public sealed class ValueMissingException(string message) : Exception(message);
