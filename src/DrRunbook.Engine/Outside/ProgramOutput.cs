using System.Text;

namespace DrRunbook.Engine.Outside;

/// <summary>What a program writes to its two streams, in the order in which it arrives.</summary>
/// <param name="contains">A text that is looked for in each stream, or null.</param>
internal sealed class ProgramOutput(Redactor redactor, string? contains)
{
    private const int LongestLine = 2000;
    private volatile bool _contains = contains is null;

    /// <summary>Both streams, redacted.</summary>
    public EvidenceBuffer Evidence { get; } = new();

    /// <summary>Whether one of the streams contains the text.</summary>
    public bool Contains => _contains;

    /// <summary>Reads a stream to its end, or until the token ends it. All of it is read, also what is not kept, or the program would stand still.</summary>
    /// <returns>The last line of what was kept, redacted; null where there is none, or where the end was not kept.</returns>
    public async Task<string?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        // Each stream has its own redaction: a secret is found although the other stream's words arrive in its midst.
        byte[] tail = [];
        var redaction = new Redaction(redactor, kept =>
        {
            Evidence.Append(kept);
            byte[] joined = [.. tail, .. kept[^Math.Min(kept.Length, LongestLine)..]];
            tail = joined[^Math.Min(joined.Length, LongestLine)..];
        });
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
            redaction.BreakOff();
        }

        redaction.Complete();
        if (search.Found)
        {
            _contains = true;
        }

        return Evidence.IsFull
            ? null
            : Encoding.UTF8.GetString(tail).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
    }
}
