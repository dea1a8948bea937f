using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Tests.Wire;

/// <summary>Prints what a body means to the client.</summary>
internal static class WirePrint
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The shape alone: every body is at least taken in whole.</summary>
    public static string Shape(WireNode body) => $"{(body.Name.Length == 0 ? "object" : body.Name)}, {Count(body)} nodes";

    public static string Of(WireNode body)
    {
        var text = new StringBuilder();
        Add("root", WireRoot.From(body));
        if (body.Child("SessionId") is not null)
        {
            Add("logon", WireLogon.From(body)?.SessionId);
        }

        Add("error", WireError.From(body));
        Add("task list", WireTask.IsList(body) ? "yes" : null);
        AddAll("task", WireTask.AllIn(body));
        AddAll("session", WireSession.AllIn(body));
        foreach (var point in WirePoint.AllIn(body))
        {
            Add("point", point with { VmPoints = [] });
            AddAll("  vm", point.VmPoints);
        }

        AddAll("vm point", WireVmPoint.AllIn(body));
        Add("page", WirePage.From(body) is { } page ? $"{page.PageNumber} of {page.PagesCount}" : null);
        return text.Length == 0 ? "  nothing the client uses\n" : text.ToString();

        void Add(string what, object? value)
        {
            if (value is not null)
            {
                text.Append("  ").Append(what).Append(": ").Append(value as string ?? JsonSerializer.Serialize(value, Options)).Append('\n');
            }
        }

        void AddAll(string what, IEnumerable<object> values)
        {
            foreach (var value in values)
            {
                Add(what, value);
            }
        }
    }

    private static int Count(WireNode node) => 1 + node.Children.Sum(Count);
}
