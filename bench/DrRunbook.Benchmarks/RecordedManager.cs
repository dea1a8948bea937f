using System.Net;
using System.Net.Http.Headers;
using DrRunbook.Simulator;

namespace DrRunbook.Benchmarks;

/// <summary>The simulator at first; once told so, the answers it gave, again and again, so that the client alone is measured.</summary>
internal sealed class RecordedManager(SimulatorHandler simulator) : DelegatingHandler(simulator)
{
    private readonly Dictionary<string, (HttpStatusCode Status, byte[] Body, MediaTypeHeaderValue? Type)> _answers = [];

    public long Requests { get; private set; }

    public bool Replays { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        var key = $"{request.Method} {request.RequestUri}";
        return Replays && _answers.TryGetValue(key, out var answer)
            ? Task.FromResult(Response(answer))
            : RecordAsync(key, request, cancellationToken);
    }

    private async Task<HttpResponseMessage> RecordAsync(string key, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Get)
        {
            _answers[key] = (response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken), response.Content.Headers.ContentType);
        }

        return response;
    }

    private static HttpResponseMessage Response((HttpStatusCode Status, byte[] Body, MediaTypeHeaderValue? Type) answer)
    {
        var content = new ByteArrayContent(answer.Body);
        content.Headers.ContentType = answer.Type;
        return new HttpResponseMessage(answer.Status) { Content = content };
    }
}
