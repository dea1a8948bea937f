using DrRunbook.Simulator.Queries;
using DrRunbook.Simulator.State;
using DrRunbook.Simulator.Wire;

namespace DrRunbook.Simulator.Http;

/// <summary>The query service.</summary>
internal sealed class QueryResources(ManagerState state, ServiceForms forms, Dictionary<string, QueryType> types)
{
    public Reply Query(Call call)
    {
        if (call.Request.Method != "GET")
        {
            return Reply.WrongVerb;
        }

        var parameters = call.Route.Parameters;
        if (!types.TryGetValue(parameters.GetValueOrDefault("type", ""), out var type))
        {
            return Reply.Error(400, $"Query type '{parameters.GetValueOrDefault("type")}' is unknown");
        }

        var size = parameters.ContainsKey("pageSize") ? Listing.Number(call.Route, "pageSize") : state.Scenario.PageSize;
        var page = parameters.ContainsKey("page") ? Listing.Number(call.Route, "page") : 1;
        if (size is null || page is null)
        {
            return Reply.Error(400, "pageSize and page must be greater than 0");
        }

        try
        {
            return Page(call, type, size.Value, page.Value);
        }
        catch (FilterException exception)
        {
            return Reply.Error(400, exception.Message);
        }
    }

    public Reply QueryService(Call call) => call.Request.Method == "GET" ? new Reply(200, forms.QueryService(call.Session)) : Reply.WrongVerb;

    private Reply Page(Call call, QueryType type, int size, int page)
    {
        var parameters = call.Route.Parameters;
        var filter = parameters.GetValueOrDefault("filter");
        var result = type.Run(new QueryRequest(
            call.Session,
            call.Now,
            string.IsNullOrEmpty(filter) ? null : FilterParser.Parse(filter),
            state.Scenario.UnknownFilterName is UnknownFilterName.Ignore,
            parameters.GetValueOrDefault("sortDesc") ?? parameters.GetValueOrDefault("sortAsc"),
            parameters.ContainsKey("sortDesc"),
            size,
            page,
            call.Route.Entities));
        var isEmpty = result.PagesCount == 0;
        var absent = isEmpty && state.Scenario.Wire.EmptyResult is EmptyResult.Absent;
        var pages = isEmpty && !absent ? 1 : result.PagesCount;
        return new Reply(200, forms.QueryResult(absent ? null : Content(type, result.Items, call.Route.Entities), Repeat(parameters), page, size, pages));
    }

    private static Element Content(QueryType type, IReadOnlyList<Element> items, bool entities) => (type.IsKeyResource, entities) switch
    {
        (false, _) => new Element("Resources").Child(Element.Collection(type.Plural, items)),
        (true, true) => new Element("Entities").Child(Element.Collection(type.Plural, items)),
        _ => Element.Collection("Refs", items),
    };

    // The links between pages repeat the query; some servers forget the filter.
    private string Repeat(IReadOnlyDictionary<string, string> parameters) => string.Join('&', parameters
        .Where(pair => !pair.Key.Equals("page", StringComparison.OrdinalIgnoreCase) && !pair.Key.Equals("pageSize", StringComparison.OrdinalIgnoreCase))
        .Where(pair => !state.Scenario.PagingLinksDropFilter || !pair.Key.Equals("filter", StringComparison.OrdinalIgnoreCase))
        .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
}
