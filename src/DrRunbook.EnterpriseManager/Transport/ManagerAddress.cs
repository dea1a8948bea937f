namespace DrRunbook.EnterpriseManager.Transport;

/// <summary>The configured address. Every request is built on it; links of the manager never choose where a token goes.</summary>
internal sealed class ManagerAddress
{
    private readonly Uri _api;

    /// <exception cref="ArgumentException">The address is neither HTTPS nor HTTP on loopback.</exception>
    public ManagerAddress(Uri url, bool isInMemory)
    {
        var isSafe = url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && (url.IsLoopback || isInMemory)));
        if (!isSafe)
        {
            throw new ArgumentException($"'{url}' is neither https nor http on loopback", nameof(url));
        }

        _api = new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/api/");
        Display = $"{url.Scheme}://{url.Authority}";
    }

    /// <summary>For people, without user information.</summary>
    public string Display { get; }

    public bool UsesTls => _api.Scheme == Uri.UriSchemeHttps;

    /// <param name="path">Below <c>/api/</c>, with its query.</param>
    public Uri Of(string path) => new(_api, path);
}
