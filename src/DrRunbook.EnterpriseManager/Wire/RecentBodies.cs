namespace DrRunbook.EnterpriseManager.Wire;

/// <summary>Reads bodies, and does not read again what came just before, byte for byte: a look at running failovers mostly shows what the last one did.</summary>
internal sealed class RecentBodies
{
    /// <summary>A look asks for tasks and for sessions.</summary>
    private const int Kept = 2;

    /// <summary>The most bytes of a body that is kept.</summary>
    private const int LargestKept = 256 * 1024;

    private volatile Body[] _bodies = [];

    /// <summary>As <see cref="WireBody.Read"/>; the node is the same where the body is.</summary>
    public WireReading Read(ReadOnlyMemory<byte> body, string? mediaType)
    {
        foreach (var known in _bodies)
        {
            if (known.MediaType == mediaType && known.Bytes.Span.SequenceEqual(body.Span))
            {
                return known.Reading;
            }
        }

        var reading = WireBody.Read(body, mediaType);
        if (body.Length <= LargestKept)
        {
            _bodies = [new Body(body, mediaType, reading), .. _bodies.Take(Kept - 1)];
        }

        return reading;
    }

    private sealed record Body(ReadOnlyMemory<byte> Bytes, string? MediaType, WireReading Reading);
}
