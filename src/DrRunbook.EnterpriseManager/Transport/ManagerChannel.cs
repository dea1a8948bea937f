using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using DrRunbook.EnterpriseManager.Wire;
using Polly;
using Polly.Retry;

namespace DrRunbook.EnterpriseManager.Transport;

/// <summary>Sends everything but failover requests, and repeats it with growing pauses where the trouble may pass.</summary>
internal sealed class ManagerChannel : IDisposable
{
    /// <summary>The header that carries a logon's token.</summary>
    public const string TokenHeader = "X-RestSvcSessionId";

    /// <summary>How long the answer to a logon is waited for that nobody wants any more.</summary>
    private static readonly TimeSpan HearOut = TimeSpan.FromSeconds(5);

    private const int Repetitions = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly ManagerClientOptions _options;
    private readonly ManagerAddress _address;
    private readonly CertificateCheck _certificate;
    private readonly Redactor _redactor;
    private readonly HttpMessageInvoker _invoker;
    private readonly ResiliencePipeline<Answer> _pipeline;
    private readonly RecentBodies _bodies = new();
    private long _lastSentTicks;

    public ManagerChannel(ManagerClientOptions options, ManagerAddress address, CertificateCheck certificate, Redactor redactor)
    {
        _options = options;
        _address = address;
        _certificate = certificate;
        _redactor = redactor;
        _invoker = new HttpMessageInvoker(options.Transport ?? Handlers.ForReads(certificate), disposeHandler: options.Transport is null);
        _pipeline = new ResiliencePipelineBuilder<Answer> { TimeProvider = options.Clock }.AddRetry(Repeating()).Build();
        MediaType = options.Format == WireFormat.Json ? "application/json" : "application/xml";
    }

    /// <summary>The one media type that is asked for: a list that merely holds JSON makes some servers read bodies as JSON, too.</summary>
    public string MediaType { get; }

    /// <summary>When the last request left, by the run's clock.</summary>
    public DateTimeOffset LastSentAt => new(Interlocked.Read(ref _lastSentTicks), TimeSpan.Zero);

    /// <summary>Sends a request until it is answered or the repetitions are used up.</summary>
    public async Task<Answer> SendAsync(ApiRequest request, CancellationToken cancellationToken) =>
        await _pipeline.ExecuteAsync(async token => await SendOnceAsync(request, token), cancellationToken);

    /// <summary>Sends a request without any repetition.</summary>
    public async Task<Answer> SendOnceAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        MarkSent();
        using var limit = new CancellationTokenSource(_options.ReadLimit, _options.HostClock ?? _options.Clock);
        using var either = Limited(request, limit, cancellationToken, out var unwanted);
        using var registered = unwanted;
        Answer answer;
        try
        {
            using var message = Message(request);
            using var response = await _invoker.SendAsync(message, either.Token);
            answer = await ReadAsync(request, response, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var within = limit.IsCancellationRequested ? $" within {_options.ReadLimit.TotalSeconds:0} s" : "";
            answer = new Answer { Problem = $"{_address.Display} gave no answer{within}", MayPass = true };
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or SocketException)
        {
            // A peer that is gone the moment it has accepted: the platform lets the socket's own exception through.
            answer = BrokenOff(broken);
        }

        _options.Trace?.Invoke(_redactor.Clean($"{request.Method} {request.Path}: {answer.Problem ?? $"HTTP {answer.Status}"}"));
        return answer;
    }

    /// <summary>What ends a request: its limit and its caller. One that makes a session is given a little longer than its caller's interest.</summary>
    private static CancellationTokenSource Limited(ApiRequest request, CancellationTokenSource limit, CancellationToken caller, out CancellationTokenRegistration unwanted)
    {
        caller.ThrowIfCancellationRequested();
        unwanted = request.MakesSession ? caller.Register(() => limit.CancelAfter(HearOut)) : default;
        return CancellationTokenSource.CreateLinkedTokenSource(limit.Token, request.MakesSession ? CancellationToken.None : caller);
    }

    /// <summary>Notes that a request leaves now, which starts the logon's idle time anew.</summary>
    public void MarkSent() => Interlocked.Exchange(ref _lastSentTicks, _options.Clock.GetUtcNow().Ticks);

    public void Dispose() => _invoker.Dispose();

    private static RetryStrategyOptions<Answer> Repeating() => new()
    {
        ShouldHandle = outcome => ValueTask.FromResult(outcome.Outcome.Result is { MayPass: true }),
        MaxRetryAttempts = Repetitions,
        BackoffType = DelayBackoffType.Exponential,
        Delay = FirstPause,
        MaxDelay = LongestPause,
        UseJitter = false,
    };

    private HttpRequestMessage Message(ApiRequest request)
    {
        var message = new HttpRequestMessage(request.Method, _address.Of(request.Path))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaType));
        message.Headers.Authorization = request.Authorization;
        if (request.Token is not null)
        {
            message.Headers.TryAddWithoutValidation(TokenHeader, request.Token);
        }

        if (request.Method == HttpMethod.Post)
        {
            // With Content-Length: 0, without which the server's HTTP stack answers 411.
            message.Content = new ByteArrayContent([]);
        }

        return message;
    }

    private async Task<Answer> ReadAsync(ApiRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var body = await BodyReader.ReadAsync(response.Content, cancellationToken);
        var reading = body is null
            ? new WireReading(null, $"the body has more than {WireBody.MaxBytes / (1024 * 1024)} MiB")
            : _bodies.Read(body.Value, response.Content.Headers.ContentType?.MediaType);
        var isUnreadable = status is >= 200 and < 300 && reading.Problem is not null;
        var error = WireError.From(reading.Node);
        return new Answer
        {
            Status = status,
            Body = reading.Node,
            Problem = status is >= 200 and < 300 && !isUnreadable ? null : _redactor.Clean(Describe(status, error, reading.Problem)),
            IsManagersError = status >= 400 && error is not null,
            MayPass = (isUnreadable && body is not null) || MayPass(status, request.Takes500),
            Token = response.Headers.TryGetValues(TokenHeader, out var tokens) ? tokens.FirstOrDefault() : null,
            Date = response.Headers.Date,
            ReceivedAt = _options.Clock.GetUtcNow(),
        };
    }

    private static string Describe(int status, WireError? error, string? unreadable) => status switch
    {
        < 300 => $"HTTP {status}, but {unreadable}",
        < 400 => $"HTTP {status}: it points to another address, where no token is sent; give the manager's own address",
        _ => error is null ? $"HTTP {status} without an error of Enterprise Manager" : $"HTTP {status}: {error.Message}",
    };

    private static bool MayPass(int status, bool takes500) => status is 408 or 429 or 502 or 503 or 504 || (status == 500 && !takes500);

    private Answer BrokenOff(Exception broken)
    {
        if (_certificate.Last is { Problem: not null } refused && broken is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError })
        {
            return new Answer { Problem = refused.Describe(), Refused = refused };
        }

        return new Answer { Problem = _redactor.Clean($"{_address.Display} cannot be reached: {broken.GetBaseException().Message}"), MayPass = true };
    }
}
