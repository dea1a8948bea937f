namespace DrRunbook.EnterpriseManager.Transport;

/// <summary>Keeps password, authorization, token and session id out of every text that leaves this project.</summary>
internal sealed class Redactor
{
    private const string Mark = "[redacted]";
    private ImmutableHashSet<string> _secrets = [];

    /// <summary>From now on these texts are hidden, also in their URL form.</summary>
    public void Hide(params IEnumerable<string> secrets)
    {
        var forms = secrets.Where(secret => secret.Length > 0).SelectMany(secret => new[] { secret, Uri.EscapeDataString(secret) });
        ImmutableInterlocked.Update(ref _secrets, (known, added) => known.Union(added), forms);
    }

    public string Clean(string text)
    {
        // The longest first: a session id may be part of a token.
        foreach (var secret in _secrets.OrderByDescending(secret => secret.Length))
        {
            text = text.Replace(secret, Mark, StringComparison.Ordinal);
        }

        return text;
    }
}
