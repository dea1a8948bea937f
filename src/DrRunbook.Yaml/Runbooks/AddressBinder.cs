using System.Globalization;
using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads addresses.</summary>
internal static class AddressBinder
{
    /// <summary>Reads <c>HOST:PORT</c>; an IPv6 address stands in brackets.</summary>
    public static TcpGate? BindTcp(LocatedNode node, FileScope scope)
    {
        if (scope.Values.Text(node, "address") is not { } written)
        {
            return null;
        }

        if (written.IsPlaceholder)
        {
            return new TcpGate(FileScope.Literal(written), 1);
        }

        if (Split(written.Value) is ({ } host, { } port))
        {
            return new TcpGate(TextTemplate.Literal(host), port);
        }

        scope.Report(GateDiagnostics.InvalidAddress(written.At, "address", written.Value, "HOST:PORT"));
        return null;
    }

    /// <summary>Host and port of <c>HOST:PORT</c> or <c>HOST</c>; no host where it is neither.</summary>
    public static (string? Host, int? Port) Split(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0 || text.EndsWith(']'))
        {
            return (HostIn(text), null);
        }

        var isPort = int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535;
        return isPort ? (HostIn(text[..colon]), port) : (null, null);
    }

    /// <summary>The host without brackets, or null where it can be none.</summary>
    private static string? HostIn(string text)
    {
        if (text is ['[', .. var inner, ']'])
        {
            return Uri.CheckHostName(inner) == UriHostNameType.IPv6 ? inner : null;
        }

        return Uri.CheckHostName(text) is UriHostNameType.Dns or UriHostNameType.IPv4 ? text : null;
    }
}
