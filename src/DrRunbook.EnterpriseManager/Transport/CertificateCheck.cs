using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DrRunbook.EnterpriseManager.Transport;

/// <summary>Decides whether the manager's certificate is trusted: by its pin, by the given authorities, or by the system's.</summary>
internal sealed class CertificateCheck
{
    private readonly string? _pin;
    private readonly X509Certificate2Collection? _authorities;
    private volatile CertificateSeen? _last;

    /// <exception cref="ArgumentException">The pin is not a SHA-256, or the PEM text holds no certificate.</exception>
    public CertificateCheck(string? pin, string? caPem)
    {
        _pin = pin is null ? null : NormalisePin(pin);
        _authorities = _pin is null && caPem is not null ? ReadAuthorities(caPem) : null;
    }

    /// <summary>What was decided about the last certificate that was shown; null as long as there was none.</summary>
    public CertificateSeen? Last => _last;

    public SslClientAuthenticationOptions TlsOptions() => new()
    {
        RemoteCertificateValidationCallback = (_, certificate, _, errors) => Decide(certificate, errors),
        CertificateChainPolicy = ChainPolicy(),
    };

    /// <remarks>Nothing is downloaded: a certificate that is not trusted yet would name the address.</remarks>
    private X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (_authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(_authorities);
        }

        return policy;
    }

    private bool Decide(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            _last = new CertificateSeen("", "it showed no certificate", ExpiresAt: null);
            return false;
        }

        var thumbprint = Convert.ToHexString(SHA256.HashData(certificate.GetRawCertData()));
        var problem = _pin is null ? ProblemIn(errors) : thumbprint == _pin ? null : "it is not the certificate that is pinned";
        _last = new CertificateSeen(thumbprint, problem, (certificate as X509Certificate2)?.NotAfter.ToUniversalTime());
        return problem is null;
    }

    private string? ProblemIn(SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return null;
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return "it is for another name";
        }

        return _authorities is null ? "no authority that this system trusts vouches for it" : "no authority of the CA file vouches for it";
    }

    private static string NormalisePin(string pin)
    {
        var hex = pin.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();
        return hex.Length == SHA256.HashSizeInBytes * 2 && hex.All(char.IsAsciiHexDigit)
            ? hex
            : throw new ArgumentException($"'{pin}' is not a SHA-256 in hex", nameof(pin));
    }

    private static X509Certificate2Collection ReadAuthorities(string pem)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException unreadable)
        {
            throw new ArgumentException("the CA file holds a certificate that cannot be read", nameof(pem), unreadable);
        }

        return authorities.Count > 0 ? authorities : throw new ArgumentException("the CA file holds no certificate", nameof(pem));
    }
}

/// <summary>A certificate and what was decided about it.</summary>
/// <param name="Sha256">Its thumbprint, upper-case hex; empty where none was shown.</param>
/// <param name="Problem">Why it is refused; null where it is trusted.</param>
/// <param name="ExpiresAt">Until when it is valid, UTC; null where none was shown.</param>
internal sealed record CertificateSeen(string Sha256, string? Problem, DateTimeOffset? ExpiresAt)
{
    /// <summary>For people, with the way out.</summary>
    public string Describe() => $"the certificate is refused: {Problem}; its SHA-256 is {Sha256}; "
        + $"if this is the manager's, pin it with tls: {{ thumbprint: {Sha256} }} or name its authority in a CA file";
}
