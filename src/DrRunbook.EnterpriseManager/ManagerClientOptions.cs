using DrRunbook.Engine.Outside;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.EnterpriseManager;

/// <summary>How one Enterprise Manager is reached.</summary>
public sealed record ManagerClientOptions
{
    /// <summary>The runbook's name for it.</summary>
    public required ManagerName Name { get; init; }

    /// <summary>Its address without <c>/api</c>, such as <c>https://em.example.com:9398</c>. Plain HTTP only on loopback.</summary>
    public required Uri Url { get; init; }

    /// <summary>Tells the credentials; asked at every logon.</summary>
    public required Func<CredentialAnswer> Credentials { get; init; }

    /// <summary>Feeds polling, keep-alive, pauses before repetitions and every time that is compared with the manager's.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Limits single requests; null: <see cref="Clock"/>. A quickened run over real sockets gives the real clock here.</summary>
    public TimeProvider? HostClock { get; init; }

    /// <summary>
    /// Gets <see cref="Core.Execution.ManagerLost"/>, <see cref="Core.Execution.ManagerReached"/> after that, and
    /// <see cref="Core.Execution.LogonRenewed"/>. The first contact is told by <see cref="IManagerClient.ConnectAsync"/> alone.
    /// </summary>
    public required IFactSink Facts { get; init; }

    /// <summary>PEM text of the authorities that may have issued the certificate, in place of the system's; or null.</summary>
    public string? CaPem { get; init; }

    /// <summary>The one certificate that is accepted: its SHA-256 in hex, with or without colons; or null. Goes before <see cref="CaPem"/>.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>What is asked for; answers are read by what they say they are.</summary>
    public WireFormat Format { get; init; } = WireFormat.Xml;

    /// <summary>The pause between two looks at running failovers while the manager answers quickly; with it steps lose at most two seconds each.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest a read may take; large inventories answer slowly.</summary>
    public TimeSpan ReadLimit { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The longest the answer to a failover request is waited for.</summary>
    public TimeSpan FailoverLimit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// The longest the body of that answer is waited for once its head is there: the head has decided already, and a body that does not
    /// end must not keep what was accepted from being followed.
    /// </summary>
    public TimeSpan FailoverBodyLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Carries requests within this process, for rehearsals; null: sockets. Not disposed of. It throws <see cref="HttpRequestException"/>
    /// with <see cref="HttpRequestError.ConnectionError"/>, <see cref="HttpRequestError.NameResolutionError"/> or
    /// <see cref="HttpRequestError.SecureConnectionError"/> where a request did not reach the other side, and only there.
    /// </summary>
    public HttpMessageHandler? Transport { get; init; }

    /// <summary>
    /// Of a manager within this process that can tell: after a time, when an answer of its next differs; it gives null where none ever will. A look at running failovers
    /// that would tell what the last one told is then left out. Null: nothing is left out.
    /// </summary>
    public Func<DateTimeOffset, DateTimeOffset?>? NextChange { get; init; }

    /// <summary>Kept out of every text, and learns the credentials, tokens and session ids of this client.</summary>
    public KnownSecrets Secrets { get; init; } = new();

    /// <summary>Gets one line for each request and answer, free of secrets; null: nobody listens.</summary>
    public Action<string>? Trace { get; init; }

    /// <summary>Told of a bug in the watching of failovers, which would otherwise stay unseen until the client is disposed of.</summary>
    public Action<Exception>? Fault { get; init; }
}

/// <summary>The media type that is asked for.</summary>
public enum WireFormat
{
    /// <summary><c>application/xml</c>: documented throughout and the same in all versions.</summary>
    Xml,

    /// <summary><c>application/json</c>.</summary>
    Json,
}

/// <summary>An answer of the source of credentials.</summary>
public abstract record CredentialAnswer;

/// <summary>The credentials.</summary>
/// <param name="UserName">An account with a role in Enterprise Manager, such as <c>DOMAIN\user</c>.</param>
public sealed record LogonCredentials(string UserName, string Password) : CredentialAnswer
{
    /// <summary>Where the user name comes from, as the runbook names it, such as <c>env:SITE_B_USER</c>; null: not told. Messages name it instead of the name.</summary>
    public string? UserNameSource { get; init; }

    /// <summary>Keeps user name and password out of messages.</summary>
    public override string ToString() => nameof(LogonCredentials);
}

/// <summary>One of them is not there.</summary>
/// <param name="Source">As the runbook names it, such as <c>env:SITE_B_PASSWORD</c>.</param>
public sealed record CredentialNotThere(string Source) : CredentialAnswer;
