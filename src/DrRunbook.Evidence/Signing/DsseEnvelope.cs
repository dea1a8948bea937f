using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DrRunbook.Core.Json;

namespace DrRunbook.Evidence.Signing;

/// <summary>A signature in an envelope.</summary>
/// <param name="KeyId">The <see cref="SignerKey.Id"/> of the key that made it.</param>
public sealed record DsseSignature(string KeyId, ReadOnlyMemory<byte> Bytes);

/// <summary>A signed statement: the envelope of DSSE 1.0 (secure-systems-lab/dsse), as one canonical JSON text.</summary>
/// <param name="Signatures">In the ordinal order of their key ids, each key once.</param>
public sealed record DsseEnvelope(ReadOnlyMemory<byte> Payload, ImmutableArray<DsseSignature> Signatures)
{
    /// <summary>The payload's type: a statement of in-toto (in-toto/attestation, envelope v1).</summary>
    public const string PayloadType = "application/vnd.in-toto+json";

    /// <summary>An envelope that nobody has signed.</summary>
    public static DsseEnvelope Of(ReadOnlyMemory<byte> payload) => new(payload, []);

    /// <summary>Reads an envelope; another text than <see cref="Write"/> would write is none.</summary>
    /// <param name="problem">What is wrong with it, as a sentence without its full stop.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out DsseEnvelope? envelope, [NotNullWhen(false)] out string? problem)
    {
        (envelope, problem) = (null, "it is not written in its one form: canonical JSON with payload, payloadType and signatures in the order of their keys");
        try
        {
            var wire = JsonSerializer.Deserialize<Wire>(bytes, CoreJson.Options);
            if (wire is null || wire.PayloadType != PayloadType)
            {
                problem = "it is no DSSE envelope around a statement of in-toto";
                return false;
            }

            var read = new DsseEnvelope(wire.Payload, [.. wire.Signatures.Select(signature => new DsseSignature(signature.Keyid, signature.Sig))]);
            if (!bytes.SequenceEqual(read.Write()) || !read.IsInOrder)
            {
                return false;
            }

            (envelope, problem) = (read, null);
            return true;
        }
        catch (JsonException)
        {
            problem = "it is no DSSE envelope";
            return false;
        }
    }

    /// <summary>The canonical bytes.</summary>
    public byte[] Write() => CanonicalJson.Write(new Wire(
        Payload.ToArray(), PayloadType, [.. Signatures.Select(signature => new WireSignature(signature.KeyId, signature.Bytes.ToArray()))]));

    /// <summary>What is signed: the payload's type and the payload, each behind its length (DSSE's pre-authentication encoding).</summary>
    public byte[] ToBeSigned()
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {PayloadType.Length} {PayloadType} {Payload.Length} ");
        return [.. Encoding.UTF8.GetBytes(head), .. Payload.Span];
    }

    /// <summary>Adds a signature; an earlier one of the same key gives way to it.</summary>
    /// <exception cref="SigningException">It is no signature of the key over this envelope.</exception>
    public DsseEnvelope With(SignerKey key, ReadOnlyMemory<byte> signature) => key.WhyNot(ToBeSigned(), signature.Span) is { } wrong
        ? throw new SigningException(wrong)
        : this with
        {
            Signatures = [.. Signatures.Where(other => other.KeyId != key.Id).Append(new DsseSignature(key.Id, signature)).OrderBy(one => one.KeyId, StringComparer.Ordinal)],
        };

    private bool IsInOrder => Signatures.Zip(Signatures.Skip(1)).All(pair => string.CompareOrdinal(pair.First.KeyId, pair.Second.KeyId) < 0);

    private sealed record Wire(byte[] Payload, string PayloadType, ImmutableArray<WireSignature> Signatures);

    private sealed record WireSignature(string Keyid, byte[] Sig);
}
