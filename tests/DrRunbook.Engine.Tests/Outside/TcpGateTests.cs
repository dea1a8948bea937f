using System.Net;
using System.Net.Sockets;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Outside;
using static DrRunbook.Engine.Tests.Outside.Values;

namespace DrRunbook.Engine.Tests.Outside;

public sealed class TcpGateTests
{
    private static readonly GateId Id = new("directory:verify:1");
    private readonly OutsideWorld _world = new("/", new Dictionary<string, string>(), TimeProvider.System);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task A_port_that_listens_holds(string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var answer = await _world.ProbeAsync(Id, new TcpGate(Text(host), port), 1, New(), TestContext.Current.CancellationToken);
        Assert.True(answer.Holds, answer.Detail);
        Assert.Equal($"{host}:{port} takes connections", answer.Detail);
        Assert.True(listener.Pending());
    }

    [Fact]
    public async Task A_port_that_nobody_listens_on_does_not_hold()
    {
        // Bound and never listening: connections are refused, and nobody else gets the port.
        using var bound = new Socket(SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)bound.LocalEndPoint!).Port;

        var answer = await _world.ProbeAsync(Id, new TcpGate(Text("127.0.0.1"), port), 1, New(), TestContext.Current.CancellationToken);
        Assert.False(answer.Holds);
        Assert.Equal($"127.0.0.1:{port}: Connection refused", answer.Detail);
    }

    [Fact]
    public async Task The_token_ends_the_try()
    {
        var answer = await _world.ProbeAsync(Id, new TcpGate(Text("127.0.0.1"), 1), 1, New(), new CancellationToken(canceled: true));
        Assert.False(answer.Holds);
        Assert.Equal("127.0.0.1:1: no connection in time", answer.Detail);
    }

    [Fact]
    public async Task A_secret_in_an_address_is_not_told()
    {
        var answer = await _world.ProbeAsync(Id, new TcpGate(Text("${env.TOKEN}"), 1), 1, New(), TestContext.Current.CancellationToken);
        Assert.False(answer.Holds);
        Assert.StartsWith("***:1: ", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gate_for_people_is_not_probed() => await Assert.ThrowsAsync<ArgumentException>(
        () => _world.ProbeAsync(Id, new WaitGate(TimeSpan.Zero), 1, New(), TestContext.Current.CancellationToken));
}
