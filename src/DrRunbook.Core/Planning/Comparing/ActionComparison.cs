using System.Globalization;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>What a step does, before and after.</summary>
internal static class ActionComparison
{
    /// <summary>Compares; gates and groups are compared elsewhere.</summary>
    /// <returns>Null where it does the same.</returns>
    public static PlanDifference? Of(PlanPair pair, PlanStep before, PlanStep after)
    {
        if (before.Action.GetType() != after.Action.GetType() || (before.Action is GateAction was && after.Action is GateAction now && was.Gate.GetType() != now.Gate.GetType()))
        {
            // What fails over, proves or fences no longer does.
            var text = $"step '{after.Id}' does something else: {Describe(after.Action)} in place of {Describe(before.Action)}";
            return new PlanDifference(DifferenceKind.ActionChanged, DifferenceEffect.Weakens, after.Id, text, Describe(before.Action), Describe(after.Action));
        }

        var isFence = before.Fences is not null;
        var changes = new Changes();
        switch (before.Action, after.Action)
        {
            case (FailoverAction one, FailoverAction other):
                AddFailover(changes, pair, one, other);
                break;
            case (CommandAction one, CommandAction other):
                CommandChanges.Add(changes, one.Command, other.Command, isFence);
                break;
            case (HttpAction one, HttpAction other):
                AddHttp(changes, one, other, isFence);
                break;
        }

        return changes.IsEmpty ? null : new PlanDifference(
            DifferenceKind.ActionChanged, changes.Effect, after.Id, $"step '{after.Id}' {How(before.Action, after.Action, changes)}: {changes.Names}", changes.Before, changes.After);
    }

    /// <summary>What a step does, in a few words.</summary>
    public static string Describe(StepAction action) => action switch
    {
        FailoverAction failover => $"failover of {failover.VApp}",
        GateAction gate => $"gate {GateWords.Of(gate.Gate)}",
        CommandAction command => $"command {GateWords.Command(command.Command)}",
        HttpAction http => $"http {http.Method} {http.Url}",
        GroupAction group => Group(group),
        _ => throw new InvalidOperationException($"unknown action {action.GetType().Name}"),
    };

    /// <summary>How a group runs its steps.</summary>
    public static string Group(GroupAction group) => (group.IsParallel, group.MaxConcurrency) switch
    {
        (true, { } max) => string.Create(CultureInfo.InvariantCulture, $"parallel, at most {max} at a time"),
        (true, null) => "parallel",
        _ => "sequence",
    };

    private static string How(StepAction before, StepAction after, Changes changes) =>
        changes.IsElsewhere ? "fences by something else"
        : before is FailoverAction was && after is FailoverAction now && was.VApp != now.VApp ? "fails over another vApp"
        : "acts otherwise";

    private static void AddFailover(Changes changes, PlanPair pair, FailoverAction before, FailoverAction after)
    {
        // Even where another step fails it over, it now comes in that step's place of the order.
        changes.Add("vApp", before.VApp, after.VApp, DifferenceEffect.Weakens);
        changes.Add("enterpriseManager", before.EnterpriseManager.Value, after.EnterpriseManager.Value, OfManager(pair, before.EnterpriseManager, after.EnterpriseManager));
        changes.Add("backupServer", before.BackupServer, after.BackupServer);
        changes.Add("replica", before.Replica, after.Replica);
        changes.Add("restorePoint", SelectorWidth.Describe(before.RestorePoint), SelectorWidth.Describe(after.RestorePoint), SelectorWidth.Of(before.RestorePoint, after.RestorePoint));
        changes.Add("allowStale", before.AllowStale ? "true" : "false", after.AllowStale ? "true" : "false", Effects.OfGrowth(before.AllowStale, after.AllowStale));
    }

    /// <summary>What has changed of a manager under another name is told of the manager; to go over to one that is reached less strictly weakens.</summary>
    private static DifferenceEffect OfManager(PlanPair pair, ManagerName before, ManagerName after) =>
        before == after || (pair.RenamedManagers.TryGetValue(before, out var name) && name == after)
            ? DifferenceEffect.Neutral
            : ManagerComparison.OfUsing(pair.Before.Managers.FirstOrDefault(manager => manager.Name == before), pair.After.Managers.FirstOrDefault(manager => manager.Name == after));

    private static void AddHttp(Changes changes, HttpAction before, HttpAction after, bool isFence)
    {
        Action<string, string?, string?> add = isFence ? changes.AddTarget : (name, was, now) => changes.Add(name, was, now);
        add("url", before.Url.ToString(), after.Url.ToString());
        add("method", before.Method, after.Method);
        changes.Add("headers", GateWords.Values(before.Headers), GateWords.Values(after.Headers));
        add("body", Body(before.Body), Body(after.Body));
        changes.Add("status", GateWords.Statuses(before.Statuses), GateWords.Statuses(after.Statuses), AcceptedCodes.OfStatuses(before.Statuses, after.Statuses));
    }

    private static string? Body(HttpBody? body) => body?.Text?.ToString() ?? body?.Json;
}
