namespace DrRunbook.EnterpriseManager.Wire;

/// <summary>The service root, which answers without a logon.</summary>
/// <param name="ApiVersion">The newest version of the API it offers, such as <c>v1_7</c>, or null.</param>
internal sealed record WireRoot(string? ApiVersion)
{
    /// <summary>Reads the root; null where the body is that of something else.</summary>
    public static WireRoot? From(WireNode? body)
    {
        if (body is null || !(body.IsNamed("EnterpriseManager") || (body.Name.Length == 0 && body.Child("SupportedVersions") is not null)))
        {
            return null;
        }

        var versions = body.Child("SupportedVersions")?.Entities("SupportedVersion").Select(version => version.TextOf("Name")).OfType<string>() ?? [];
        return new WireRoot(versions.OrderBy(version => version.Length).ThenBy(version => version, StringComparer.Ordinal).LastOrDefault());
    }
}

/// <summary>The answer to a logon.</summary>
/// <param name="SessionId">As secret as the token: some servers make the token of it.</param>
internal sealed record WireLogon(string SessionId)
{
    public static WireLogon? From(WireNode? body) => body?.TextOf("SessionId") is { } id ? new WireLogon(id) : null;

    /// <summary>Keeps the id out of messages.</summary>
    public override string ToString() => nameof(WireLogon);
}

/// <summary>One page of an answer of the query service.</summary>
/// <param name="PagesCount">How many pages there are; 1 where it is not told, and it may be 0 for an empty result.</param>
/// <param name="PageNumber">Which one this is, from 1; null where it is not told.</param>
internal sealed record WirePage(WireNode Body, int PagesCount, int? PageNumber)
{
    /// <summary>Reads a page; null where the body is not that of a query. Its paging links are left alone: published ones lose the filter.</summary>
    public static WirePage? From(WireNode? body)
    {
        var isPage = body is not null && (body.IsNamed("QueryResult") || (body.Name.Length == 0 && body.Child("PagingInfo") is not null));
        if (!isPage)
        {
            return null;
        }

        var paging = body!.Child("PagingInfo");
        return new WirePage(body, WireValue.Number(paging?.TextOf("PagesCount")) ?? 1, WireValue.Number(paging?.TextOf("PageNum")));
    }
}
