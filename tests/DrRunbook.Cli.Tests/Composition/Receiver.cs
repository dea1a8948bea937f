using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace DrRunbook.Cli.Tests.Composition;

/// <summary>Takes messages on loopback.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<Task> _answer;
    private readonly Func<int> _status;
    private readonly Task _serving;

    /// <param name="answer">What it does before it answers; null: nothing.</param>
    /// <param name="status">What it answers then; null: 204.</param>
    public Receiver(Func<Task>? answer = null, Func<int>? status = null)
    {
        _status = status ?? (() => 204);
        _answer = answer ?? (() => Task.CompletedTask);
        Port = FreePort();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port { get; }

    public ConcurrentQueue<(string Method, string Path, string? Key, string? Type, string Body)> Requests { get; } = new();

    /// <summary>A port at which nobody listens.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        var answers = new List<Task>();
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                await Task.WhenAll(answers);
                return;
            }

            answers.Add(AnswerAsync(context));
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync(CancellationToken.None);
        Requests.Enqueue((context.Request.HttpMethod, context.Request.Url!.PathAndQuery, context.Request.Headers["X-Key"], context.Request.ContentType, body));
        await _answer();
        try
        {
            context.Response.StatusCode = _status();
            context.Response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The sender has gone.
        }
    }
}
