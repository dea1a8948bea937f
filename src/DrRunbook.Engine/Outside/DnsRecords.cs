using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using DnsClient;
using DnsClient.Protocol;

namespace DrRunbook.Engine.Outside;

/// <summary>DNS records as texts that can be compared: names without their last dot, in lower case; addresses in their standard form.</summary>
internal static class DnsRecords
{
    private static readonly FrozenDictionary<string, QueryType> Types = new Dictionary<string, QueryType>
    {
        ["A"] = QueryType.A,
        ["AAAA"] = QueryType.AAAA,
        ["CNAME"] = QueryType.CNAME,
        ["MX"] = QueryType.MX,
        ["NS"] = QueryType.NS,
        ["PTR"] = QueryType.PTR,
        ["SRV"] = QueryType.SRV,
        ["TXT"] = QueryType.TXT,
    }.ToFrozenDictionary();

    /// <summary>The query for a record type, or null for one that is not compared here.</summary>
    public static QueryType? TypeOf(string type) => Types.TryGetValue(type.ToUpperInvariant(), out var query) ? query : null;

    /// <summary>A record's value: <c>10.20.0.15</c>, <c>mail.example</c>, for MX <c>10 mail.example</c>, for SRV <c>priority weight port target</c>, for TXT its strings joined.</summary>
    public static string Value(DnsResourceRecord record) => record switch
    {
        AddressRecord address => address.Address.ToString(),
        CNameRecord alias => Name(alias.CanonicalName),
        NsRecord server => Name(server.NSDName),
        PtrRecord pointer => Name(pointer.PtrDomainName),
        MxRecord mail => string.Create(CultureInfo.InvariantCulture, $"{mail.Preference} {Name(mail.Exchange)}"),
        SrvRecord service => string.Create(CultureInfo.InvariantCulture, $"{service.Priority} {service.Weight} {service.Port} {Name(service.Target)}"),
        TxtRecord text => string.Concat(text.Text),
        _ => record.ToString()!,
    };

    /// <summary>A value as a runbook states it, in the form of <see cref="Value"/>.</summary>
    public static string Stated(QueryType type, string text) => type switch
    {
        QueryType.TXT => text,
        QueryType.A or QueryType.AAAA => IPAddress.TryParse(text, out var address) ? address.ToString() : text,
        _ => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.').ToLowerInvariant(),
    };

    private static string Name(DnsString name) => name.Value.TrimEnd('.').ToLowerInvariant();
}
