using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Outside;

/// <summary>Sends one request and judges its answer.</summary>
/// <remarks>A redirect is an answer like any other and is not followed: what was reviewed is what is asked, and headers with secrets go nowhere else.</remarks>
/// <param name="root">Paths of certificate files are relative to it.</param>
internal sealed class HttpExchange(string root)
{
    private static readonly SearchValues<char> MethodCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-");

    /// <summary>Sends the request once.</summary>
    public async Task<ProbeAnswer> SendAsync(HttpCall call, Redactor redactor, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(call.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return Answers.NothingDone($"'{call.Url}' is no http or https URL");
        }

        if (call.Method.Length == 0 || call.Method.AsSpan().ContainsAnyExcept(MethodCharacters))
        {
            return Answers.NothingDone($"'{call.Method}' is no HTTP method");
        }

        using var request = call.ToRequest(url, out var badHeader);
        if (request is null)
        {
            return Answers.NothingDone($"header '{badHeader}' cannot be sent with this request");
        }

        try
        {
            using var wire = new HttpWire(call.CaFile is null ? null : Path.GetFullPath(call.CaFile, root));
            return await SendAsync(call, request, wire, redactor, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return Answers.NothingDone($"certificate file '{call.CaFile}' cannot be used: {error.Message}");
        }
    }

    private static async Task<ProbeAnswer> SendAsync(
        HttpCall call, HttpRequestMessage request, HttpWire wire, Redactor redactor, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await wire.SendAsync(request, cancellationToken);
            var answer = new HttpAnswer(redactor, call.Contains);
            await answer.ReadAsync(response, cancellationToken);
            return Judge(call, response, answer);
        }
        catch (OperationCanceledException)
        {
            return wire.Sent ? Answers.Unknown("no answer in time") : Answers.NothingDone("no connection in time");
        }
        catch (Exception error) when (error is HttpRequestException or SocketException)
        {
            // A peer that is gone the moment it has accepted: the platform lets the socket's own exception through.
            var cause = error.GetBaseException().Message;
            return wire.Sent ? Answers.Unknown($"no answer: {cause}") : Answers.NothingDone($"no connection: {cause}");
        }
    }

    private static ProbeAnswer Judge(HttpCall call, HttpResponseMessage response, HttpAnswer answer)
    {
        var status = (int)response.StatusCode;
        var said = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{status} {response.ReasonPhrase}").TrimEnd());
        if (status is >= 300 and < 400 && response.Headers.Location is { } location)
        {
            said.Append(CultureInfo.InvariantCulture, $" to {location}, which is not followed");
        }

        if (answer.BrokeOff)
        {
            said.Append(", broken off");
        }

        var accepted = call.Accepts(status);
        if (!accepted)
        {
            said.Append(CultureInfo.InvariantCulture, $", not {(call.Statuses.IsEmpty ? "200 to 299" : string.Join(" or ", call.Statuses))}");
        }
        else if (!answer.Contains)
        {
            said.Append(CultureInfo.InvariantCulture, $", but the answer does not contain '{call.Contains}'");
        }

        return Answers.Seen(accepted && answer.Contains, said.ToString(), answer.Evidence.ToArray());
    }
}
