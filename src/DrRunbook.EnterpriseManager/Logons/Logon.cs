using DrRunbook.EnterpriseManager.Transport;
using DrRunbook.Engine.Ports;

namespace DrRunbook.EnterpriseManager.Logons;

/// <summary>A logon session. Tasks belong to the one that made them and are invisible to any other.</summary>
/// <param name="number">From 1.</param>
internal sealed class Logon(int number, string token, string sessionId)
{
    private volatile bool _isProven;

    public int Number => number;

    /// <summary>Opaque: some servers make it of the session's id, others do not.</summary>
    public string Token => token;

    public string SessionId => sessionId;

    /// <summary>Whether a request with this token was ever answered with anything but 401.</summary>
    public bool IsProven => _isProven;

    public void Prove() => _isProven = true;
}

/// <summary>A logon, or why there is none: exactly one of the two is there.</summary>
internal sealed record LogonResult(Logon? Logon, ConnectOutcome? Failure)
{
    /// <summary>One line for people: why there is no logon.</summary>
    public string Why => Failure switch
    {
        ManagerUnreachable unreachable => unreachable.Detail,
        CertificateRefused refused => refused.Detail,
        LogonRefused refused => refused.Detail,
        CredentialMissing missing => $"the credential {missing.Source} is not there",
        _ => "",
    };
}

/// <summary>An answer to a request that needs a logon.</summary>
/// <param name="Logon">The one it was sent with; null where there was none.</param>
/// <param name="NoLogon">Why there was none; null where there was.</param>
internal sealed record AuthorisedAnswer(Answer Answer, Logon? Logon, LogonResult? NoLogon);
