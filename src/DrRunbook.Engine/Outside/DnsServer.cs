using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DrRunbook.Engine.Outside;

/// <summary>A DNS server as a runbook names it: HOST or HOST:PORT, with an IPv6 address and a port as <c>[::1]:53</c>.</summary>
internal sealed record DnsServer(string Host, int Port)
{
    private const int StandardPort = 53;

    /// <summary>Reads the form; null where the port is none.</summary>
    public static DnsServer? Parse(string text)
    {
        // More than one colon without brackets is a bare IPv6 address.
        var colon = text.LastIndexOf(':');
        if (colon < 0 || text.EndsWith(']') || (!text.StartsWith('[') && text.IndexOf(':', StringComparison.Ordinal) != colon))
        {
            return new DnsServer(text.Trim('[', ']'), StandardPort);
        }

        return ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? new DnsServer(text[..colon].Trim('[', ']'), port)
            : null;
    }

    /// <summary>Its first address; a name is looked up by the system.</summary>
    /// <exception cref="SocketException">The name has no address.</exception>
    public async Task<IPEndPoint> ResolveAsync(CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(Host, out var address) ? [address] : await Dns.GetHostAddressesAsync(Host, cancellationToken);
        return new IPEndPoint(addresses.FirstOrDefault() ?? throw new SocketException((int)SocketError.HostNotFound), Port);
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
