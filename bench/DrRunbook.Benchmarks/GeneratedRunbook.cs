using System.Globalization;
using System.Text;

namespace DrRunbook.Benchmarks;

/// <summary>A runbook of as many steps as are asked for, in a folder of its own: groups of ten vApps at once, one group after the other.</summary>
internal sealed class GeneratedRunbook : IDisposable
{
    private const int GroupSize = 10;

    private readonly string _folder = Directory.CreateTempSubdirectory("drrun-bench-").FullName;

    /// <param name="steps">Failover steps; the groups around them come on top.</param>
    public GeneratedRunbook(int steps) => File.WriteAllText(Path, Text(steps));

    public string Path => System.IO.Path.Combine(_folder, "runbook.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Text(int steps)
    {
        var text = new StringBuilder(
            """
            version: 1
            name: generated
            enterpriseManagers:
              site-b:
                url: https://em.site-b.example:9398
                credentials: { usernameFrom: env:SITE_B_USER, passwordFrom: env:SITE_B_PASSWORD }
            objectives: { rto: 48h, rpo: 4h }
            defaults: { enterpriseManager: site-b, restorePoint: latest, timeout: 45m }
            unfenced: there is nothing to fence
            steps:

            """);
        for (var step = 0; step < steps; step++)
        {
            if (step % GroupSize == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"  - id: wave-{step / GroupSize}\n    parallel:\n      maxConcurrency: {GroupSize}\n      steps:\n");
            }

            text.Append(
                CultureInfo.InvariantCulture,
                $"        - {{ id: step-{step}, failover: app-{step}, verify: [ {{ tcp: {{ address: 'app-{step}.site-b.example:443', within: 5m }} }} ] }}\n");
        }

        return text.ToString();
    }
}
