using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads gates.</summary>
internal static class GateBinder
{
    private static readonly string[] Gates = ["approval", "manual", "tcp", "http", "dns", "command", "wait", "window"];

    public static ImmutableArray<Gate> BindList(LocatedNode? node, string what, FileScope scope)
    {
        var gates = ImmutableArray.CreateBuilder<Gate>();
        foreach (var item in node is null ? [] : scope.Values.Items(node, what))
        {
            if (Bind(item, scope) is { } gate)
            {
                gates.Add(gate);
            }
        }

        return gates.ToImmutable();
    }

    public static Gate? Bind(LocatedNode node, FileScope scope)
    {
        if (scope.Values.Mapping(node, "a gate") is not { } gate)
        {
            return null;
        }

        if (gate.Node.Entries is not [var (key, value)] || !Gates.Contains(key.Text))
        {
            var found = gate.Node.Entries.Select(entry => entry.Key.Text).ToArray();
            var help = found.Length == 1 ? scope.Diagnostics.Suggest(found[0], Gates) : null;
            scope.Report(GateDiagnostics.NotOneGate(found.Length == 1 ? gate.Node.Entries[0].Key.At : gate.At, found, Gates, help));
            return null;
        }

        return (key.Text, value) switch
        {
            ("wait", _) => scope.Values.Duration(value, "'wait'") is { } duration ? new WaitGate(duration) { At = key.At } : null,
            ("tcp", ScalarNode) => AddressBinder.BindTcp(value, scope) is { } tcp
                ? tcp with { At = key.At, Within = RunbookDefaults.ProbeWithin, Every = RunbookDefaults.ProbeEvery }
                : null,
            _ => scope.Values.Mapping(value, $"'{key.Text}'") is { } body ? BindBody(key, body, scope) : null,
        };
    }

    private static Gate? BindBody(ScalarNode key, MappingReader body, FileScope scope)
    {
        Gate? gate = key.Text switch
        {
            "approval" => PeopleGateBinder.BindApproval(body, scope),
            "manual" => PeopleGateBinder.BindManual(body, scope),
            "tcp" => body.Require("address") is { } address ? AddressBinder.BindTcp(address, scope) : null,
            "http" => HttpBinder.BindGate(body, scope),
            "dns" => DnsBinder.Bind(body, scope),
            "command" => BindCommand(body, scope),
            _ => WindowBinder.Bind(body, scope),
        };
        var isPerson = key.Text is "approval" or "manual";
        var within = body.Duration("within", mayBeZero: true);
        var every = isPerson || key.Text == "window" ? null : body.Duration("every");
        var otherwise = BindOtherwise(key.Text, body, scope);
        body.Done();
        if (gate is null)
        {
            return null;
        }

        TimeSpan? unstated = isPerson ? RunbookDefaults.PersonWithin : gate is WindowGate ? null : RunbookDefaults.ProbeWithin;
        return gate with { At = key.At, Within = within ?? unstated, Every = every ?? RunbookDefaults.ProbeEvery, Otherwise = otherwise };
    }

    private static CommandGate? BindCommand(MappingReader body, FileScope scope)
    {
        var command = CommandBinder.Bind(body, scope);
        var contains = body.Text("contains");
        return command is null ? null : new CommandGate(command, contains is null ? null : FileScope.Literal(contains));
    }

    private static Otherwise BindOtherwise(string gate, MappingReader body, FileScope scope)
    {
        if (body.Take("otherwise") is not { } node)
        {
            return Otherwise.Fail;
        }

        if (gate is "approval" or "manual")
        {
            scope.Report(GateDiagnostics.OtherwiseOnPeople(body.KeyAt("otherwise"), gate));
            return Otherwise.Fail;
        }

        if (node is not MappingNode)
        {
            return scope.Values.Choice(node, "'otherwise'", ("warn", OtherwiseKind.Warn)) is { } kind ? new Otherwise(kind) : Otherwise.Fail;
        }

        var ask = scope.Values.Mapping(node, "'otherwise'")!;
        var manual = ask.Require("manual") is null ? null : Bind(node, scope) as ManualGate;
        ask.Done();
        return manual is null ? Otherwise.Fail : new Otherwise(OtherwiseKind.AskPerson, manual);
    }
}
