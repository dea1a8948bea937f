using System.Net.Http.Headers;
using System.Security.Cryptography;
using DrRunbook.Cli.Face;
using DrRunbook.Core.Json;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Cli.Bundles;

/// <summary>What came of asking a timestamp authority about a bundle (RFC 3161, section 3.4: HTTP).</summary>
/// <param name="Files">The bundle with the reply; or with the query, to be sent again.</param>
/// <param name="At">The time that the authority states, UTC; null where there is no reply.</param>
/// <param name="Problem">Why there is none, as a sentence without its full stop.</param>
/// <param name="Query">Where in the bundle the query lies; null where the reply took its place.</param>
internal sealed record Stamp(BundleFiles Files, DateTimeOffset? At, string? Problem, string? Query)
{
    private const string QueryType = "application/timestamp-query";
    private const string ReplyType = "application/timestamp-reply";
    private const int MostBytes = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Asks.</summary>
    /// <param name="files">The bundle.</param>
    public static async Task<Stamp> AskAsync(BundleFiles files, Uri authority, CancellationToken cancellationToken)
    {
        var query = Timestamping.Query(files, RandomNumberGenerator.GetBytes(8));
        try
        {
            var reply = await PostAsync(authority, query, cancellationToken);
            return new Stamp(files.WithReply(query, reply, out var at), at, Problem: null, Query: null);
        }
        catch (Exception failed) when (failed is HttpRequestException or SigningException or IOException || (failed is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var kept = files.WithQuery(query, out var path);
            return new Stamp(kept, At: null, failed is OperationCanceledException ? "it did not answer in time" : failed.Message, path);
        }
    }

    /// <summary>Says what came of it, to people.</summary>
    public void Say(Invocation invocation, string folder)
    {
        if (At is { } at)
        {
            invocation.Out.WriteLine($"Timestamp: the journal was there at {Instant.Format(at)}");
        }

        SayWhyNot(invocation, folder);
    }

    /// <summary>Says why there is no timestamp, where there is none.</summary>
    public void SayWhyNot(Invocation invocation, string folder)
    {
        if (Problem is not null)
        {
            Invocation.Say(
                invocation.Error,
                "warning",
                $"no timestamp: {TerminalEncoder.Encode(Problem)}; nothing is lost, the query is kept in {Query}: drrun sign {TerminalEncoder.Encode(folder)} --timestamp sends it again");
        }
    }

    private static async Task<byte[]> PostAsync(Uri authority, byte[] query, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Patience, MaxResponseContentBufferSize = MostBytes };
        using var content = new ByteArrayContent(query);
        content.Headers.ContentType = new MediaTypeHeaderValue(QueryType);
        using var request = new HttpRequestMessage(HttpMethod.Post, authority) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(ReplyType));
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }
}
