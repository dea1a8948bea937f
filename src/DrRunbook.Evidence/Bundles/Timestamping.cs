using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using DrRunbook.Core.Journal;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Evidence.Bundles;

/// <summary>Has a timestamp authority say that the journal of a bundle was there (RFC 3161): its imprint is the journal's head. Sending is somebody else's task.</summary>
public static class Timestamping
{
    private const string ReplySuffix = ".tsr";
    private const string QuerySuffix = ".tsq";

    /// <summary>The query for a bundle: the one that waits in it, else a new one.</summary>
    /// <param name="nonce">Binds the reply to a new query; 8 random bytes.</param>
    /// <exception cref="BundleException">The bundle has no journal.</exception>
    public static byte[] Query(BundleFiles files, ReadOnlyMemory<byte> nonce)
    {
        var head = HeadOf(files);
        return files.Below(BundleNames.TimestampsFolder).Where(file => IsQuery(file.Key) && WhyNot(file.Value, head) is null).Select(file => file.Value.ToArray()).FirstOrDefault()
            ?? Rfc3161TimestampRequest.CreateFromHash(head, HashAlgorithmName.SHA256, requestedPolicyId: null, nonce, requestSignerCertificates: true).Encode();
    }

    /// <summary>The bundle with an authority's reply in the place of the query.</summary>
    /// <exception cref="SigningException">It is no reply to this query.</exception>
    public static BundleFiles WithReply(this BundleFiles files, ReadOnlyMemory<byte> query, ReadOnlyMemory<byte> reply, out DateTimeOffset at)
    {
        try
        {
            if (!Rfc3161TimestampRequest.TryDecode(query, out var request, out _))
            {
                throw new SigningException("what was asked is no timestamp query");
            }

            at = request.ProcessResponse(reply, out var used).TokenInfo.Timestamp;
            if (used != reply.Length || !TimestampReply.TryRead(reply, out _, out _))
            {
                throw new SigningException("the timestamp authority's reply is not in its one form (DER)");
            }
        }
        catch (CryptographicException refused)
        {
            throw new SigningException($"the timestamp authority's reply is not taken: {refused.Message}");
        }

        return files.Without(Name(query, QuerySuffix)).With(Name(reply, ReplySuffix), reply);
    }

    /// <summary>The bundle with a query that waits for its reply.</summary>
    /// <param name="path">Where it lies.</param>
    public static BundleFiles WithQuery(this BundleFiles files, ReadOnlyMemory<byte> query, out string path) => files.With(path = Name(query, QuerySuffix), query);

    /// <summary>Whether the path is that of its content.</summary>
    internal static bool IsNamed(string path, ReadOnlyMemory<byte> content) => path == Name(content, IsQuery(path) ? QuerySuffix : ReplySuffix);

    /// <summary>Whether the file is a query that waits.</summary>
    internal static bool IsQuery(string path) => path.EndsWith(QuerySuffix, StringComparison.Ordinal);

    /// <summary>Why this is no query about a journal's head; null where it is one.</summary>
    internal static string? WhyNot(ReadOnlyMemory<byte> query, ReadOnlyMemory<byte> head) =>
        !Rfc3161TimestampRequest.TryDecode(query, out var request, out var used) || used != query.Length ? "it is no timestamp query"
            : request.GetMessageHash().Span.SequenceEqual(head.Span) ? null
            : "it is about another journal";

    private static string Name(ReadOnlyMemory<byte> content, string suffix) => $"{BundleNames.TimestampsFolder}{JournalLine.HashOf(content.Span)}{suffix}";

    private static byte[] HeadOf(BundleFiles files)
    {
        if (files.Find(BundleNames.Journal) is not { Length: > 1 } journal)
        {
            throw new BundleException($"{BundleNames.Journal} is missing");
        }

        var lines = journal.Span[..^1];
        return Convert.FromHexString(JournalLine.HashOf(lines[(lines.LastIndexOf((byte)'\n') + 1)..]));
    }
}
