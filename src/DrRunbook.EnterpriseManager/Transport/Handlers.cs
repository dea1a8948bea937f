using System.Net;

namespace DrRunbook.EnterpriseManager.Transport;

/// <summary>Makes the socket handlers. Nothing ambient takes part: no cookies, redirects, proxy, credentials or compression.</summary>
internal static class Handlers
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);

    /// <summary>For everything but a failover.</summary>
    public static SocketsHttpHandler ForReads(CertificateCheck certificate)
    {
        var handler = Bare(certificate);
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
        return handler;
    }

    /// <summary>For one failover request. Its connection is its own, so no connection that went stale in a pool can lose it.</summary>
    /// <param name="departing">Called right before the request's first bytes are handed to the established connection.</param>
    public static SocketsHttpHandler ForFailover(CertificateCheck certificate, Action departing)
    {
        var handler = Bare(certificate);
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        handler.MaxConnectionsPerServer = 1;
        handler.PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new DepartureStream(context.PlaintextStream, departing));
        return handler;
    }

    /// <remarks>The manager prefers the cookie to the header, so a stale cookie would beat a fresh token.</remarks>
    private static SocketsHttpHandler Bare(CertificateCheck certificate) => new()
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        UseProxy = false,
        Credentials = null,
        PreAuthenticate = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = ConnectLimit,
        SslOptions = certificate.TlsOptions(),
    };
}
