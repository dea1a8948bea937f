using DrRunbook.Core.Execution;
using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Transport;

namespace DrRunbook.EnterpriseManager.Watching;

/// <summary>Tells the run when the manager is lost and when it is back, once each.</summary>
internal sealed class ManagerPresence(ManagerClientOptions options, Redactor redactor)
{
    private readonly Lock _gate = new();
    private Connected? _connected;
    private bool _isLost;

    /// <summary>The manager's clock minus ours; zero as long as it is not known.</summary>
    public TimeSpan ClockOffset => _connected?.ClockOffset ?? TimeSpan.Zero;

    /// <summary>It was connected to.</summary>
    public void Met(Connected connected)
    {
        lock (_gate)
        {
            _connected = connected;
        }

        Seen();
    }

    /// <summary>It answered.</summary>
    public void Seen()
    {
        lock (_gate)
        {
            if (!_isLost)
            {
                return;
            }

            _isLost = false;
        }

        var version = _connected?.ProductVersion is { } text ? OutsideText.From(text) : (OutsideText?)null;
        options.Facts.Post(new ManagerReached(options.Name, version, (long?)_connected?.ClockOffset?.TotalMilliseconds, _connected?.CertificateSha256));
    }

    /// <summary>It did not answer, however often it was asked.</summary>
    public void Lost(string detail)
    {
        lock (_gate)
        {
            if (_isLost)
            {
                return;
            }

            _isLost = true;
        }

        options.Facts.Post(new ManagerLost(options.Name, OutsideText.From(redactor.Clean(detail))));
    }
}
