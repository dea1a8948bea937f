using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Transport;

/// <summary>Reads a body up to a limit, whatever its length pretends to be.</summary>
internal static class BodyReader
{
    /// <returns>The bytes, or null where there are more than the limit.</returns>
    /// <exception cref="IOException">The connection broke off.</exception>
    /// <exception cref="HttpRequestException">The connection broke off.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + count > WireBody.MaxBytes)
            {
                return null;
            }

            body.Write(buffer, 0, count);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
