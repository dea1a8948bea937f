using System.Text;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Outside;

/// <summary>A request to be sent once, with every value filled in, and the answer that must come.</summary>
/// <param name="Body">Null where there is none.</param>
/// <param name="BodyType">The body's media type, unless a header names another.</param>
/// <param name="Statuses">Accepted status codes; empty: 200 to 299.</param>
/// <param name="Contains">Text that the beginning of the body (<see cref="EvidenceBuffer.MaxBytes"/>) must contain, or null.</param>
/// <param name="CaFile">PEM file of the certificate authority, relative to the root; null for the system's trust.</param>
internal sealed record HttpCall(
    string Method,
    string Url,
    ImmutableArray<KeyValuePair<string, string>> Headers,
    byte[]? Body,
    string? BodyType,
    ImmutableArray<int> Statuses,
    string? Contains,
    string? CaFile)
{
    /// <summary>Fills a gate in.</summary>
    public static HttpCall Of(HttpGate gate, ValueResolver values) => new(
        gate.Method,
        values.ExpandUrl(gate.Url),
        Expand(gate.Headers, values),
        Body: null,
        BodyType: null,
        gate.Statuses,
        gate.Contains is null ? null : values.Expand(gate.Contains),
        gate.CaFile);

    /// <summary>Fills a step's request in.</summary>
    public static HttpCall Of(HttpAction action, ValueResolver values)
    {
        var (body, type) = action.Body switch
        {
            { Json: { } json } => (JsonTemplate.Expand(json, values), "application/json"),
            { Text: { } text } => (Encoding.UTF8.GetBytes(values.Expand(text)), "text/plain; charset=utf-8"),
            _ => ((byte[]?)null, (string?)null),
        };
        return new HttpCall(action.Method, values.ExpandUrl(action.Url), Expand(action.Headers, values), body, type, action.Statuses, Contains: null, CaFile: null);
    }

    /// <summary>Fills a message to an address of <c>notify</c> in.</summary>
    public static HttpCall Of(Notification notification, byte[] message, ValueResolver values) => new(
        "POST", values.ExpandUrl(notification.Url), Expand(notification.Headers, values), message, "application/json", Statuses: [], Contains: null, CaFile: null);

    /// <summary>Whether a status is as stated.</summary>
    public bool Accepts(int status) => Statuses.IsEmpty ? status is >= 200 and < 300 : Statuses.Contains(status);

    /// <summary>The request; null where a header cannot be sent, which is then named.</summary>
    public HttpRequestMessage? ToRequest(Uri url, out string? badHeader)
    {
        // Content that is there but empty, because the platform sends a request without content again when the server closes the connection.
        var content = Body is not null || Method is not ("GET" or "HEAD") ? new ByteArrayContent(Body ?? []) : null;
        var request = new HttpRequestMessage(new HttpMethod(Method), url) { Content = content };
        foreach (var (name, value) in Headers)
        {
            // A line break would begin a header of its own.
            if (value.AsSpan().ContainsAny('\r', '\n', '\0')
                || (!request.Headers.TryAddWithoutValidation(name, value) && content?.Headers.TryAddWithoutValidation(name, value) != true))
            {
                request.Dispose();
                badHeader = name;
                return null;
            }
        }

        if (BodyType is not null && !content!.Headers.Contains("Content-Type"))
        {
            content.Headers.TryAddWithoutValidation("Content-Type", BodyType);
        }

        badHeader = null;
        return request;
    }

    private static ImmutableArray<KeyValuePair<string, string>> Expand(ImmutableSortedDictionary<string, ValueSource> headers, ValueResolver values) =>
        [.. headers.Select(header => KeyValuePair.Create(header.Key, values.Expand(header.Value)))];
}
