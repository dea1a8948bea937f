using System.Text.Json;
using DrRunbook.Core.Json;

namespace DrRunbook.Engine.Operators;

/// <summary>What was signed, and the signature: what a signed command carries.</summary>
/// <param name="Text">The signed bytes, as UTF-8 text.</param>
/// <param name="Signature">The armored SSH signature.</param>
public sealed record SignedText(string Text, string Signature)
{
    /// <summary>As a command keeps it.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, CoreJson.Options);

    /// <summary>Reads what a command keeps; null where it is no such thing.</summary>
    public static SignedText? Read(string kept)
    {
        try
        {
            return JsonSerializer.Deserialize<SignedText>(kept, CoreJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
