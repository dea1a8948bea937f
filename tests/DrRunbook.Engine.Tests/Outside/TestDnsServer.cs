using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DrRunbook.Engine.Tests.Outside;

/// <summary>A DNS server on the loopback address that answers every question with the same records (RFC 1035, over UDP).</summary>
internal sealed class TestDnsServer : IAsyncDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    /// <param name="status">The response code: 0 no error, 2 server failure, 3 no such name.</param>
    /// <param name="records">Type, TTL in seconds and data of each record; the name is that of the question.</param>
    public TestDnsServer(int status, params (int Type, int Ttl, byte[] Data)[] records) => _serving = ServeAsync(status, records);

    /// <summary>The last name asked for, with dots.</summary>
    public string? Asked { get; private set; }

    public string Address => $"127.0.0.1:{((IPEndPoint)_socket.Client.LocalEndPoint!).Port}";

    /// <summary>A name as DNS writes it: each label behind its length.</summary>
    public static byte[] Name(string name) =>
        [.. name.TrimEnd('.').Split('.').SelectMany(label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length)), 0];

    /// <summary>16-bit numbers in network order, then a name.</summary>
    public static byte[] Numbers(string name, params int[] numbers) => [.. numbers.SelectMany(Two), .. Name(name)];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync(int status, (int Type, int Ttl, byte[] Data)[] records)
    {
        try
        {
            while (true)
            {
                var query = await _socket.ReceiveAsync(_stop.Token);
                await _socket.SendAsync(Answer(query.Buffer, status, records), query.RemoteEndPoint, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private byte[] Answer(byte[] query, int status, (int Type, int Ttl, byte[] Data)[] records)
    {
        // Behind the 12 bytes of the header: the name, then two bytes of type and two of class.
        var end = Array.IndexOf(query, (byte)0, 12) + 5;
        Asked = ReadName(query);
        return
        [
            query[0], query[1],
            0x85, (byte)(0x80 | status),
            0, 1,
            .. Two(records.Length),
            0, 0, 0, 0,
            .. query[12..end],
            .. records.SelectMany(record => (byte[])
            [
                0xC0, 12,
                .. Two(record.Type),
                0, 1,
                .. Four(record.Ttl),
                .. Two(record.Data.Length),
                .. record.Data,
            ]),
        ];
    }

    private static string ReadName(byte[] query)
    {
        var labels = new List<string>();
        for (var at = 12; query[at] > 0; at += query[at] + 1)
        {
            labels.Add(Encoding.ASCII.GetString(query, at + 1, query[at]));
        }

        return string.Join('.', labels);
    }

    private static byte[] Two(int number)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)number);
        return bytes;
    }

    private static byte[] Four(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
