using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace DrRunbook.EnterpriseManager.Tests.Doubles;

/// <summary>A server on a loopback socket that answers byte for byte as the test says, and remembers every byte it was sent.</summary>
internal sealed class SocketManager : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly List<string> _requests = [];
    private readonly List<Task> _connections = [];
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;
    private int _accepted;

    public SocketManager(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>By name where TLS checks one.</summary>
    public Uri Url => new(_certificate is null ? $"http://127.0.0.1:{Port}" : $"https://localhost:{Port}");

    /// <summary>What a failover request gets; everything else is answered as an Enterprise Manager does.</summary>
    public Func<int, SocketReply> OnFailover { get; set; } = _ => SocketReply.Sample("202 Accepted", "task-accepted-202-failover.xml");

    /// <summary>Answers in place of the usual answer, by the request's first line; null lets it pass.</summary>
    public Func<string, SocketReply?>? Instead { get; set; }

    /// <summary>From now on new connections are closed before TLS is set up.</summary>
    public bool BreaksHandshakes { get; set; }

    /// <summary>From now on new connections end, once they are set up, after so many bytes of the first request; null: they do not.</summary>
    public (int Bytes, SocketEnding Ending)? EndsAfter { get; set; }

    /// <summary>Set once a failover request has been read whole.</summary>
    public TaskCompletionSource FailoverSeen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Connections => Volatile.Read(ref _accepted);

    /// <summary>The heads of all requests.</summary>
    public ImmutableArray<string> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public ImmutableArray<string> Failovers => [.. Requests.Where(IsFailover)];

    /// <summary>Takes no further connections and breaks the ones there are.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    private static bool IsFailover(string head) => head.StartsWith("POST /api/vAppReplicaPoints/", StringComparison.Ordinal);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                Interlocked.Increment(ref _accepted);
                _connections.Add(ServeAsync(client));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var open = client;
        try
        {
            if (BreaksHandshakes)
            {
                return;
            }

            await using var stream = await SecureAsync(client.GetStream());
            if (EndsAfter is { } early)
            {
                await stream.ReadExactlyAsync(new byte[early.Bytes], _stopping.Token);
                End(client, early.Ending);
                return;
            }

            while (await ReadHeadAsync(stream) is { } head && await AnswerAsync(client, stream, head))
            {
            }
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The other side broke off, or the test is over.
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream plain)
    {
        if (_certificate is null)
        {
            return plain;
        }

        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopping.Token);
        return secure;
    }

    private async Task<string?> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stopping.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        lock (_gate)
        {
            _requests.Add(head.ToString());
        }

        return head.ToString();
    }

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> AnswerAsync(TcpClient client, Stream stream, string head)
    {
        var reply = ReplyTo(head);
        await stream.WriteAsync(reply.Bytes, _stopping.Token);
        await stream.FlushAsync(_stopping.Token);
        if (IsFailover(head))
        {
            FailoverSeen.TrySetResult();
        }

        End(client, reply.Ending);
        return reply.Ending is SocketEnding.KeepOpen or SocketEnding.Silence;
    }

    private static void End(TcpClient client, SocketEnding ending)
    {
        if (ending == SocketEnding.Reset)
        {
            client.Client.LingerState = new LingerOption(true, 0);
            client.Client.Close();
        }
    }

    private SocketReply ReplyTo(string head)
    {
        var line = head[..head.IndexOf('\r', StringComparison.Ordinal)];
        if (Instead?.Invoke(line) is { } other)
        {
            return other;
        }

        return line switch
        {
            _ when IsFailover(head) => OnFailover(Failovers.Length),
            "GET /api/ HTTP/1.1" => SocketReply.Sample("200 OK", "enterprisemanager.xml"),
            _ when line.StartsWith("POST /api/sessionMngr/", StringComparison.Ordinal) => LogOn(),
            _ when line.StartsWith("GET /api/query?type=VAppReplicaPoint", StringComparison.Ordinal) => SocketReply.Sample("200 OK", "query-vappreplicapoint.xml"),
            _ when line.StartsWith("DELETE /api/logonSessions/", StringComparison.Ordinal) => SocketReply.Of("204 No Content", null, ""),
            _ => SocketReply.Sample("404 NotFound", "error-404.xml"),
        };
    }

    private SocketReply LogOn()
    {
        var number = Requests.Count(request => request.StartsWith("POST /api/sessionMngr/", StringComparison.Ordinal));
        return SocketReply.Sample(
            "201 Created", "logonsession.xml", $"X-RestSvcSessionId: secret-token-{number}==", $"Set-Cookie: X-RestSvcSessionId=secret-token-{number}==; Path=/api;");
    }
}

/// <summary>What a connection does after a reply.</summary>
internal enum SocketEnding
{
    KeepOpen,

    /// <summary>Nothing more is sent, and nothing is closed.</summary>
    Silence,

    /// <summary>An orderly end.</summary>
    Close,

    /// <summary>TCP reset.</summary>
    Reset,
}

/// <summary>The bytes of a reply and what follows them.</summary>
internal sealed record SocketReply(byte[] Bytes, SocketEnding Ending)
{
    public static SocketReply Nothing(SocketEnding ending) => new([], ending);

    public static SocketReply Raw(string text, SocketEnding ending) => new(Encoding.UTF8.GetBytes(text), ending);

    public static SocketReply Sample(string status, string sample, params string[] headers) =>
        Of(status, Samples.MediaType(sample), Samples.Text(sample), headers);

    public static SocketReply Of(string status, string? mediaType, string body, params string[] headers)
    {
        string[] all = mediaType is null ? headers : [$"Content-Type: {mediaType}", .. headers];
        return Raw($"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{string.Concat(all.Select(header => header + "\r\n"))}\r\n{body}", SocketEnding.KeepOpen);
    }
}
