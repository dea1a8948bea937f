namespace DrRunbook.Engine.Outside;

/// <summary>What a program writes to its two streams, in the order in which it arrives.</summary>
/// <param name="contains">A text that is looked for in each stream, or null.</param>
internal sealed class ProgramOutput(Redactor redactor, string? contains)
{
    private volatile bool _contains = contains is null;

    /// <summary>Both streams, redacted.</summary>
    public EvidenceBuffer Evidence { get; } = new();

    /// <summary>Whether one of the streams contains the text.</summary>
    public bool Contains => _contains;

    /// <summary>Reads a stream to its end, or until the token ends it. All of it is read, also what is not kept, or the program would stand still.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        // Each stream has its own redaction: a secret is found although the other stream's words arrive in its midst.
        var redaction = new Redaction(redactor, Evidence.Append);
        var search = new TextSearch(contains ?? "");
        var chunk = new byte[16 * 1024];
        try
        {
            while (await stream.ReadAsync(chunk, cancellationToken) is > 0 and var count)
            {
                search.Write(chunk.AsSpan(0, count));
                if (!Evidence.IsFull)
                {
                    redaction.Write(chunk.AsSpan(0, count));
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // A process left in the background holds the stream open: what has come so far counts.
        }

        redaction.Complete();
        if (search.Found)
        {
            _contains = true;
        }
    }
}
