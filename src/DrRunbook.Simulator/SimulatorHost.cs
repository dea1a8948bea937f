using System.IO.Pipelines;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DrRunbook.Simulator.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DrRunbook.Simulator;

/// <summary>Simulated managers as servers on the loopback interface, one port each. Faults act on the real connections.</summary>
/// <remarks>Besides the imitated API, each port answers <c>GET /ledger</c> and <c>GET /scenario</c> with JSON.</remarks>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly X509Certificate2 _certificate;
    private readonly ImmutableDictionary<string, Uri> _addresses;

    private SimulatorHost(WebApplication application, X509Certificate2 certificate, ImmutableArray<SimulatedEnterpriseManager> managers, ImmutableDictionary<string, Uri> addresses)
    {
        _application = application;
        _certificate = certificate;
        _addresses = addresses;
        Managers = managers;
    }

    /// <summary>The managers, in the order of the scenario.</summary>
    public ImmutableArray<SimulatedEnterpriseManager> Managers { get; }

    /// <summary>The SHA-256 of the certificate, in upper-case hex.</summary>
    public string Thumbprint => _certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>The certificate, without its key, as PEM; it may serve as a CA file.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    /// <summary>Starts a server for every manager of a scenario.</summary>
    /// <exception cref="IOException">A fixed port is taken.</exception>
    public static async Task<SimulatorHost> StartAsync(Scenario scenario, SimulatorHostOptions options, CancellationToken cancellationToken)
    {
        var managers = scenario.Managers
            .Select(manager => new SimulatedEnterpriseManager(manager, options.Clock, scenario.Seed, options.History.GetValueOrDefault(manager.Name)))
            .ToImmutableArray();
        var certificate = SimulatorCertificate.Create(options.Clock.GetUtcNow());
        var application = Build(scenario, managers, certificate, options);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            certificate.Dispose();
            throw;
        }

        var bound = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        var addresses = managers.Zip(bound, (manager, address) => KeyValuePair.Create(manager.Name, new Uri(address)));
        return new SimulatorHost(application, certificate, managers, ImmutableDictionary.CreateRange(addresses));
    }

    /// <summary>Where a manager listens: <c>https://127.0.0.1:PORT/</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such manager.</exception>
    public Uri AddressOf(string manager) => _addresses[manager];

    /// <summary>The manager of that name.</summary>
    /// <exception cref="InvalidOperationException">There is no such manager.</exception>
    public SimulatedEnterpriseManager Manager(string name) => Managers.Single(manager => manager.Name == name);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Connections that wait for an answer that never comes must not hold up the end.
        using var now = new CancellationTokenSource();
        await now.CancelAsync().ConfigureAwait(false);
        await _application.StopAsync(now.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _certificate.Dispose();
    }

    private static WebApplication Build(Scenario scenario, ImmutableArray<SimulatedEnterpriseManager> managers, X509Certificate2 certificate, SimulatorHostOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            foreach (var manager in managers)
            {
                server.Listen(IPAddress.Loopback, options.Ports.GetValueOrDefault(manager.Name), listen => Listen(listen, manager, certificate, options.UseHttps));
            }
        });
        var application = builder.Build();
        application.Run(context => new Exchange(context, scenario, options.Witness).AnswerAsync());
        return application;
    }

    private static void Listen(ListenOptions listen, SimulatedEnterpriseManager manager, X509Certificate2 certificate, bool useHttps)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => connection =>
        {
            connection.Items[typeof(SimulatedEnterpriseManager)] = manager;
            connection.Items[typeof(IDuplexPipe)] = connection.Transport;
            if (!manager.IsDown)
            {
                return next(connection);
            }

            connection.Abort();
            return Task.CompletedTask;
        });
        if (useHttps)
        {
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => manager.FailsTls
                    ? throw new AuthenticationException("the scenario wants this handshake to fail")
                    : ValueTask.FromResult(new System.Net.Security.SslServerAuthenticationOptions { ServerCertificate = certificate }),
            });
        }

        listen.Use(next => connection =>
        {
            connection.Items[typeof(Exchange)] = connection;
            return next(connection);
        });
    }

    /// <summary>Leaves signals to the program that hosts the simulator.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
