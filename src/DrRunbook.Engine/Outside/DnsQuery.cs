using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DnsClient;
using DnsClient.Protocol;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Outside;

/// <summary>A DNS question and the answer that must come.</summary>
/// <param name="Server">HOST or HOST:PORT, or null for the system's resolvers.</param>
/// <param name="MustEqual">Whether the answer must be the set of values, or only hold it.</param>
internal sealed record DnsQuery(string Name, string Type, string? Server, ImmutableArray<string> Values, bool MustEqual)
{
    // As resolv.conf has it: a datagram is lost now and then, and that says nothing about the record.
    private const int Repeats = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Fills a gate in.</summary>
    public static DnsQuery Of(DnsGate gate, ValueResolver values) => new(
        values.Expand(gate.Name), gate.Type, gate.Server is null ? null : values.Expand(gate.Server), [.. gate.Values.Select(values.Expand)], gate.MustEqual);

    /// <summary>Asks, and compares. The evidence is every record of the answer with its TTL.</summary>
    public async Task<ProbeAnswer> AskAsync(Redactor redactor, CancellationToken cancellationToken)
    {
        if (DnsRecords.TypeOf(Type) is not { } type)
        {
            return Answers.NothingDone($"DNS records of the type '{Type}' cannot be compared");
        }

        var server = Server is null ? null : DnsServer.Parse(Server);
        if (Server is not null && server is null)
        {
            return Answers.NothingDone($"'{Server}' is no DNS server: it is HOST or HOST:PORT");
        }

        try
        {
            var client = new LookupClient(await OptionsAsync(server, cancellationToken));
            var response = type == QueryType.PTR && IPAddress.TryParse(Name, out var address)
                ? await client.QueryReverseAsync(address, cancellationToken)
                : await client.QueryAsync(Name, type, QueryClass.IN, cancellationToken);
            return Judge(response, type, redactor);
        }
        catch (Exception error) when (error is OperationCanceledException or DnsResponseException { Code: DnsResponseCode.ConnectionTimeout })
        {
            // The library tells a cancelled query as one that timed out.
            return Answers.Seen(holds: false, $"{Name} {Type}: no answer in time");
        }
        catch (Exception error) when (error is DnsResponseException or SocketException or ArgumentException)
        {
            return Answers.Seen(holds: false, $"{Name} {Type}: {error.Message}");
        }
    }

    private static async Task<LookupClientOptions> OptionsAsync(DnsServer? server, CancellationToken cancellationToken)
    {
        var options = server is null ? new LookupClientOptions() : new LookupClientOptions(await server.ResolveAsync(cancellationToken));
        options.UseCache = false;
        options.Retries = Repeats;
        options.Timeout = Patience;
        options.ThrowDnsErrors = false;
        return options;
    }

    private ProbeAnswer Judge(IDnsQueryResponse response, QueryType type, Redactor redactor)
    {
        var records = response.Answers.Where(record => record.RecordType == (ResourceRecordType)type).ToList();
        var seen = records.Select(DnsRecords.Value).ToHashSet();
        var stated = Values.Select(value => DnsRecords.Stated(type, value)).ToHashSet();
        var isAnswer = response.Header.ResponseCode is DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain;
        var holds = isAnswer && (MustEqual ? seen.SetEquals(stated) : seen.IsSupersetOf(stated));
        return Answers.Seen(holds, Say(response, records, holds), redactor.Redact(Evidence(response)));
    }

    private string Say(IDnsQueryResponse response, List<DnsResourceRecord> records, bool holds)
    {
        var wanted = holds ? "" : $", not {string.Join(", ", Values)}";
        if (records.Count == 0)
        {
            return $"{Name} {Type}: no record ({response.Header.ResponseCode}){wanted}";
        }

        var lifetime = records.Min(record => record.InitialTimeToLive);
        return string.Create(CultureInfo.InvariantCulture, $"{Name} {Type} is {string.Join(", ", records.Select(DnsRecords.Value))} (TTL {lifetime} s){wanted}");
    }

    private static byte[] Evidence(IDnsQueryResponse response)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"server {response.NameServer}, status {response.Header.ResponseCode}\n");
        foreach (var record in response.Answers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{record.DomainName} {record.InitialTimeToLive} {record.RecordType} {DnsRecords.Value(record)}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
