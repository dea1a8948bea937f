using System.Text;

namespace DrRunbook.Simulator.Http;

/// <summary>A request as it reaches a manager, whatever carried it.</summary>
internal sealed record SimulatorRequest
{
    public required string Method { get; init; }

    /// <summary>The path, decoded.</summary>
    public required string Path { get; init; }

    /// <summary>The query, as sent, without its question mark.</summary>
    public string Query { get; init; } = "";

    public string? Authorization { get; init; }

    public string? SessionHeader { get; init; }

    public string? Cookie { get; init; }

    public string? Accept { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Whether the length of the body is announced, be it 0.</summary>
    public bool HasLength { get; init; } = true;

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The token that counts: the cookie's where there is one.</summary>
    public string? Token => CookieToken() ?? SessionHeader;

    /// <summary>Whether the answer, and the reading of the body, is to be JSON.</summary>
    public bool WantsJson => Accept?.Contains("application/json", StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>User and password; null: none or not well-formed.</summary>
    public (string User, string Password)? Credentials()
    {
        if (Authorization is null || !Authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[Authorization.Length];
        if (!Convert.TryFromBase64String(Authorization["Basic ".Length..].Trim(), bytes, out var count))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, count);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (text[..colon], text[(colon + 1)..]);
    }

    private string? CookieToken()
    {
        const string Name = "X-RestSvcSessionId=";
        return Cookie?.Split(';', StringSplitOptions.TrimEntries)
            .FirstOrDefault(part => part.StartsWith(Name, StringComparison.OrdinalIgnoreCase))?[Name.Length..];
    }
}
