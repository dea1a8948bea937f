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
        FailoverPlans = [new() { Name = "SQL Failover Plan", Vms = ["sql01", "sql02"] }, new() { Name = "Exchange Group Failover Plan" }],
        CdpVApps = [new() { Name = "vApp02", Vms = ["vm02-DlmR", "vApp02-kAd4"] }, new() { Name = "vApp-TS" }],
    };

    public static ScenarioManager With(FailoverBehaviour behaviour) =>
        OneVApp with { VApps = [OneVApp.VApps[0] with { Failovers = [behaviour] }] };

    public static ScenarioManager With(params FaultRule[] faults) => OneVApp with { Faults = [.. faults] };

    /// <summary>So many vApps of three VMs with two points each.</summary>
    public static ScenarioManager Many(int vApps) => OneVApp with
    {
        VApps =
        [
            .. Enumerable.Range(1, vApps).Select(number => new ScenarioVApp
            {
                Name = $"vapp-{number:D4}",
                Vms = [$"vm-{number:D4}-a", $"vm-{number:D4}-b", $"vm-{number:D4}-c"],
                Points = [new() { Age = TimeSpan.FromMinutes(10 + (number % 50)) }, new() { Age = TimeSpan.FromHours(4) }],
            }),
        ],
    };

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
