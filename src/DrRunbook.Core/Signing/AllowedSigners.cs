using DrRunbook.Core.Json;

namespace DrRunbook.Core.Signing;

/// <summary>Whose key is whose: OpenSSH's file of allowed signers (ssh-keygen(1), ALLOWED SIGNERS).</summary>
/// <remarks>Certificate authorities are not taken, nor are times without <c>Z</c>, which mean something else on each machine.</remarks>
public sealed class AllowedSigners
{
    private AllowedSigners(ImmutableArray<AllowedSigner> entries, ImmutableArray<string> problems) => (Entries, Problems) = (entries, problems);

    /// <summary>The lines that hold a signer.</summary>
    public ImmutableArray<AllowedSigner> Entries { get; }

    /// <summary>What is wrong with the lines that are not taken: sentences that begin with the line's number.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>Reads a file's text.</summary>
    public static AllowedSigners Parse(string text)
    {
        var entries = ImmutableArray.CreateBuilder<AllowedSigner>();
        var problems = ImmutableArray.CreateBuilder<string>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var content = line.Trim(' ', '\t', '\r');
            if (content.Length == 0 || content[0] == '#')
            {
                continue;
            }

            try
            {
                entries.Add(AllowedSignerLine.Read(number, content));
            }
            catch (FormatException damage)
            {
                problems.Add($"line {number}: {damage.Message}");
            }
        }

        return new AllowedSigners(entries.ToImmutable(), problems.ToImmutable());
    }

    /// <summary>Why this key does not sign for this principal and purpose then, as a sentence without its full stop; null where it does.</summary>
    /// <param name="at">The time of the check, UTC.</param>
    public string? WhyNot(string principal, SshPublicKey key, string forNamespace, DateTimeOffset at)
    {
        var own = Entries.Where(entry => entry.Names(principal)).ToList();
        if (own.Count == 0)
        {
            return $"no key of '{principal}' stands in the allowed signers";
        }

        var same = own.Where(entry => entry.Key.Equals(key)).ToList();
        if (same.Count == 0)
        {
            return $"key {key.Fingerprint} is not one of '{principal}' by the allowed signers";
        }

        if (!same.Exists(entry => entry.Covers(forNamespace)))
        {
            return $"key {key.Fingerprint} of '{principal}' may not sign for '{forNamespace}' by the allowed signers";
        }

        return same.Exists(entry => entry.Covers(forNamespace) && entry.IsValid(at))
            ? null
            : $"key {key.Fingerprint} of '{principal}' is not valid at {Instant.Format(at)} by the allowed signers";
    }

    /// <summary>The principals, of those asked about, that this key signs for.</summary>
    public ImmutableArray<string> PrincipalsOf(IEnumerable<string> candidates, SshPublicKey key, string forNamespace, DateTimeOffset at) =>
        [.. candidates.Where(candidate => WhyNot(candidate, key, forNamespace, at) is null)];
}
