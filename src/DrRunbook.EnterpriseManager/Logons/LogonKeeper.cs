using System.Net.Http.Headers;
using System.Text;
using DrRunbook.Core.Execution;
using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Transport;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Logons;

/// <summary>Keeps one logon session: logs on once for all who ask, replaces a session that ended, and logs out.</summary>
internal sealed class LogonKeeper(ManagerClientOptions options, ManagerChannel channel, Redactor redactor, CancellationToken lifetime)
{
    /// <summary>How long a refusal stands before the same credentials are tried again: accounts lock themselves after a few.</summary>
    private static readonly TimeSpan RefusalStands = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LogoutLimit = TimeSpan.FromSeconds(10);

    /// <summary>How many replaced sessions are ended at most; what is left ends by itself.</summary>
    private const int MostReplaced = 20;

    private readonly Lock _gate = new();
    private readonly List<Logon> _replaced = [];
    private Logon? _current;
    private TaskCompletionSource<LogonResult>? _inFlight;
    private LogonResult? _refusal;
    private DateTimeOffset _refusedAt;
    private int _count;

    /// <summary>The logon session now in use, or null.</summary>
    public Logon? Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    /// <summary>The present logon, or a new one.</summary>
    /// <param name="insist">Asks the manager although it refused the credentials a short while ago.</param>
    public Task<LogonResult> EnsureAsync(bool insist, CancellationToken cancellationToken)
    {
        TaskCompletionSource<LogonResult> mine;
        lock (_gate)
        {
            if (_current is not null)
            {
                return Task.FromResult(new LogonResult(_current, null));
            }

            if (_inFlight is not null)
            {
                return _inFlight.Task.WaitAsync(cancellationToken);
            }

            if (!insist && _refusal is not null && options.Clock.GetUtcNow() < _refusedAt + RefusalStands)
            {
                return Task.FromResult(_refusal);
            }

            // Continuations run inline: in virtual time everything happens on one thread.
            mine = _inFlight = new TaskCompletionSource<LogonResult>();
        }

        _ = CompleteAsync(mine);
        return mine.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Replaces a logon that the manager no longer knows; where that has happened already, the newer one is the answer.</summary>
    public Task<LogonResult> RenewAsync(Logon ended, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_current == ended)
            {
                // It may be alive all the same: a 401 need not be the manager's own.
                _replaced.Add(ended);
                _current = null;
            }
        }

        return EnsureAsync(insist: false, cancellationToken);
    }

    /// <summary>
    /// Ends the own logon sessions, and no others: also those that were replaced, and one that is just being made. A failure changes nothing:
    /// a session ends by itself after 15 idle minutes.
    /// </summary>
    public async Task LogoutAsync()
    {
        using var limit = new CancellationTokenSource(LogoutLimit, options.HostClock ?? options.Clock);
        try
        {
            await LastLogonAsync();
            foreach (var logon in Own())
            {
                var path = $"logonSessions/{Uri.EscapeDataString(logon.SessionId)}";
                var answer = await channel.SendOnceAsync(new ApiRequest(HttpMethod.Delete, path) { Token = logon.Token }, limit.Token);
                if (answer.Status == 0)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The limit is over.
        }
    }

    /// <summary>Waits for the answer to a logon that has left: the session that it made is ours to end. The channel sees to it that this does not take long.</summary>
    private async Task LastLogonAsync()
    {
        Task? inFlight;
        lock (_gate)
        {
            inFlight = _inFlight?.Task;
        }

        try
        {
            await (inFlight ?? Task.CompletedTask);
        }
        catch (OperationCanceledException)
        {
            // It made none, or we shall not know.
        }
    }

    private ImmutableArray<Logon> Own()
    {
        lock (_gate)
        {
            var replaced = _replaced.TakeLast(MostReplaced);
            return _current is null ? [.. replaced] : [.. replaced, _current];
        }
    }

    private async Task CompleteAsync(TaskCompletionSource<LogonResult> waiting)
    {
        try
        {
            var result = await LogOnAsync();
            lock (_gate)
            {
                _current = result.Logon;
                _inFlight = null;
                _refusal = result.Failure is LogonRefused ? result : null;
                _refusedAt = options.Clock.GetUtcNow();
            }

            if (result.Logon is { Number: > 1 })
            {
                options.Facts.Post(new LogonRenewed(options.Name, OutsideText.From("the manager no longer knew the logon session")));
            }

            waiting.SetResult(result);
        }
        catch (OperationCanceledException)
        {
            Abandon();
            waiting.SetCanceled(lifetime);
        }
        catch (Exception bug)
        {
            Abandon();
            waiting.SetException(bug);
        }
    }

    private void Abandon()
    {
        lock (_gate)
        {
            _inFlight = null;
        }
    }

    /// <summary>The credential that is not there; null where both are.</summary>
    public CredentialMissing? Missing() => options.Credentials() is CredentialNotThere { Source: var source } ? new CredentialMissing(source) : null;

    private async Task<LogonResult> LogOnAsync()
    {
        var source = options.Credentials();
        if (source is not LogonCredentials credentials)
        {
            return new LogonResult(null, new CredentialMissing(((CredentialNotThere)source).Source));
        }

        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.UserName}:{credentials.Password}"));
        redactor.Hide(credentials.Password, basic);
        redactor.HideUser(credentials.UserName);
        var request = new ApiRequest(HttpMethod.Post, "sessionMngr/?v=latest") { Authorization = new AuthenticationHeaderValue("Basic", basic), MakesSession = true };
        var answer = await channel.SendAsync(request, lifetime);
        if (!answer.IsSuccess)
        {
            return new LogonResult(null, FailureOf(answer, credentials));
        }

        if (answer.Token is not { Length: > 0 } token || WireLogon.From(answer.Body) is not { } session)
        {
            return new LogonResult(null, new ManagerUnreachable("the logon was answered, but without a token or a session id: not an Enterprise Manager"));
        }

        redactor.Hide(token, session.SessionId);
        return new LogonResult(new Logon(Interlocked.Increment(ref _count), token, session.SessionId), null);
    }

    private static ConnectOutcome FailureOf(Answer answer, LogonCredentials credentials) => answer switch
    {
        { Refused: { } certificate } => new CertificateRefused(certificate.Sha256, answer.Why),
        { Status: 401 or 403 } => new LogonRefused($"the logon{(credentials.UserNameSource is { } source ? $" with the user name in {source}" : "")} is refused ({answer.Why})"),
        _ => new ManagerUnreachable(answer.Why),
    };
}
