using System.Net.Http.Headers;

namespace DrRunbook.EnterpriseManager.Transport;

/// <summary>A request other than a failover: it changes nothing that matters, so it may be repeated.</summary>
/// <param name="path">Below <c>/api/</c>, with its query.</param>
internal sealed class ApiRequest(HttpMethod method, string path)
{
    public HttpMethod Method => method;

    public string Path => path;

    /// <summary>The logon's token, or null.</summary>
    public string? Token { get; init; }

    /// <summary>The credentials of a logon, or null.</summary>
    public AuthenticationHeaderValue? Authorization { get; init; }

    /// <summary>Whether 500 is an answer to this request rather than a trouble that passes: an unknown task or session.</summary>
    public bool Takes500 { get; init; }

    /// <summary>Whether its answer tells of a session that is ours to end: once it has left it is heard out, for a while, although nobody wants it any more.</summary>
    public bool MakesSession { get; init; }

    public static ApiRequest Get(string path) => new(HttpMethod.Get, path);

    public ApiRequest With(string token) => new(method, path) { Token = token, Authorization = Authorization, Takes500 = Takes500 };
}
