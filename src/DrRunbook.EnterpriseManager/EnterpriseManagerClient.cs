using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Failovers;
using DrRunbook.EnterpriseManager.Logons;
using DrRunbook.EnterpriseManager.Queries;
using DrRunbook.EnterpriseManager.Transport;
using DrRunbook.EnterpriseManager.Watching;

namespace DrRunbook.EnterpriseManager;

/// <summary>One Veeam Backup Enterprise Manager, driven over its REST API (v1.5 to v1.7).</summary>
/// <remarks>
/// Reads are repeated with growing pauses. A failover request is sent once, over a connection of its own, and never again by this
/// class. Secrets (user name, password, token, session id) appear in none of its texts.
/// </remarks>
public sealed class EnterpriseManagerClient : IManagerClient
{
    private readonly CancellationTokenSource _lifetime = new();
    private readonly ManagerChannel _channel;
    private readonly LogonKeeper _logons;
    private readonly Connector _connector;
    private readonly PointSearch _points;
    private readonly InventorySearch _inventory;
    private readonly TraceSearch _traces;
    private readonly FailoverSender _sender;
    private readonly FailoverWatcher _watcher;
    private readonly KeepAlive _keepAlive;
    private readonly Lock _gate = new();
    private Task? _keptAlive;
    private bool _isDisposed;

    private EnterpriseManagerClient(ManagerClientOptions options)
    {
        Name = options.Name;
        var redactor = new Redactor(options.Secrets);
        var address = new ManagerAddress(options.Url, isInMemory: options.Transport is not null);
        var certificate = new CertificateCheck(options.Thumbprint, options.CaPem);
        var presence = new ManagerPresence(options, redactor);
        var claims = new SessionClaims();
        _channel = new ManagerChannel(options, address, certificate, redactor);
        _logons = new LogonKeeper(options, _channel, redactor, _lifetime.Token);
        var reads = new AuthorisedReads(_channel, _logons);
        var query = new PagedQuery(reads);
        _connector = new Connector(_channel, address, certificate, _logons, reads, presence, redactor);
        _points = new PointSearch(query, reads, redactor);
        _inventory = new InventorySearch(query, reads, _points, redactor);
        _traces = new TraceSearch(reads, query, claims, presence, redactor);
        _sender = new FailoverSender(_logons, new FailoverPost(options, address, certificate, _channel, redactor), presence, redactor);
        _watcher = new FailoverWatcher(options, new FailoverPoll(options, reads, query, claims, presence), redactor, _lifetime.Token);
        _keepAlive = new KeepAlive(options, _channel, _logons, reads, presence);
    }

    /// <inheritdoc />
    public ManagerName Name { get; }

    /// <summary>Makes a client. Nothing is sent before <see cref="ConnectAsync"/>.</summary>
    /// <exception cref="ArgumentException">The address is neither HTTPS nor HTTP on loopback, the pin is no SHA-256, or the CA text holds no certificate.</exception>
    public static EnterpriseManagerClient Create(ManagerClientOptions options) => new(options);

    /// <inheritdoc />
    public async Task<ConnectOutcome> ConnectAsync(CancellationToken cancellationToken)
    {
        var outcome = await _connector.ConnectAsync(cancellationToken);
        if (outcome is Connected)
        {
            StartKeepingAlive();
        }

        return outcome;
    }

    /// <inheritdoc />
    public Task<PointsOutcome> FindRestorePointsAsync(string vApp, CancellationToken cancellationToken) => _points.FindAsync(vApp, cancellationToken);

    /// <summary>Every vApp with its restore points, and the failover plans: what a runbook can be drafted from. Reads only.</summary>
    public Task<ManagerInventory> ReadInventoryAsync(CancellationToken cancellationToken) => _inventory.ReadAsync(cancellationToken);

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The UID is none.</exception>
    public Task<FailoverReply> RequestFailoverAsync(string pointUid, Func<bool> mayStillSend, CancellationToken cancellationToken) =>
        _sender.SendAsync(pointUid, mayStillSend, cancellationToken);

    /// <inheritdoc />
    public void Watch(FailoverWatch watch) => _watcher.Watch(watch);

    /// <inheritdoc />
    public void Unwatch(StepId step) => _watcher.Unwatch(step);

    /// <inheritdoc />
    public Task<TracesOutcome> FindTracesAsync(RestorePoint point, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        _traces.FindAsync(point, from, to, cancellationToken);

    /// <summary>Stops watching and logs out. What runs at the manager goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        // Not CancelAsync: in virtual time everything happens on this thread.
#pragma warning disable CA1849
        _lifetime.Cancel();
#pragma warning restore CA1849
        try
        {
            await _watcher.Completion;
            await (_keptAlive ?? Task.CompletedTask);
        }
        finally
        {
            await _logons.LogoutAsync();
            _channel.Dispose();
            _lifetime.Dispose();
        }
    }

    private void StartKeepingAlive()
    {
        lock (_gate)
        {
            if (_keptAlive is not null || _isDisposed)
            {
                return;
            }

            _keptAlive = Task.CompletedTask;
        }

        _keptAlive = _keepAlive.RunAsync(_lifetime.Token);
    }
}
