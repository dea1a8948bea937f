using System.Net;
using System.Net.Sockets;

namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary>A loopback port that belongs to the case and refuses connections until it is opened.</summary>
internal sealed class ClosedPort : IDisposable
{
    // Bound and not listening: nobody else can have the port, and nobody can connect to it.
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>Its number.</summary>
    public int Number => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Lets connections in.</summary>
    public void Open() => _socket.Listen();

    /// <inheritdoc />
    public void Dispose() => _socket.Dispose();
}
