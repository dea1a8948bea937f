using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads <c>enterpriseManagers</c>.</summary>
internal static class ManagerBinder
{
    public static ImmutableArray<ManagerDefinition> Bind(MappingReader top, FileScope scope)
    {
        if (top.Mapping("enterpriseManagers") is not { } mapping)
        {
            return [];
        }

        if (mapping.Node.Entries.IsEmpty)
        {
            scope.Report(YamlDiagnostics.Empty(mapping.At, "'enterpriseManagers'"));
        }

        var managers = ImmutableArray.CreateBuilder<ManagerDefinition>();
        foreach (var (key, value) in mapping.Node.Entries)
        {
            if (!Names.IsLabel(key.Text))
            {
                scope.Report(StepDiagnostics.InvalidName(key.At, "manager", key.Text, "letters, digits, dots, hyphens and underscores"));
            }

            if (scope.Values.Mapping(value, $"manager '{key.Text}'") is { } manager)
            {
                managers.Add(BindOne(key, manager, scope));
            }
        }

        return managers.ToImmutable();
    }

    private static ManagerDefinition BindOne(ScalarNode key, MappingReader manager, FileScope scope)
    {
        var url = manager.RequiredText("url");
        var (user, password) = manager.Mapping("credentials") is { } credentials ? BindCredentials(credentials, scope) : default;
        var (caFile, thumbprint) = manager.Mapping("tls") is { } tls ? BindTls(tls, scope) : default;
        var definition = new ManagerDefinition(
            new ManagerName(key.Text),
            key.At,
            url is null ? Urls.Placeholder : Urls.Manager(url, scope),
            user,
            password,
            caFile,
            thumbprint,
            manager.WholeNumber("maxConcurrentFailovers", 1, 1000) ?? RunbookDefaults.MaxConcurrentFailovers,
            manager.Boolean("required") ?? true,
            manager.Duration("reconcileFor", TimeSpan.FromMinutes(1), TimeSpan.FromHours(24)) ?? RunbookDefaults.ReconcileFor);
        manager.Done();
        return definition;
    }

    private static (SecretReference? User, SecretReference? Password) BindCredentials(MappingReader credentials, FileScope scope)
    {
        var user = credentials.RequiredText("usernameFrom");
        var password = credentials.RequiredText("passwordFrom");
        credentials.Done();
        return (user is null ? null : Secrets.Bind(user, "usernameFrom", scope), password is null ? null : Secrets.Bind(password, "passwordFrom", scope));
    }

    private static (string? CaFile, string? Thumbprint) BindTls(MappingReader tls, FileScope scope)
    {
        var which = tls.OneOf("caFile", "thumbprint");
        var caFile = which == "caFile" && tls.Text("caFile") is { } file ? scope.ExistingFile(file, "'caFile'") : null;
        var thumbprint = which == "thumbprint" && tls.Text("thumbprint") is { } text ? BindThumbprint(text, scope) : null;
        tls.Done();
        return (caFile, thumbprint);
    }

    private static string? BindThumbprint(LocatedText written, FileScope scope)
    {
        var digits = written.Value.Replace(":", "", StringComparison.Ordinal);
        var hasGoodColons = digits.Length == written.Value.Length
            || written.Value.Split(':').All(pair => pair.Length == 2);
        if (written.IsPlaceholder || (digits.Length == 64 && hasGoodColons && digits.All(char.IsAsciiHexDigit)))
        {
            return digits.ToUpperInvariant();
        }

        scope.Report(StepDiagnostics.InvalidThumbprint(written.At, written.Value));
        return null;
    }
}
