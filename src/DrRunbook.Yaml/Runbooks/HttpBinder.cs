using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads <c>http</c>, as a step and as a gate.</summary>
internal static class HttpBinder
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static HttpAction? BindAction(MappingReader http, FileScope scope)
    {
        var method = BindMethod(http);
        var url = BindUrl(http, scope);
        var headers = Secrets.BindHeaders(http.Take("headers"), scope);
        var body = http.Take("body") is { } node ? BindBody(node, scope) : null;
        var statuses = Numbers.BindStatuses(http.Take("status"), scope);
        http.Done();
        return url is null ? null : new HttpAction(method, url, headers, body, statuses);
    }

    public static HttpGate? BindGate(MappingReader http, FileScope scope)
    {
        var method = BindMethod(http);
        var url = BindUrl(http, scope);
        var statuses = Numbers.BindStatuses(http.Take("status"), scope);
        var contains = http.Text("contains");
        var headers = Secrets.BindHeaders(http.Take("headers"), scope);
        var caFile = http.Text("caFile") is { } file ? scope.ExistingFile(file, "'caFile'") : null;
        return url is null ? null : new HttpGate(url, method, statuses, contains is null ? null : FileScope.Literal(contains), headers, caFile);
    }

    private static string BindMethod(MappingReader http)
    {
        const string Default = "GET";
        if (http.Text("method") is not { } method || method.IsPlaceholder)
        {
            return Default;
        }

        if (!Methods.Contains(method.Value))
        {
            http.Values.Report(YamlDiagnostics.NotAChoice(
                method.At, "'method'", method.Value, Methods, http.Values.Diagnostics.Suggest(method.Value, Methods)));
        }

        return method.Value;
    }

    private static TextTemplate? BindUrl(MappingReader http, FileScope scope)
    {
        if (http.Require("url") is not { } node || scope.Template(node, "'url'") is not { } url)
        {
            return null;
        }

        Urls.Check(url, scope);
        return url.Template;
    }

    private static HttpBody? BindBody(LocatedNode node, FileScope scope)
    {
        if (node is MappingNode)
        {
            return new HttpBody(Text: null, JsonBody.Write(node, scope));
        }

        return scope.Template(node, "'body'") is { } text ? new HttpBody(text.Template, Json: null) : null;
    }
}
