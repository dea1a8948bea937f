using System.Security.Cryptography;
using DrRunbook.Simulator;

namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary><c>drrun simulate</c> in a process of its own: to the runs of a case it is as real as a manager can be.</summary>
/// <param name="Url">Where it listens.</param>
/// <param name="Thumbprint">The SHA-256 of its certificate.</param>
internal sealed record SeparateManager(DrrunProcess Process, string Url, string Thumbprint)
{
    /// <summary>Starts it and puts its credentials into the environment of what the case starts afterwards.</summary>
    public static async Task<SeparateManager> StartAsync(Workplace place, string scenario)
    {
        var process = place.Start("simulate", scenario, "--output", "json");
        var announced = System.Text.Json.JsonDocument.Parse(await process.SaysAsync("\"url\":")).RootElement;
        place.Environment["EM_USER"] = announced.GetProperty("user").GetString();
        place.Environment["EM_PASSWORD"] = announced.GetProperty("password").GetString();
        return new SeparateManager(process, announced.GetProperty("url").GetString()!.TrimEnd('/'), announced.GetProperty("thumbprint").GetString()!);
    }

    /// <summary>The upper part of a runbook that names it and pins its certificate.</summary>
    public string Head(string name) => ShortRunbook.Head(name, Url, $"    tls: {{ thumbprint: {Thumbprint} }}");

    /// <summary>It is gone, with all it knew.</summary>
    public void Stop() => Process.Kill();

    /// <summary>What it has really carried out.</summary>
    public async Task<Ledger> LedgerAsync()
    {
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString(HashAlgorithmName.SHA256) == Thumbprint,
        };
        using var client = new HttpClient(handler);
        return Ledger.FromJson(await client.GetByteArrayAsync(new Uri($"{Url}/ledger")));
    }
}
