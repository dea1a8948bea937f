using DrRunbook.EnterpriseManager.Logons;
using DrRunbook.EnterpriseManager.Transport;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Queries;

/// <summary>Asks the query service and reads every page.</summary>
/// <remarks>
/// The next page is the own query with the next number: published paging links lack the filter. Servers cut an answer into pages of
/// their own choice even where none was asked for, so the number of pages is always looked at.
/// </remarks>
internal sealed class PagedQuery(AuthorisedReads reads)
{
    /// <summary>Asked for; servers choose 100 by themselves.</summary>
    private const int PageSize = 500;

    /// <summary>More pages than this are a server that never comes to an end.</summary>
    private const int MaxPages = 1000;

    /// <param name="type">Such as <c>RestoreSession</c>.</param>
    /// <param name="filter">Null: everything.</param>
    /// <param name="sort">Such as <c>sortDesc=CreationTime</c>.</param>
    public async Task<QueryResult> RunAsync(string type, string? filter, string sort, CancellationToken cancellationToken)
    {
        var pages = ImmutableArray.CreateBuilder<WireNode>();
        for (var number = 1; number <= MaxPages; number++)
        {
            var path = $"query?type={type}&format=Entities&{sort}{(filter is null ? "" : $"&filter={Uri.EscapeDataString(filter)}")}&pageSize={PageSize}&page={number}";
            var answer = await reads.SendAsync(ApiRequest.Get(path), cancellationToken);
            if (!answer.Answer.IsSuccess)
            {
                return new QueryResult([], Explain(answer.Answer, type), answer.Answer);
            }

            if (WirePage.From(answer.Answer.Body) is not { } page)
            {
                return new QueryResult([], $"the query for {type} was answered, but not by the query service of an Enterprise Manager", answer.Answer);
            }

            if (page.PageNumber is { } shown && shown != number)
            {
                return new QueryResult([], $"page {number} of the query for {type} was asked for and page {shown} came", answer.Answer);
            }

            pages.Add(page.Body);
            if (number >= page.PagesCount)
            {
                return new QueryResult(pages.ToImmutable(), null, answer.Answer);
            }
        }

        return new QueryResult([], $"the query for {type} has more than {MaxPages} pages", null);
    }

    private static string Explain(Answer answer, string type) => answer.Status == 403 ? $"{Roles.Needed(type)} ({answer.Why})" : answer.Why;
}

/// <summary>What a query found.</summary>
/// <param name="Pages">The bodies of all pages; empty where there is a problem.</param>
/// <param name="Problem">Why nothing can be said, or null.</param>
/// <param name="Last">The last answer, or null.</param>
internal sealed record QueryResult(ImmutableArray<WireNode> Pages, string? Problem, Answer? Last);
