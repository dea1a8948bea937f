using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads <c>defaults</c>, which failovers fall back on; what a used file leaves open, the file that uses it decides.</summary>
internal static class DefaultsBinder
{
    public static void Bind(MappingReader top, FileScope scope)
    {
        var inherited = scope.UsedBy?.Defaults ?? new StepDefaults(null, null, null);
        if (top.Mapping("defaults") is not { } defaults)
        {
            scope.Defaults = inherited;
            return;
        }

        scope.Defaults = new StepDefaults(
            defaults.Text("enterpriseManager") is { } manager ? FailoverBinder.Manager(manager, scope) : inherited.EnterpriseManager,
            defaults.Take("restorePoint") is { } point ? RestorePointBinder.Bind(point, scope) : inherited.RestorePoint,
            defaults.Duration("timeout") ?? inherited.Timeout);
        defaults.Done();
    }
}
