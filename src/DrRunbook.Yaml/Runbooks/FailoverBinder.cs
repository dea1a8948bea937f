using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads a <c>failover</c>, short or long.</summary>
internal static class FailoverBinder
{
    public static FailoverAction? Bind(LocatedNode node, string step, FileScope scope)
    {
        if (node is not MappingNode)
        {
            return scope.Values.Text(node, "'failover'") is { } name
                ? Build(node, step, name.Value, scope.Defaults.RestorePoint, manager: null, scope)
                : null;
        }

        var failover = scope.Values.Mapping(node, "'failover'")!;
        var vApp = failover.RequiredText("vApp");
        var point = failover.Take("restorePoint") is { } selector ? RestorePointBinder.Bind(selector, scope) : scope.Defaults.RestorePoint;
        var manager = failover.Text("enterpriseManager") is { } named ? Manager(named, scope) : null;
        var allowStale = failover.Boolean("allowStale") ?? false;
        var backupServer = failover.Text("backupServer")?.Value;
        var replica = failover.Text("replica")?.Value;
        failover.Done();
        if (vApp is null)
        {
            return null;
        }

        return Build(node, step, vApp.Value, point, manager, scope) with { AllowStale = allowStale, BackupServer = backupServer, Replica = replica };
    }

    /// <summary>A manager that is named.</summary>
    public static ManagerName? Manager(LocatedText named, FileScope scope)
    {
        var managers = scope.Context.Managers;
        if (managers is not null && !managers.ContainsKey(named.Value) && !named.IsPlaceholder)
        {
            scope.Report(StepDiagnostics.UnknownManager(named.At, named.Value, scope.Diagnostics.Suggest(named.Value, managers.Keys)));
        }

        return new ManagerName(named.Value);
    }

    private static FailoverAction Build(
        LocatedNode node, string step, string vApp, RestorePointSelector? point, ManagerName? manager, FileScope scope)
    {
        var id = scope.Id(step);
        var chosen = manager ?? scope.Defaults.EnterpriseManager ?? OnlyManager(node, step, scope);
        var action = new FailoverAction(vApp, point ?? new LatestPoint(), AllowStale: false, chosen, BackupServer: null, Replica: null);
        scope.Context.Steps.Describe(id, action);
        if (action.RestorePoint is PointNotNewerThan than)
        {
            scope.Context.Steps.ChainPoint(id, node.At, than.Steps);
        }

        return action;
    }

    private static ManagerName OnlyManager(LocatedNode node, string step, FileScope scope)
    {
        switch (scope.Context.Managers)
        {
            case null:
                return new ManagerName("");
            case { Count: 1 } managers:
                return new ManagerName(managers.Keys.Single());
            case { Count: > 1 }:
                scope.Report(StepDiagnostics.NoManager(node.At, step));
                break;
        }

        return new ManagerName("");
    }
}
