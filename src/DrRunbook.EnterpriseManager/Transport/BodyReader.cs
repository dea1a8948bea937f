using System.Buffers;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Transport;

/// <summary>Reads a body up to a limit, whatever its length pretends to be.</summary>
internal static class BodyReader
{
    /// <summary>Room is made at once for a body of this length at most, whatever it announces.</summary>
    private const int MostBelieved = 256 * 1024;

    /// <returns>The bytes, or null where there are more than the limit.</returns>
    /// <exception cref="IOException">The connection broke off.</exception>
    /// <exception cref="HttpRequestException">The connection broke off.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var body = new MemoryStream((int)Math.Min(content.Headers.ContentLength ?? 0, MostBelieved));
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (body.Length + count > WireBody.MaxBytes)
                {
                    return null;
                }

                body.Write(buffer, 0, count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
