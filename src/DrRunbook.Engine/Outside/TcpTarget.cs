using System.Globalization;
using System.Net.Sockets;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Outside;

/// <summary>An address to which a TCP connection must open.</summary>
internal sealed record TcpTarget(string Host, int Port)
{
    private string Address => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>Fills a gate in.</summary>
    public static TcpTarget Of(TcpGate gate, ValueResolver values) => new(values.Expand(gate.Host), gate.Port);

    /// <summary>Opens a connection and closes it again; every address of the host is tried.</summary>
    public async Task<ProbeAnswer> ConnectAsync(CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            // Brackets around an IPv6 address belong to the HOST:PORT form, not to the host.
            await client.ConnectAsync(Host.TrimStart('[').TrimEnd(']'), Port, cancellationToken);
            return Answers.Seen(holds: true, $"{Address} takes connections");
        }
        catch (SocketException error)
        {
            return Answers.Seen(holds: false, $"{Address}: {error.Message}");
        }
        catch (OperationCanceledException)
        {
            return Answers.Seen(holds: false, $"{Address}: no connection in time");
        }
    }
}
