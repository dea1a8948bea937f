using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Tests.Doubles;
using Microsoft.Extensions.Time.Testing;

namespace DrRunbook.EnterpriseManager.Tests.Transport;

public sealed class CertificateTests : IAsyncDisposable
{
    private readonly X509Certificate2 _certificate = Certificates.SelfSigned("localhost");
    private readonly SocketManager _manager;

    public CertificateTests() => _manager = new SocketManager(_certificate);

    private string Thumbprint => _certificate.GetCertHashString(HashAlgorithmName.SHA256);

    [Fact]
    public async Task A_self_signed_certificate_is_refused_with_its_thumbprint_and_the_way_to_pin_it()
    {
        var refused = Assert.IsType<CertificateRefused>(await ConnectAsync(options => options));

        Assert.Equal(Thumbprint, refused.Sha256);
        Assert.Contains($"tls: {{ thumbprint: {Thumbprint} }}", refused.Detail, StringComparison.Ordinal);
        Assert.Empty(_manager.Requests);
    }

    [Fact]
    public async Task A_pinned_certificate_is_trusted_however_the_pin_is_written()
    {
        var colons = string.Join(':', Thumbprint.Chunk(2).Select(pair => new string(pair)));

        Assert.Equal(Thumbprint, Assert.IsType<Connected>(await ConnectAsync(options => options with { Thumbprint = Thumbprint })).CertificateSha256);
        Assert.IsType<Connected>(await ConnectAsync(options => options with { Thumbprint = colons.ToLowerInvariant() }));
    }

    [Fact]
    public async Task Another_certificate_than_the_pinned_one_is_refused()
    {
        var refused = Assert.IsType<CertificateRefused>(await ConnectAsync(options => options with { Thumbprint = new string('A', 64) }));

        Assert.Contains("not the certificate that is pinned", refused.Detail, StringComparison.Ordinal);
        Assert.Empty(_manager.Requests);
    }

    [Fact]
    public async Task A_CA_file_that_holds_the_issuer_makes_the_certificate_trusted() =>
        Assert.IsType<Connected>(await ConnectAsync(options => options with { CaPem = _certificate.ExportCertificatePem() }));

    [Fact]
    public async Task A_CA_file_of_somebody_else_does_not()
    {
        using var other = Certificates.SelfSigned("localhost");

        Assert.IsType<CertificateRefused>(await ConnectAsync(options => options with { CaPem = other.ExportCertificatePem() }));
    }

    [Fact]
    public async Task A_CA_file_does_not_switch_the_check_of_the_name_off()
    {
        using var certificate = Certificates.SelfSigned("em.example");
        await using var manager = new SocketManager(certificate);
        await using var client = EnterpriseManagerClient.Create(
            SocketClient.Options(manager.Url, new FakeTimeProvider()) with { CaPem = certificate.ExportCertificatePem() });

        var refused = Assert.IsType<CertificateRefused>(await client.ConnectAsync(CancellationToken.None));
        Assert.Contains("another name", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_TLS_handshake_that_breaks_proves_that_a_failover_request_was_not_sent()
    {
        await using var client = Client(options => options with { Thumbprint = Thumbprint });
        Assert.IsType<Connected>(await client.ConnectAsync(CancellationToken.None));
        _manager.BreaksHandshakes = true;

        Assert.IsType<FailoverUnsent>(await client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None));
        Assert.Empty(_manager.Failovers);
    }

    [Fact]
    public async Task Over_TLS_as_well_a_request_that_is_not_answered_was_sent()
    {
        await using var client = Client(options => options with { Thumbprint = Thumbprint });
        Assert.IsType<Connected>(await client.ConnectAsync(CancellationToken.None));
        _manager.OnFailover = _ => SocketReply.Nothing(SocketEnding.Close);

        Assert.IsType<FailoverUnanswered>(await client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None));
        Assert.Single(_manager.Failovers);
    }

    [Theory]
    [InlineData("http://em.example:9399")]
    [InlineData("ftp://localhost")]
    public void Plain_HTTP_is_for_loopback_alone(string url) =>
        Assert.Throws<ArgumentException>(() => EnterpriseManagerClient.Create(SocketClient.Options(new Uri(url), new FakeTimeProvider())));

    [Theory]
    [InlineData("AB:CD", null)]
    [InlineData(null, "not a certificate")]
    public void A_pin_or_CA_file_that_cannot_be_read_is_an_error_before_anything_is_sent(string? pin, string? pem) =>
        Assert.Throws<ArgumentException>(() => Client(options => options with { Thumbprint = pin, CaPem = pem }));

    public async ValueTask DisposeAsync()
    {
        await _manager.DisposeAsync();
        _certificate.Dispose();
    }

    private EnterpriseManagerClient Client(Func<ManagerClientOptions, ManagerClientOptions> change) =>
        EnterpriseManagerClient.Create(change(SocketClient.Options(_manager.Url, new FakeTimeProvider())));

    private async Task<ConnectOutcome> ConnectAsync(Func<ManagerClientOptions, ManagerClientOptions> change)
    {
        await using var client = Client(change);
        return await client.ConnectAsync(CancellationToken.None);
    }
}
