using System.Security.Cryptography;
using System.Text.Json;
using DrRunbook.Core.Json;

namespace DrRunbook.Core.Planning;

/// <summary>A plan as canonical JSON, the bytes that are reviewed, digested and executed.</summary>
public static class PlanJson
{
    /// <summary>The canonical bytes.</summary>
    public static byte[] Write(Plan plan) => CanonicalJson.Write(plan);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are no plan.</exception>
    public static Plan Read(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<Plan>(bytes, CoreJson.Options) ?? throw new JsonException("a plan cannot be null");

    /// <summary>The plan digest: SHA-256 of the canonical bytes, lower-case hex.</summary>
    public static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
