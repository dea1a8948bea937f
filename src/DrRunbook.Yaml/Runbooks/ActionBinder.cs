using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>An action as read.</summary>
/// <param name="Rto">The objective that a used file brings along, or null.</param>
internal sealed record BoundAction(StepAction Action, TimeSpan? Rto = null);

/// <summary>Reads what a step does.</summary>
/// <param name="steps">Reads the steps of a group.</param>
internal sealed class ActionBinder(FileScope scope, StepBinder steps)
{
    private static readonly string[] Actions = ["failover", "gate", "parallel", "sequence", "command", "http", "uses"];

    /// <summary>The one action that a step has; reported and null where it has none or several.</summary>
    public static string? Choose(MappingReader step, string id)
    {
        var found = Actions.Where(action => step.Take(action) is not null).ToArray();
        if (found.Length == 1)
        {
            return found[0];
        }

        step.Values.Report(StepDiagnostics.NotOneAction(found.Length == 0 ? step.At : step.KeyAt(found[1]), id, found, Actions));
        return null;
    }

    /// <summary>Reads the action; null where that is not possible, which has then been reported.</summary>
    public BoundAction? Bind(MappingReader step, string id, string action)
    {
        if (action == "uses")
        {
            var used = UsesBinder.Bind(step.Take(action)!, step.Take("with"), id, scope);
            return new BoundAction(new SequenceAction(used.Steps, used.File), used.Rto);
        }

        return BindOwn(step.Take(action)!, id, action) is { } own ? new BoundAction(own) : null;
    }

    private StepAction? BindOwn(LocatedNode node, string id, string action) => action switch
    {
        "failover" => FailoverBinder.Bind(node, id, scope),
        "gate" => GateBinder.Bind(node, scope) is { } gate ? new GateAction(gate) : null,
        _ => scope.Values.Mapping(node, $"'{action}'") is { } body ? BindBody(body, action) : null,
    };

    private StepAction? BindBody(MappingReader body, string action) => action switch
    {
        "command" => CommandBinder.BindAction(body, scope),
        "http" => HttpBinder.BindAction(body, scope),
        "parallel" => BindParallel(body),
        _ => BindSequence(body),
    };

    private ParallelAction BindParallel(MappingReader group)
    {
        var limit = group.WholeNumber("maxConcurrency", 1, LoadContext.MaxSteps);
        var children = group.Require("steps") is { } list ? steps.BindParallel(list) : [];
        group.Done();
        return new ParallelAction(limit, children);
    }

    private SequenceAction BindSequence(MappingReader group)
    {
        var children = group.Require("steps") is { } list ? steps.BindSequence(list) : [];
        group.Done();
        return new SequenceAction(children, UsedFile: null);
    }
}
