using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using DrRunbook.EnterpriseManager.Transport;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Failovers;

/// <summary>Sends a failover request over a connection of its own, once, and tells what happened to it.</summary>
internal sealed class FailoverPost(ManagerClientOptions options, ManagerAddress address, CertificateCheck certificate, ManagerChannel channel, Redactor redactor)
{
    /// <param name="path">Below <c>/api/</c>, with its query.</param>
    /// <param name="mayStillSend">Asked when all is ready and nothing but the sending is left.</param>
    public async Task<PostResult> SendAsync(string path, string token, Func<bool> mayStillSend, CancellationToken cancellationToken)
    {
        var departed = false;
        using var invoker = new HttpMessageInvoker(
            options.Transport ?? Handlers.ForFailover(certificate, departing: () => Volatile.Write(ref departed, true)),
            disposeHandler: options.Transport is null);
        using var limit = new CancellationTokenSource(options.FailoverLimit, options.HostClock ?? options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        if (!mayStillSend())
        {
            return new PostNeverLeft("the right to drive the run was too close to its end", IsUnreachable: false);
        }

        channel.MarkSent();
        var result = await SendAsync(path, token, invoker, () => Volatile.Read(ref departed), limit, either.Token);
        options.Trace?.Invoke(redactor.Clean($"POST {path}: {result}"));
        return result;
    }

    private async Task<PostResult> SendAsync(
        string path, string token, HttpMessageInvoker invoker, Func<bool> departed, CancellationTokenSource limit, CancellationToken cancellationToken)
    {
        using var message = Message(path, token);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var response = await invoker.SendAsync(message, cancellationToken);
            limit.CancelAfter(options.FailoverBodyLimit);
            return new PostAnswered((int)response.StatusCode, await ReadAsync(response, cancellationToken));
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            // A peer that is gone the moment it has accepted: the platform lets the socket's own exception through.
            var hasLeft = options.Transport is null ? departed() : HasReached(broken);
            var why = redactor.Clean(Describe(broken));
            return hasLeft ? new PostLost(why) : new PostNeverLeft(why, IsUnreachable: broken is not OperationCanceledException || limit.IsCancellationRequested);
        }
    }

    private HttpRequestMessage Message(string path, string token)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, address.Of(path))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,

            // Empty content, never none: a request without content is sent again by the platform when the server closes the connection.
            Content = new ByteArrayContent([]),
        };
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(channel.MediaType));
        message.Headers.TryAddWithoutValidation(ManagerChannel.TokenHeader, token);
        return message;
    }

    /// <summary>The status decides with the head; a body that breaks off after it leaves the answer unreadable, not unanswered.</summary>
    private static async Task<WireReading> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var body = await BodyReader.ReadAsync(response.Content, cancellationToken);
            return body is null
                ? new WireReading(null, "the body is too long")
                : WireBody.Read(body.Value, response.Content.Headers.ContentType?.MediaType);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException)
        {
            return new WireReading(null, "the body broke off");
        }
    }

    /// <summary>In memory there is no connection to watch; the transport says so itself where a request did not get through.</summary>
    private static bool HasReached(Exception broken) => broken is not HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
    };

    private string Describe(Exception broken)
    {
        if (certificate.Last is { Problem: not null } refused && broken is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError })
        {
            return refused.Describe();
        }

        return broken is OperationCanceledException ? "no answer came in time" : broken.GetBaseException().Message;
    }
}
