using System.Globalization;
using DrRunbook.Simulator.Wire;

namespace DrRunbook.Simulator.Http;

/// <summary>Collections in both forms, in pages where that is asked for. They show no paging information.</summary>
internal static class Listing
{
    /// <summary>Page sizes and numbers are 1 or more; null: not asked for, or not a number.</summary>
    public static int? Number(Route route, string name) =>
        int.TryParse(route.Parameters.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;

    public static Reply Reply<T>(Call call, IEnumerable<T> rows, string plural, Func<T, Element> entity, Func<T, Element> reference)
    {
        if (call.Request.Method != "GET")
        {
            return Http.Reply.WrongVerb;
        }

        if (Number(call.Route, "pageSize") is { } size)
        {
            rows = rows.Skip(((Number(call.Route, "page") ?? 1) - 1) * size).Take(size);
        }

        return new Reply(200, call.Route.Entities
            ? Element.Collection(plural, rows.Select(entity))
            : Element.Collection("EntityReferences", rows.Select(reference), "Refs"));
    }
}
