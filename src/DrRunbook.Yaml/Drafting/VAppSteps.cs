using System.Globalization;
using DrRunbook.Core.Linting;
using DrRunbook.Core.Planning;

namespace DrRunbook.Yaml.Drafting;

/// <summary>Makes the failover step of a manager's vApp, with what its restore points make one look at.</summary>
/// <param name="managerNow">The manager's own time, which its points are dated by.</param>
internal sealed class VAppSteps(
    ManagerInventory inventory, IReadOnlyDictionary<string, VAppLook> looks, TimeSpan maxAge, DateTimeOffset managerNow, StepIds ids)
{
    private readonly Dictionary<string, KnownVApp> _vApps = inventory.VApps.ToDictionary(vApp => vApp.Name, StringComparer.Ordinal);

    /// <summary>The step of a vApp.</summary>
    public DraftItem Make(string name, params IEnumerable<string> notes)
    {
        var entries = ImmutableArray.Create(
            new DraftEntry("id", DraftNode.Word(ids.Of(name, "vapp"))),
            new DraftEntry("failover", DraftNode.Text(name)));
        return new DraftItem(new DraftMap(entries)) { Comments = [.. notes, .. Points(_vApps[name]), .. Database(name), "TODO: what proves that it works? Add a 'verify'."] };
    }

    private IEnumerable<string> Points(KnownVApp vApp)
    {
        if (vApp.Problem is { } problem)
        {
            yield return $"TODO: its restore points cannot be used: {YamlText.Quoted(problem)}";
        }

        if (vApp.Points.IsEmpty)
        {
            if (vApp.Problem is null)
            {
                yield return "TODO: it has no restore point.";
            }

            yield break;
        }

        if (vApp.IsAmbiguous)
        {
            var replicas = vApp.Points.Select(point => $"{YamlText.Quoted(point.ReplicaName ?? point.ReplicaUid)} on {YamlText.Quoted(point.BackupServerName ?? point.BackupServerUid)}").Distinct().Order(StringComparer.Ordinal);
            yield return $"TODO: the name means several replicas: {string.Join(", ", replicas)}. Say which with 'replica' or 'backupServer'; 'drrun plan' refuses it until then.";
        }

        var newest = vApp.Points.MaxBy(point => point.OldestAt)!;
        if (managerNow - newest.OldestAt > maxAge)
        {
            var at = newest.OldestAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            yield return $"TODO: its newest restore point is of {at}, older than {Core.Runbooks.Duration.Format(maxAge)}. Is its replication running?";
        }

        if (!vApp.Points.Any(point => point.CanFailOver))
        {
            yield return "TODO: the manager offers no failover to any of its restore points. Is it failed over already?";
        }
    }

    private IEnumerable<string> Database(string name)
    {
        var look = looks[name];
        var database = look.Role == VAppRole.Other ? looks.Where(other => other.Value.Role == VAppRole.Database && look.SharesServiceWith(other.Value)).Select(other => other.Key).Order(StringComparer.Ordinal).FirstOrDefault() : null;
        return database is null ? [] : [$"TODO: does it keep data that belongs to {YamlText.Quoted(database)}? Then take a point that is not newer: restorePoint: {{ notNewerThan: THAT STEP }}."];
    }
}
