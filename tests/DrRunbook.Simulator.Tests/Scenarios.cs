using System.Security.Cryptography.X509Certificates;

namespace DrRunbook.Simulator.Tests;

internal static class Scenarios
{
    /// <summary>One vApp of two VMs with two points, in the order of the samples.</summary>
    public static ScenarioManager OneVApp { get; } = new()
    {
        Name = "site-b",
        ServerHost = "localhost:9398",
        Wire = new WireStyle { Order = WireOrder.Sample },
        VApps =
        [
            new()
            {
                Name = "erp-db",
                Vms = ["db1", "db2"],
                Points =
                [
                    new() { Age = TimeSpan.FromMinutes(14), Vms = [new("db2", TimeSpan.FromSeconds(18))] },
                    new() { Age = TimeSpan.FromHours(9) },
                ],
            },
        ],
    };

    public static ScenarioManager With(FailoverBehaviour behaviour) =>
        OneVApp with { VApps = [OneVApp.VApps[0] with { Failovers = [behaviour] }] };

    /// <summary>A handler that trusts the certificate of the host and nothing else.</summary>
    public static SocketsHttpHandler Trusting(SimulatorHost host)
    {
        var handler = new SocketsHttpHandler { UseCookies = false, UseProxy = false, AllowAutoRedirect = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509Certificate2.CreateFromPem(host.CertificatePem) },
            RevocationMode = X509RevocationMode.NoCheck,
            VerificationTimeIgnored = true,
        };
        return handler;
    }
}
