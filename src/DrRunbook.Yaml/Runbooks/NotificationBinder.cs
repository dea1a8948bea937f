using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads <c>notify</c>.</summary>
internal static class NotificationBinder
{
    private static readonly string[] Events = ["waiting", "failure", "objective-in-danger", "end"];

    public static ImmutableArray<Notification> Bind(MappingReader top, FileScope scope)
    {
        var notifications = ImmutableArray.CreateBuilder<Notification>();
        foreach (var node in top.Items("notify"))
        {
            if (scope.Values.Mapping(node, "a notification") is { } notification && BindOne(notification, scope) is { } bound)
            {
                notifications.Add(bound);
            }
        }

        return notifications.ToImmutable();
    }

    private static Notification? BindOne(MappingReader notification, FileScope scope)
    {
        var url = notification.Require("url") is { } node ? scope.Template(node, "'url'") : null;
        var headers = Secrets.BindHeaders(notification.Take("headers"), scope);
        var on = notification.Require("on") is { } list ? scope.Values.Texts(list, "'on'") : [];
        foreach (var one in on.Where(one => !Events.Contains(one.Value) && !one.IsPlaceholder))
        {
            scope.Report(YamlDiagnostics.NotAChoice(one.At, "event", one.Value, Events, scope.Diagnostics.Suggest(one.Value, Events)));
        }

        var every = notification.Duration("every");
        notification.Done();
        if (url is null)
        {
            return null;
        }

        Urls.Check(url, scope);
        return new Notification(url.Template, headers, [.. on.Select(one => one.Value)], every);
    }
}
