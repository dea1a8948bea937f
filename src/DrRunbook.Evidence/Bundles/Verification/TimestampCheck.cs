using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Json;

namespace DrRunbook.Evidence.Bundles.Verification;

/// <summary>What timestamp authorities say of the journal's head, compared with the authorities that the caller trusts.</summary>
internal static class TimestampCheck
{
    /// <summary>Extended key usage <c>id-kp-timeStamping</c> (RFC 3161, section 2.3).</summary>
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    public static void Check(BundleFiles files, string head, BundleTrust trust, VerificationNotes notes)
    {
        var hash = Convert.FromHexString(head);
        var proven = false;
        foreach (var (path, content) in files.Below(BundleNames.TimestampsFolder))
        {
            if (!Timestamping.IsNamed(path, content))
            {
                notes.Find(VerificationDiagnostics.TimestampWrong(path, "its name is not its SHA-256 with .tsr or .tsq"));
            }
            else if (Timestamping.IsQuery(path))
            {
                Tell(path, Timestamping.WhyNot(content, hash), "a query waits for the reply of a timestamp authority; until then it is not proven when the journal was there", notes);
            }
            else
            {
                proven |= CheckReply(path, content, hash, trust, notes);
            }
        }

        if (!proven && !trust.TimestampAuthorities.IsEmpty)
        {
            notes.Find(VerificationDiagnostics.TimestampWrong(BundleNames.TimestampsFolder, "no timestamp in it is of an authority that you named"));
        }
    }

    private static void Tell(string path, string? wrong, string left, VerificationNotes notes)
    {
        if (wrong is null)
        {
            notes.Leave("timestamp", left);
        }
        else
        {
            notes.Find(VerificationDiagnostics.TimestampWrong(path, wrong));
        }
    }

    private static bool CheckReply(string path, ReadOnlyMemory<byte> reply, byte[] hash, BundleTrust trust, VerificationNotes notes)
    {
        X509Certificate2? signer = null;
        if (WhyNot(reply, hash, out var token, ref signer) is { } wrong)
        {
            notes.Find(VerificationDiagnostics.TimestampWrong(path, wrong));
            return false;
        }

        var at = Instant.Format(token!.TokenInfo.Timestamp);
        if (IsTrusted(signer!, token, trust))
        {
            notes.Prove("timestamp", $"the journal was there at {at}, by {signer!.Subject}, for whom a certificate that you named vouches");
            return true;
        }

        notes.Leave("timestamp", $"a timestamp of {at} is present; its authority, {signer!.Subject}, is none that you named");
        return false;
    }

    private static string? WhyNot(ReadOnlyMemory<byte> reply, byte[] hash, out Rfc3161TimestampToken? token, ref X509Certificate2? signer)
    {
        if (!TimestampReply.TryRead(reply, out token, out var problem))
        {
            return problem;
        }

        try
        {
            return !token.TokenInfo.GetMessageHash().Span.SequenceEqual(hash) ? "it is about another journal"
                : token.VerifySignatureForHash(hash, HashAlgorithmName.SHA256, out signer) ? null
                : "its signature does not hold";
        }
        catch (CryptographicException damage)
        {
            return damage.Message;
        }
    }

    /// <summary>By the certificates in the token and those of the caller alone: nothing is fetched, and the system's roots do not count.</summary>
    private static bool IsTrusted(X509Certificate2 signer, Rfc3161TimestampToken token, BundleTrust trust)
    {
        if (trust.TimestampAuthorities.IsEmpty)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trust.TimestampAuthorities.ToArray());
        chain.ChainPolicy.ExtraStore.AddRange(token.AsSignedCms().Certificates);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(TimeStamping));
        chain.ChainPolicy.VerificationTime = token.TokenInfo.Timestamp.UtcDateTime;
        return chain.Build(signer);
    }
}
