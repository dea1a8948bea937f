using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DrRunbook.TestKit;

/// <summary>A timestamp authority (RFC 3161) of the tests: <c>openssl ts</c>, also behind HTTP on the loopback address.</summary>
public sealed class TimestampAuthority : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("drrun-tsa-").FullName;
    private readonly Task _serving;

    /// <summary>Makes its keys and begins to listen.</summary>
    public TimestampAuthority()
    {
        File.WriteAllText(PathOf("usage"), "extendedKeyUsage = critical, timeStamping\n");
        File.WriteAllText(PathOf("config"), $"""
            [authority]
            serial = {PathOf("serial")}
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            ess_cert_id_alg = sha256
            [request]
            distinguished_name = name
            x509_extensions = root
            [name]
            [root]
            basicConstraints = critical, CA:true

            """);
        Run("req", "-x509", "-config", PathOf("config"), "-section", "request", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=Root of the tests", "-days", "2", "-keyout", PathOf("root.key"), "-out", Certificates);
        Run("req", "-config", PathOf("config"), "-section", "request", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=Timestamps of the tests", "-keyout", PathOf("tsa.key"), "-out", PathOf("tsa.csr"));
        Run("x509", "-req", "-in", PathOf("tsa.csr"), "-CA", Certificates, "-CAkey", PathOf("root.key"), "-CAcreateserial", "-days", "2", "-extfile", PathOf("usage"), "-out", PathOf("tsa.crt"));
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The file of the certificate that vouches for it.</summary>
    public string Certificates => PathOf("root.crt");

    /// <summary>Where it answers.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/tsa");

    /// <summary>What it answers instead, if anything: a broken authority.</summary>
    public byte[]? Instead { get; set; }

    /// <summary>Answers a query.</summary>
    public byte[] Reply(byte[] query)
    {
        File.WriteAllBytes(PathOf("query"), query);
        Run("ts", "-reply", "-config", PathOf("config"), "-section", "authority", "-queryfile", PathOf("query"), "-signer", PathOf("tsa.crt"), "-inkey", PathOf("tsa.key"), "-out", PathOf("reply"));
        return File.ReadAllBytes(PathOf("reply"));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Run(params string[] arguments)
    {
        using var program = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = program.StandardOutput.ReadToEndAsync();
        var error = program.StandardError.ReadToEnd();
        program.WaitForExit();
        if (program.ExitCode != 0)
        {
            throw new InvalidOperationException($"openssl said: {error}{output.GetAwaiter().GetResult()}");
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using var stream = client.GetStream();
                var reply = Instead ?? Reply(await ReadBodyAsync(stream));
                var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\nContent-Length: {reply.Length}\r\nConnection: close\r\n\r\n");
                await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. reply], _stop.Token);
            }
            catch (Exception gone) when (gone is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The client left, or the test is over.
            }
        }
    }

    private async Task<byte[]> ReadBodyAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, _stop.Token);
            head.Append((char)one[0]);
        }

        var length = head.ToString().Split("\r\n").Single(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1];
        var body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return body;
    }
}
