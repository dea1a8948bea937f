namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary>Runbooks and scenarios that a case writes itself.</summary>
internal static class ShortRunbook
{
    /// <summary>Everything above <c>steps</c>, for one manager called <c>site-b</c>.</summary>
    /// <param name="manager">More keys of the manager, each line indented by four; empty for none.</param>
    public static string Head(string name, string url = "https://em.site-b.example:9398", string manager = "") => $"""
        version: 1
        name: {name}
        unfenced: a runbook of a test
        enterpriseManagers:
          site-b:
            url: {url}
            credentials: {"{"} usernameFrom: env:EM_USER, passwordFrom: env:EM_PASSWORD {"}"}
        {manager}
        defaults: {"{"} enterpriseManager: site-b {"}"}
        """;
}
