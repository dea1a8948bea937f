using System.Text;

namespace DrRunbook.Simulator.State;

/// <summary>A logon session.</summary>
internal sealed class LogonSession(Guid id, ScenarioAccount account, DateTimeOffset created)
{
    public Guid Id { get; } = id;

    public string IdText { get; } = id.ToString();

    /// <summary>The base64 of the text of the id.</summary>
    public string Token { get; } = Convert.ToBase64String(Encoding.ASCII.GetBytes(id.ToString()));

    public ScenarioAccount Account { get; } = account;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset LastUsed { get; set; } = created;

    public bool Expired { get; set; }

    public int TaskCount { get; set; }

    public bool Sees(string? vApp) =>
        vApp is null || Account.Role is AccountRole.PortalAdministrator || Account.Scope.IsEmpty
        || Account.Scope.Any(glob => Glob.Matches(glob, vApp));
}
