using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Holds what a used file states against the runbook that uses it: it may repeat, and never add or change.</summary>
internal static class UsedFile
{
    public static void Compare(MappingReader top, FileScope scope)
    {
        foreach (var key in (string[])["afterFailure", "finally"])
        {
            if (top.Take(key) is not null)
            {
                scope.Report(StepDiagnostics.NotInUsedFile(top.KeyAt(key), key));
            }
        }

        CompareManagers(ManagerBinder.Bind(top, scope), scope);
        CompareRoles(top, scope);
        CompareEnvironment(top, scope);
    }

    private static void CompareManagers(ImmutableArray<ManagerDefinition> managers, FileScope scope)
    {
        foreach (var manager in managers.Where(_ => scope.Context.Managers is not null))
        {
            var theirs = scope.Context.Managers!.GetValueOrDefault(manager.Name.Value);
            if (theirs is null || theirs with { At = manager.At } != manager)
            {
                scope.Report(StepDiagnostics.UsedFileDiffers(manager.At, $"manager '{manager.Name}'", theirs is null));
            }
        }
    }

    private static void CompareRoles(MappingReader top, FileScope scope)
    {
        var roles = PeopleBinder.Bind(top, scope);
        foreach (var (role, people) in roles.Where(_ => scope.Context.Approvers is not null))
        {
            var exists = scope.Context.Approvers!.TryGetValue(role, out var theirs);
            if (!exists || !theirs.ToHashSet(StringComparer.Ordinal).SetEquals(people))
            {
                scope.Report(StepDiagnostics.UsedFileDiffers(PeopleBinder.PlaceOf(top, role), $"role '{role}'", !exists));
            }
        }
    }

    private static void CompareEnvironment(MappingReader top, FileScope scope)
    {
        var names = top.Take("environment") is { } list ? scope.Values.Texts(list, "'environment'", mayBeEmpty: true) : [];
        foreach (var name in names.Where(name => scope.Context.Environment?.Contains(name.Value) == false))
        {
            scope.Report(StepDiagnostics.UsedFileDiffers(name.At, $"variable '{name.Value}'", isMissing: true));
        }
    }
}
