using System.Net;
using System.Net.Sockets;
using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads a <c>dns</c> gate.</summary>
internal static class DnsBinder
{
    private static readonly string[] Types = ["A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT"];

    /// <summary>For a type that is not known yet; its answers have no form of their own.</summary>
    private const string AnyType = "TXT";

    public static DnsGate? Bind(MappingReader dns, FileScope scope)
    {
        var name = dns.RequiredText("name");
        var type = BindType(dns, scope);
        var server = dns.Text("server");
        if (server is { IsPlaceholder: false } && AddressBinder.Split(server.Value).Host is null)
        {
            scope.Report(GateDiagnostics.InvalidAddress(server.At, "'server'", server.Value, "HOST or HOST:PORT"));
        }

        var which = dns.OneOf("equals", "contains");
        var values = which is null ? [] : BindValues(dns.Take(which)!, which, scope);
        foreach (var value in values.Where(value => !value.IsPlaceholder))
        {
            CheckValue(type, value, scope);
        }

        return name is null || type is null
            ? null
            : new DnsGate(
                FileScope.Literal(name), type, server is null ? null : FileScope.Literal(server), [.. values.Select(FileScope.Literal)], which == "equals");
    }

    private static string? BindType(MappingReader dns, FileScope scope)
    {
        var type = dns.RequiredText("type");
        if (type is { IsPlaceholder: true })
        {
            return AnyType;
        }

        if (type is not null && !Types.Contains(type.Value))
        {
            scope.Report(YamlDiagnostics.NotAChoice(type.At, "'type'", type.Value, Types, scope.Diagnostics.Suggest(type.Value, Types)));
            return null;
        }

        return type?.Value;
    }

    private static ImmutableArray<LocatedText> BindValues(LocatedNode node, string key, FileScope scope)
    {
        if (node is SequenceNode)
        {
            return scope.Values.Texts(node, $"'{key}'");
        }

        return scope.Values.Text(node, $"'{key}'") is { } only ? [only] : [];
    }

    private static void CheckValue(string? type, LocatedText value, FileScope scope)
    {
        var (family, form) = type switch
        {
            "A" => (AddressFamily.InterNetwork, "IPv4 addresses"),
            "AAAA" => (AddressFamily.InterNetworkV6, "IPv6 addresses"),
            _ => (AddressFamily.Unspecified, ""),
        };
        if (family != AddressFamily.Unspecified && (!IPAddress.TryParse(value.Value, out var address) || address.AddressFamily != family))
        {
            scope.Report(GateDiagnostics.ImpossibleAnswer(value.At, type!, value.Value, form));
        }
    }
}
