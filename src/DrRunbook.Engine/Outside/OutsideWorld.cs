using System.Globalization;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Outside;

/// <summary>The real outside: sockets, name servers, programs.</summary>
/// <remarks>
/// A try that its token ends is an answer, not an exception; for programs and requests it says <see cref="ProbeAnswer.Known"/> false where
/// something may have been done. A value that is missing, a secret too short to be redacted, or a file that is not the one that was
/// planned ends a try before anything leaves.
/// </remarks>
/// <param name="root">The runbook's root, a full path: programs run there, and paths are relative to it.</param>
/// <param name="environment">drrun's own environment variables, of which programs get <c>PATH</c>, <c>HOME</c>, <c>LANG</c>, <c>TZ</c> and <c>DRRUN_*</c> (not <c>DRRUN_STORE</c>).</param>
/// <param name="clock">The host's clock: programs that do not end when asked get 5 seconds by it.</param>
public sealed class OutsideWorld(string root, IReadOnlyDictionary<string, string> environment, TimeProvider clock) : IOutside
{
    private const int MaxDetail = 500;
    private readonly HttpExchange _http = new(root);
    private readonly ProgramRunner _programs = new(root, environment.GetValueOrDefault("PATH"), clock);
    private readonly PlannedFiles _files = new(root, []);

    /// <summary>The plan's files: a try that uses one whose contents are others now does nothing and says so. Empty: none is checked.</summary>
    public ImmutableArray<FileDigest> Files
    {
        init => _files = new PlannedFiles(root, value);
    }

    /// <summary>What is kept out of answers besides the secrets of the try itself, and learns those.</summary>
    public KnownSecrets Known { get; init; } = new();

    /// <summary>How long a program has between the request to end and its death.</summary>
    internal TimeSpan Grace
    {
        init => _programs.Grace = value;
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The gate is none that is probed: a bug.</exception>
    public Task<ProbeAnswer> ProbeAsync(GateId id, Gate gate, int attempt, ValueResolver values, CancellationToken cancellationToken) => gate switch
    {
        TcpGate tcp => TryAsync(() => TcpTarget.Of(tcp, values), (target, _) => target.ConnectAsync(cancellationToken), values),
        DnsGate dns => TryAsync(() => DnsQuery.Of(dns, values), (query, redactor) => query.AskAsync(redactor, cancellationToken), values),
        HttpGate http => TryAsync(() => HttpCall.Of(http, values), (call, redactor) => AskAsync(call, redactor, cancellationToken), values),
        CommandGate command => RunAsync(command.Command, command.Contains, "DRRUN_GATE", id.Value, attempt, values, cancellationToken),
        _ => throw new ArgumentException($"a {gate.GetType().Name} is not probed", nameof(gate)),
    };

    /// <inheritdoc />
    public Task<ProbeAnswer> RunAsync(StepId step, CommandLine command, int attempt, ValueResolver values, CancellationToken cancellationToken) =>
        RunAsync(command, contains: null, "DRRUN_STEP", step.Value, attempt, values, cancellationToken);

    /// <inheritdoc />
    public Task<ProbeAnswer> SendAsync(StepId step, HttpAction request, int attempt, ValueResolver values, CancellationToken cancellationToken) =>
        TryAsync(() => HttpCall.Of(request, values), (call, redactor) => _http.SendAsync(call, redactor, cancellationToken), values);

    /// <inheritdoc />
    public Task<ProbeAnswer> TellAsync(int number, Notification notification, byte[] message, int attempt, ValueResolver values, CancellationToken cancellationToken) =>
        TryAsync(() => HttpCall.Of(notification, message, values), (call, redactor) => _http.SendAsync(call, redactor, cancellationToken), values);

    private Task<ProbeAnswer> RunAsync(
        CommandLine command, TextTemplate? contains, string idVariable, string id, int attempt, ValueResolver values, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string>[] told = [new(idVariable, id), new("DRRUN_ATTEMPT", attempt.ToString(CultureInfo.InvariantCulture))];
        return TryAsync(
            () => ProgramCall.Of(command, contains, environment, told, values),
            (call, redactor) => StartAsync(call, redactor, cancellationToken),
            values);
    }

    private Task<ProbeAnswer> StartAsync(ProgramCall call, Redactor redactor, CancellationToken cancellationToken) =>
        _files.FirstChanged(call.FilesNamed(root)) is { } changed
            ? Task.FromResult(NotAsPlanned(changed))
            : _programs.RunAsync(call, redactor, cancellationToken);

    private Task<ProbeAnswer> AskAsync(HttpCall call, Redactor redactor, CancellationToken cancellationToken) =>
        call.CaFile is { } authority && _files.FirstChanged([Path.GetFullPath(authority, root)]) is { } changed
            ? Task.FromResult(NotAsPlanned(changed))
            : _http.SendAsync(call, redactor, cancellationToken);

    private static ProbeAnswer NotAsPlanned(string path) => Answers.NothingDone($"'{path}' is not the file that was planned");

    /// <summary>Fills everything in first, so that every secret is known before anything leaves.</summary>
    private async Task<ProbeAnswer> TryAsync<T>(Func<T> fillIn, Func<T, Redactor, Task<ProbeAnswer>> act, ValueResolver values)
    {
        T filledIn;
        try
        {
            filledIn = fillIn();
        }
        catch (ValueMissingException missing)
        {
            return Answers.NothingDone(missing.Message);
        }

        if (!values.Secrets.All(Redactor.IsLongEnough))
        {
            return Answers.NothingDone($"a secret used here has fewer than {Redactor.ShortestSecret} characters, which cannot be kept out of the evidence: nothing was done");
        }

        Known.Learn(values.Secrets);
        var redactor = Known.With(values.Secrets);
        var answer = await act(filledIn, redactor);
        return answer with { Detail = OneLine(redactor.Redact(answer.Detail)) };
    }

    private static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return line.Length <= MaxDetail ? line : line[..MaxDetail] + "…";
    }
}
