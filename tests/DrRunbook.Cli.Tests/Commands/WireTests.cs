using System.Net;
using System.Net.Sockets;

namespace DrRunbook.Cli.Tests.Commands;

public sealed class WireTests : IDisposable
{
    private readonly TestCli _cli = new(clock: TimeProvider.System);

    [Theory]
    [InlineData("application/json", "--wire", "json")]
    [InlineData("application/xml")]
    public async Task A_manager_is_asked_for_the_form_that_the_operator_names(string form, params string[] option)
    {
        using var manager = new TcpListener(IPAddress.Loopback, 0);
        manager.Start();
        _cli.Environment["EM_USER"] = "drrun";
        _cli.Environment["EM_PASSWORD"] = "correct-horse";
        var runbook = Path.Combine(_cli.Folder, "wire.yaml");
        await File.WriteAllTextAsync(
            runbook,
            $$"""
            version: 1
            name: wire
            unfenced: a runbook of a test
            enterpriseManagers:
              site-b:
                url: http://{{manager.LocalEndpoint}}
                credentials: { usernameFrom: env:EM_USER, passwordFrom: env:EM_PASSWORD }
            steps:
              - { id: db, failover: { enterpriseManager: site-b, vApp: db } }
            """,
            TestContext.Current.CancellationToken);

        var planning = _cli.InvokeAsync(["plan", runbook, .. option]);
        using (var connection = await manager.AcceptTcpClientAsync(TestContext.Current.CancellationToken))
        {
            using var reader = new StreamReader(connection.GetStream());
            var headers = new List<string>();
            while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 } line)
            {
                headers.Add(line);
            }

            Assert.Contains(headers, header => header.StartsWith($"Accept: {form}", StringComparison.Ordinal));
        }

        _cli.Signals.Interrupt();
        await planning;
    }

    public void Dispose() => _cli.Dispose();
}
