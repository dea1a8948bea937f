using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using DrRunbook.Simulator.Http;

namespace DrRunbook.Simulator;

/// <summary>Carries requests to simulated managers inside the process. Answers come on the caller's thread, before the call returns;
/// only a delay of the scenario waits, and it waits on the manager's clock.</summary>
/// <param name="managers">The managers by authority (<c>em.example:9398</c>) or host.</param>
public sealed class SimulatorHandler(IReadOnlyDictionary<string, SimulatedEnterpriseManager> managers) : HttpMessageHandler
{
    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, cancellationToken).GetAwaiter().GetResult();

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var manager = Manager(request.RequestUri!);
            if (manager.IsDown)
            {
                throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused));
            }

            if (manager.FailsTls && request.RequestUri!.Scheme == Uri.UriSchemeHttps)
            {
                throw new HttpRequestException(HttpRequestError.SecureConnectionError, "The SSL connection could not be established", new AuthenticationException("handshake failed"));
            }

            var arrival = manager.Arrive(Read(request, cancellationToken));
            if (arrival.Delay > TimeSpan.Zero)
            {
                return SendLateAsync(manager, arrival, request, cancellationToken);
            }

            var answer = manager.Carry(arrival);
            return answer.Delay > TimeSpan.Zero || answer.Break is Break.Silence
                ? AnswerLateAsync(manager, answer, request, cancellationToken)
                : Task.FromResult(Response(answer, request));
        }
        catch (OperationCanceledException)
        {
            return Task.FromCanceled<HttpResponseMessage>(cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            return Task.FromException<HttpResponseMessage>(exception);
        }
    }

    private static async Task<HttpResponseMessage> SendLateAsync(
        SimulatedEnterpriseManager manager, Arrival arrival, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await InlineDelay.ForAsync(arrival.Delay, manager.Clock, cancellationToken).ConfigureAwait(false);
        return Response(manager.Carry(arrival), request);
    }

    private static async Task<HttpResponseMessage> AnswerLateAsync(
        SimulatedEnterpriseManager manager, SimulatorAnswer answer, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await InlineDelay.ForAsync(answer.Break is Break.Silence ? Arrival.Silence : answer.Delay, manager.Clock, cancellationToken).ConfigureAwait(false);
        return Response(answer, request);
    }

    private SimulatedEnterpriseManager Manager(Uri address) =>
        managers.TryGetValue(address.Authority, out var manager) || managers.TryGetValue(address.Host, out manager)
            ? manager
            : throw new HttpRequestException(HttpRequestError.NameResolutionError, $"No such host is known ({address.Authority})", new SocketException((int)SocketError.HostNotFound));

    private static SimulatorRequest Read(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        request.Content?.CopyTo(body, null, cancellationToken);
        return new SimulatorRequest
        {
            Method = request.Method.Method,
            Path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath),
            Query = request.RequestUri.Query.TrimStart('?'),
            Authorization = request.Headers.Authorization?.ToString(),
            SessionHeader = Header(request.Headers, "X-RestSvcSessionId"),
            Cookie = Header(request.Headers, "Cookie"),
            Accept = request.Headers.Accept.Count == 0 ? null : request.Headers.Accept.ToString(),
            ContentType = request.Content?.Headers.ContentType?.ToString(),
            Body = body.ToArray(),
        };
    }

    private static string? Header(HttpRequestHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? string.Join("; ", values) : null;

    private static HttpResponseMessage Response(SimulatorAnswer answer, HttpRequestMessage request)
    {
        if (answer.Break is Break.BeforeHead or Break.InHead or Break.Silence)
        {
            throw new HttpRequestException(
                HttpRequestError.ResponseEnded, "The response ended prematurely.", new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely."));
        }

        var content = answer.Break is Break.InBody ? (HttpContent)new TruncatedContent(answer.Body) : new ByteArrayContent(answer.Body);
        if (answer.ContentType is not null)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(answer.ContentType);
        }

        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = content, RequestMessage = request, ReasonPhrase = answer.ReasonPhrase };
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    /// <summary>A body whose connection ends half way.</summary>
    private sealed class TruncatedContent(byte[] body) : HttpContent
    {
        protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            stream.Write(body, 0, body.Length / 2);
            throw new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            try
            {
                SerializeToStream(stream, context, CancellationToken.None);
                return Task.CompletedTask;
            }
            catch (IOException exception)
            {
                return Task.FromException(exception);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }
}
