using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DrRunbook.Storage.Tests.Postgres;

/// <summary>A way to a server that breaks at the worst moment: when the client asks for a commit.</summary>
internal sealed class LossyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly int _server;
    private readonly Task _accepting;
    private Moment _break = Moment.Never;

    public LossyProxy(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>When a connection breaks.</summary>
    public enum Moment
    {
        Never,

        /// <summary>The server never hears of the commit.</summary>
        BeforeCommit,

        /// <summary>The server commits, and its answer is lost.</summary>
        AfterCommit,
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were broken.</summary>
    public int Broken { get; private set; }

    /// <summary>Breaks the next connection that asks for a commit.</summary>
    public void BreakNext(Moment moment) => _break = moment;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _accepting;
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                served.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_over.Token)));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException)
        {
        }

        await Task.WhenAll(served);
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, _server, _over.Token);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        var mute = false;
        await Task.WhenAny(ToServerAsync(), ToClientAsync());
        await end.CancelAsync();

        async Task ToServerAsync()
        {
            await CopyAsync(client, server, async (text, forward) =>
            {
                var breaks = text.Contains("COMMIT", StringComparison.Ordinal) ? _break : Moment.Never;
                if (breaks == Moment.Never)
                {
                    await forward();
                    return true;
                }

                (_break, mute) = (Moment.Never, true);
                Broken++;
                if (breaks == Moment.BeforeCommit)
                {
                    return false;
                }

                await forward();
                return true;
            });
        }

        async Task ToClientAsync()
        {
            await CopyAsync(server, client, async (_, forward) =>
            {
                // The server has answered, so the commit stands; the client will never know.
                if (mute)
                {
                    return false;
                }

                await forward();
                return true;
            });
        }

        async Task CopyAsync(TcpClient from, TcpClient to, Func<string, Func<Task>, Task<bool>> pass)
        {
            var buffer = new byte[64 * 1024];
            try
            {
                while (await from.GetStream().ReadAsync(buffer, end.Token) is > 0 and var count)
                {
                    if (!await pass(Encoding.Latin1.GetString(buffer, 0, count), () => to.GetStream().WriteAsync(buffer.AsMemory(0, count), end.Token).AsTask()))
                    {
                        return;
                    }
                }
            }
            catch (Exception over) when (over is OperationCanceledException or IOException or ObjectDisposedException)
            {
            }
        }
    }
}
