using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace DrRunbook.Evidence.Bundles;

/// <summary>An authority's reply to a timestamp query (RFC 3161, section 2.4.2).</summary>
internal static class TimestampReply
{
    /// <summary>Takes the token out of a reply.</summary>
    /// <param name="problem">What is wrong with the reply, as a sentence without its full stop.</param>
    public static bool TryRead(ReadOnlyMemory<byte> reply, [NotNullWhen(true)] out Rfc3161TimestampToken? token, [NotNullWhen(false)] out string? problem)
    {
        const string NoReply = "it is no reply of a timestamp authority";
        (token, problem) = (null, NoReply);
        try
        {
            var reader = new AsnReader(reply, AsnEncodingRules.DER);
            var response = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            response.ReadEncodedValue();
            if (!response.HasData)
            {
                problem = "the authority has refused";
                return false;
            }

            var encoded = response.ReadEncodedValue();
            response.ThrowIfNotEmpty();
            if (!Rfc3161TimestampToken.TryDecode(encoded, out token, out var used) || used != encoded.Length)
            {
                return false;
            }

            problem = null;
            return true;
        }
        catch (Exception damage) when (damage is AsnContentException or CryptographicException)
        {
            (token, problem) = (null, NoReply);
            return false;
        }
    }
}
