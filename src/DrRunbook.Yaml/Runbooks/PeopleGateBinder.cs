using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads the gates that people answer.</summary>
internal static class PeopleGateBinder
{
    private const int MaxCount = 100;

    public static ApprovalGate? BindApproval(MappingReader approval, FileScope scope)
    {
        var which = approval.OneOf("from", "anyOf", "allOf");
        var lines = which switch
        {
            "from" => [BindLine(approval, scope)],
            "anyOf" or "allOf" => BindLines(approval, which, scope),
            _ => ImmutableArray<Quorum>.Empty,
        };
        if (which == "allOf" && !Quorums.CanBeFilled(lines, scope.Context.Approvers))
        {
            scope.Report(GateDiagnostics.CannotBeFilled(approval.KeyAt("allOf")));
        }

        var prompt = approval.Take("prompt") is { } node ? scope.Template(node, "'prompt'") : null;
        var starterMayApprove = approval.Boolean("starterMayApprove") ?? false;
        return new ApprovalGate(lines, which == "allOf", prompt?.Template, starterMayApprove);
    }

    public static ManualGate? BindManual(MappingReader manual, FileScope scope)
    {
        var instruction = manual.Require("instruction") is { } node ? scope.Template(node, "'instruction'") : null;
        var from = manual.Take("from") is { } roles ? BindRoles(roles, scope) : [];
        var needsEvidence = manual.Choice("evidence", ("required", true)) ?? false;
        var undoes = manual.Take("undoes") is { } vApps ? ScopeBinder.Bind(vApps, "undoes", scope) : null;
        return instruction is null ? null : new ManualGate(instruction.Template, from, needsEvidence, undoes);
    }

    private static ImmutableArray<Quorum> BindLines(MappingReader approval, string key, FileScope scope)
    {
        var lines = ImmutableArray.CreateBuilder<Quorum>();
        foreach (var node in approval.Items(key))
        {
            if (scope.Values.Mapping(node, $"a line of '{key}'") is { } line)
            {
                line.Require("from");
                lines.Add(BindLine(line, scope));
                line.Done();
            }
        }

        return lines.ToImmutable();
    }

    private static Quorum BindLine(MappingReader line, FileScope scope)
    {
        var roles = line.Take("from") is { } from ? BindRoles(from, scope) : [];
        var count = line.WholeNumber("count", 1, MaxCount) ?? 1;
        var approvers = scope.Context.Approvers;
        if (approvers is not null && !roles.IsEmpty && roles.All(approvers.ContainsKey))
        {
            var people = roles.SelectMany(role => approvers[role]).Distinct(StringComparer.Ordinal).Count();
            if (count > people)
            {
                scope.Report(GateDiagnostics.TooFewPeople(line.Take("count")?.At ?? line.At, count, roles, people));
            }
        }

        return new Quorum(roles, count);
    }

    private static ImmutableArray<string> BindRoles(LocatedNode node, FileScope scope)
    {
        var roles = scope.Values.Texts(node, "'from'");
        var approvers = scope.Context.Approvers;
        foreach (var role in roles.Where(role => approvers is not null && !role.IsPlaceholder && !approvers.ContainsKey(role.Value)))
        {
            scope.Report(GateDiagnostics.UnknownRole(role.At, role.Value, scope.Diagnostics.Suggest(role.Value, approvers!.Keys)));
        }

        return [.. roles.Select(role => role.Value)];
    }
}
