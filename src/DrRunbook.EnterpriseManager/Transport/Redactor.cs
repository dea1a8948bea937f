using DrRunbook.Engine.Outside;

namespace DrRunbook.EnterpriseManager.Transport;

/// <summary>Keeps user name, password, token and session id out of every text that leaves this project.</summary>
/// <param name="known">Learns them, and has the secrets of the rest of the process.</param>
internal sealed class Redactor(KnownSecrets known)
{
    /// <summary>A user name of fewer characters stands in too many innocent words to be taken out of the manager's texts.</summary>
    private const int ShortestUserName = 4;

    private readonly KnownSecrets _keys = new();
    private ImmutableHashSet<string> _short = [];

    /// <summary>From now on these texts are hidden in every form; those too short to be looked for in all forms, in plain and URL form.</summary>
    public void Hide(params IEnumerable<string> secrets)
    {
        var all = secrets.Where(secret => secret.Length > 0).ToList();
        _keys.Learn(all);
        HideFromTexts(all);
    }

    /// <summary>From now on this user name is hidden, though not in the names of VMs and vApps.</summary>
    public void HideUser(string userName)
    {
        if (userName.Length >= ShortestUserName)
        {
            HideFromTexts([userName]);
        }
    }

    /// <summary>A text without any secret.</summary>
    public string Clean(string text)
    {
        text = known.Redact(text);
        foreach (var secret in _short.OrderByDescending(secret => secret.Length))
        {
            text = text.Replace(secret, Engine.Outside.Redactor.Mark, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>A name without passwords, tokens and session ids. VMs are found again by their names, and one may well be called like a user.</summary>
    public string CleanName(string name) => _keys.Redact(name);

    private void HideFromTexts(List<string> secrets)
    {
        known.Learn(secrets);
        var forms = secrets.Where(secret => !Engine.Outside.Redactor.IsLongEnough(secret)).SelectMany(secret => new[] { secret, Uri.EscapeDataString(secret) });
        ImmutableInterlocked.Update(ref _short, (hidden, added) => hidden.Union(added), forms);
    }
}
