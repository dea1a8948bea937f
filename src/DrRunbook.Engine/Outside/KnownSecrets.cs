namespace DrRunbook.Engine.Outside;

/// <summary>Every secret that this process has met: credentials, session tokens, values of <c>…From</c> and <c>${env.X}</c>. Safe for many threads.</summary>
/// <remarks>A program may print what another step was given, or a manager's password, so texts from outside are cleaned of all of them.</remarks>
public sealed class KnownSecrets
{
    private volatile Known _known = new([]);

    /// <summary>The secrets so far.</summary>
    public IReadOnlyCollection<string> All => _known.Secrets;

    /// <summary>Notes secrets; those too short to be redacted (<see cref="Redactor.IsLongEnough"/>) are left out.</summary>
    public void Learn(params IEnumerable<string> secrets)
    {
        var learnt = secrets.Where(Redactor.IsLongEnough).ToList();
        while (true)
        {
            var before = _known;
            var after = before.Secrets.Union(learnt);
            if (after.Count == before.Secrets.Count || Interlocked.CompareExchange(ref _known, new Known(after), before) == before)
            {
                return;
            }
        }
    }

    /// <summary>The text without any of them.</summary>
    public string Redact(string text) => _known.Redactor.Value.Redact(text);

    /// <summary>A redactor of all of them and of further secrets.</summary>
    /// <exception cref="ArgumentException">A further secret is too short.</exception>
    internal Redactor With(IReadOnlyCollection<string> further)
    {
        var known = _known;
        return known.Secrets.IsSupersetOf(further) ? known.Redactor.Value : new Redactor(known.Secrets.Union(further));
    }

    private sealed class Known(ImmutableHashSet<string> secrets)
    {
        public ImmutableHashSet<string> Secrets => secrets;

        public Lazy<Redactor> Redactor { get; } = new(() => new Redactor(secrets));
    }
}
