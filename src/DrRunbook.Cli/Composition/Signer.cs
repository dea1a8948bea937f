using DrRunbook.Core.Planning;
using DrRunbook.Core.Signing;

namespace DrRunbook.Cli.Composition;

/// <summary>Tells who a key's owner is.</summary>
internal static class Signer
{
    /// <summary>The principal that an operator acts as: the one given, else the one of the plan whose key it is.</summary>
    /// <param name="given">What <c>--as</c> says, or null.</param>
    /// <param name="keyPath">The key's file, absolute; its public half lies beside it, or is it.</param>
    public static (string? Principal, string? Problem) Principal(
        string? given, string keyPath, Plan plan, AllowedSigners signers, string forNamespace, DateTimeOffset at)
    {
        if (!string.IsNullOrWhiteSpace(given))
        {
            return (given, null);
        }

        if (PublicHalf(keyPath) is not { } key)
        {
            return (null, $"there is no public half beside {keyPath} that tells whose key it is");
        }

        var people = plan.Approvers.Values.SelectMany(role => role).Distinct(StringComparer.Ordinal);
        return signers.PrincipalsOf(people, key, forNamespace, at) switch
        {
            [var only] => (only, null),
            [] => (null, $"key {key.Fingerprint} is nobody's by the allowed signers"),
            var several => (null, $"key {key.Fingerprint} is that of {string.Join(" and ", several)}"),
        };
    }

    private static SshPublicKey? PublicHalf(string keyPath)
    {
        foreach (var path in new[] { $"{keyPath}.pub", keyPath })
        {
            if (File.Exists(path) && SshPublicKey.TryParse(File.ReadLines(path).FirstOrDefault() ?? "", out var key, out _))
            {
                return key;
            }
        }

        return null;
    }
}
