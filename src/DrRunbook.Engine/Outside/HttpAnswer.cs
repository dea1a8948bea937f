using System.Globalization;
using System.Text;

namespace DrRunbook.Engine.Outside;

/// <summary>An answer as evidence: status line, headers and the beginning of the body, redacted.</summary>
/// <param name="contains">A text that is looked for in the body, or null.</param>
internal sealed class HttpAnswer(Redactor redactor, string? contains)
{
    private readonly TextSearch _search = new(contains ?? "");

    /// <summary>What was kept.</summary>
    public EvidenceBuffer Evidence { get; } = new();

    /// <summary>Whether the body contains the text.</summary>
    public bool Contains => _search.Found;

    /// <summary>Whether the body ended before its end.</summary>
    public bool BrokeOff { get; private set; }

    /// <summary>Reads the answer as far as it is kept.</summary>
    public async Task ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var redaction = new Redaction(redactor, Evidence.Append);
        redaction.Write(Encoding.UTF8.GetBytes(Head(response)));
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var chunk = new byte[16 * 1024];
            while (!Evidence.IsFull && await body.ReadAsync(chunk, cancellationToken) is > 0 and var count)
            {
                _search.Write(chunk.AsSpan(0, count));
                redaction.Write(chunk.AsSpan(0, count));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or InvalidDataException or HttpRequestException)
        {
            // The status has come, so it is known what came of the request.
            BrokeOff = true;
            redaction.BreakOff();
        }

        redaction.Complete();
    }

    private static string Head(HttpResponseMessage response)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/{response.Version} {(int)response.StatusCode} {response.ReasonPhrase}\n");
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            // A cookie opens a session: it is a secret of the server's.
            if (!name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
            {
                head.Append(CultureInfo.InvariantCulture, $"{name}: {values}\n");
            }
        }

        return head.Append('\n').ToString();
    }
}
