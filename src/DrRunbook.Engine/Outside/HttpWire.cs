using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DrRunbook.Engine.Outside;

/// <summary>The way of one request: one connection, no redirects, cookies, proxy or credentials of the machine, and a flag that tells whether anything may have left.</summary>
internal sealed class HttpWire : IDisposable
{
    private readonly X509Certificate2Collection _authorities = [];
    private readonly SocketsHttpHandler _handler;
    private int _connections;
    private volatile bool _sent;

    /// <summary>Prepares the way.</summary>
    /// <param name="caFile">The only certificate authorities to be trusted, or null for the system's.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="CryptographicException">The file holds no certificate.</exception>
    public HttpWire(string? caFile)
    {
        _handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            Credentials = null,
            ActivityHeadersPropagator = null,

            // What a server packs must be unpacked before secrets can be found in it.
            AutomaticDecompression = DecompressionMethods.All,
            ConnectCallback = ConnectAsync,

            // Called when the connection stands, TLS included: from here on the request may leave.
            PlaintextStreamFilter = (context, _) =>
            {
                _sent = true;
                return ValueTask.FromResult(context.PlaintextStream);
            },
        };
        if (caFile is not null)
        {
            Trust(caFile);
        }
    }

    /// <summary>Whether the request may have left; false proves that it has not.</summary>
    public bool Sent => _sent;

    /// <summary>Sends the request; the answer's body is still to be read.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var invoker = new HttpMessageInvoker(_handler, disposeHandler: false);
        return await invoker.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _handler.Dispose();
        foreach (var authority in _authorities)
        {
            authority.Dispose();
        }
    }

    private void Trust(string caFile)
    {
        _authorities.ImportFromPemFile(caFile);
        if (_authorities.Count == 0)
        {
            throw new CryptographicException("it holds no certificate in PEM form");
        }

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(_authorities);
        _handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        // The platform would connect and send again where a connection breaks before the answer: one try is one connection.
        if (Interlocked.Increment(ref _connections) > 1)
        {
            throw new IOException("the connection was closed before an answer came");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
