using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DrRunbook.Simulator.Http;

/// <summary>What people and tests read of a simulation besides the imitated API.</summary>
internal static class SideChannel
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static byte[] Ledger(Ledger ledger) => JsonSerializer.SerializeToUtf8Bytes(ledger, Options);

    public static byte[] Scenario(Scenario scenario) => JsonSerializer.SerializeToUtf8Bytes(scenario, Options);

    /// <exception cref="JsonException">The text is no ledger.</exception>
    public static Ledger ReadLedger(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<Ledger>(json, Options) ?? throw new JsonException("null is no ledger");
}
