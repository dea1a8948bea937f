using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace DrRunbook.Engine.Tests.Outside;

/// <summary>A real HTTP server on the loopback address, byte by byte, so that it can also break the rules.</summary>
internal sealed class TestHttpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Stream, Task> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly Task _serving;
    private int _connections;

    /// <param name="answer">Writes the answer after a whole request has come.</param>
    /// <param name="certificate">Its certificate, or null for plain HTTP.</param>
    public TestHttpServer(Func<Stream, Task> answer, X509Certificate2? certificate = null)
    {
        _answer = answer;
        _certificate = certificate;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>An answer written as text.</summary>
    public TestHttpServer(string answer, X509Certificate2? certificate = null)
        : this(stream => stream.WriteAsync(Encoding.UTF8.GetBytes(answer.ReplaceLineEndings("\r\n"))).AsTask(), certificate)
    {
    }

    /// <summary>The requests as they came.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public int Connections => _connections;

    public string Url => $"{(_certificate is null ? "http" : "https")}://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}/health";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                await using var stream = await OpenAsync(client);
                var request = await ReadRequestAsync(stream);
                if (request.Length > 0)
                {
                    Requests.Enqueue(request);
                    await _answer(stream);
                }
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or System.Security.Authentication.AuthenticationException)
            {
                // The client went away, or the server is stopped.
            }
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (_certificate is null)
        {
            return client.GetStream();
        }

        var secure = new SslStream(client.GetStream());
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
        return secure;
    }

    private async Task<string> ReadRequestAsync(Stream stream)
    {
        var request = new StringBuilder();
        var chunk = new byte[4096];
        while (!IsWhole(request.ToString()))
        {
            var count = await stream.ReadAsync(chunk, _stop.Token);
            if (count == 0)
            {
                break;
            }

            request.Append(Encoding.UTF8.GetString(chunk, 0, count));
        }

        return request.ToString();
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        var length = request[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is null || Encoding.UTF8.GetByteCount(request[(end + 4)..]) >= int.Parse(length["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
