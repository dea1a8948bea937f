using System.Text.Json;
using DrRunbook.Core.Json;

namespace DrRunbook.Evidence.Rendering;

/// <summary>A report as canonical JSON: <c>report.json</c>, the source of every other rendering.</summary>
public static class ReportJson
{
    // A member that is null is not written, so a missing one is null when it is read.
    private static readonly JsonSerializerOptions ReadOptions = new(CoreJson.Options) { RespectRequiredConstructorParameters = false };

    /// <summary>The canonical bytes; the same report gives the same bytes.</summary>
    public static byte[] Write(RunReport report) => CanonicalJson.Write(report);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are no report.</exception>
    public static RunReport Read(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<RunReport>(bytes, ReadOptions) ?? throw new JsonException("a report cannot be null");
}
