using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>What a URL may be.</summary>
internal static class Urls
{
    /// <summary>Stands where a URL is missing or not known yet; never connected to.</summary>
    public static Uri Placeholder { get; } = new("https://placeholder.invalid/");

    /// <summary>A manager's address: scheme, host and port alone, plain HTTP on this machine only.</summary>
    public static Uri Manager(LocatedText written, FileScope scope)
    {
        if (written.IsPlaceholder)
        {
            return Placeholder;
        }

        if (Parse(written.Value) is not { } url || url.AbsolutePath != "/" || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            scope.Report(StepDiagnostics.InvalidUrl(written.At, written.Value, "the address of a manager such as https://em.example:9398, without a path"));
            return Placeholder;
        }

        if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
        {
            scope.Report(StepDiagnostics.InvalidUrl(written.At, written.Value, "encrypted; a manager is spoken to over https, over http on loopback alone"));
        }

        return url;
    }

    /// <summary>Reports a URL of a request or notification that can be none, as far as it is known.</summary>
    public static void Check(LocatedTemplate written, FileScope scope)
    {
        if (written.IsPlaceholder || written.Template.Parts is [{ IsReference: true }, ..])
        {
            return;
        }

        var isWhole = written.Template.Parts is [{ IsReference: false } only];
        var isGood = isWhole
            ? Parse(written.Template.Parts[0].Text) is not null
            : written.Template.Parts is [var first, ..] && HasWebScheme(first.Text);
        if (!isGood)
        {
            scope.Report(StepDiagnostics.InvalidUrl(written.At, written.Template.ToString(), "a URL such as https://erp.example/health, without user and password"));
        }
    }

    /// <summary>Whether a text is a whole URL of a page.</summary>
    public static bool IsWeb(string text) => Parse(text) is not null;

    private static Uri? Parse(string text) =>
        HasWebScheme(text)
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.UserInfo.Length == 0
        && url.Host.Length > 0
        && !text.Any(char.IsWhiteSpace)
            ? url
            : null;

    private static bool HasWebScheme(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
}
