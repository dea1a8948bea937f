using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>A step, and where it names its needs.</summary>
internal sealed record BoundStep(string LocalId, Step Step, ImmutableArray<LocatedText> Needs);

/// <summary>Reads steps and groups of them.</summary>
internal sealed class StepBinder(FileScope scope)
{
    /// <summary>Stands for an action that could not be read; the runbook has an error then and is never used.</summary>
    private static readonly SequenceAction Unread = new([], null);

    /// <summary>Reads a list of steps that run one after another.</summary>
    public ImmutableArray<Step> BindSequence(LocatedNode node) => BindSteps(node, "'steps'", aftermath: null, BindInSequence);

    /// <summary>Reads <c>afterFailure</c> or <c>finally</c>.</summary>
    public ImmutableArray<Step> BindAftermath(LocatedNode node, string list) => BindSteps(node, $"'{list}'", list, BindInSequence);

    /// <summary>Reads a list of steps that start at once, in the order of their needs.</summary>
    public ImmutableArray<Step> BindParallel(LocatedNode node) => BindSteps(node, "'steps'", aftermath: null, BindSiblings);

    private ImmutableArray<Step> BindSteps(
        LocatedNode node, string what, string? aftermath, Func<List<BoundStep>, ImmutableArray<Step>> relate)
    {
        var bound = new List<BoundStep>();
        foreach (var item in scope.Values.Items(node, what))
        {
            scope.Context.Steps.CountOne();
            if (scope.Context.Steps.Count > LoadContext.MaxSteps)
            {
                scope.Report(StepDiagnostics.TooManySteps(SourceSpan.WholeFile(scope.Context.FirstFile), LoadContext.MaxSteps));
                break;
            }

            if (scope.Values.Mapping(item, "a step") is { } step && BindStep(step, aftermath) is { } one)
            {
                bound.Add(one);
            }
        }

        return relate(bound);
    }

    private ImmutableArray<Step> BindInSequence(List<BoundStep> steps)
    {
        foreach (var step in steps.Where(step => !step.Needs.IsEmpty))
        {
            scope.Report(StepDiagnostics.NeedsOutsideParallel(step.Needs[0].At, step.LocalId));
        }

        return [.. steps.Select(step => step.Step)];
    }

    private ImmutableArray<Step> BindSiblings(List<BoundStep> steps) => Siblings.Relate(steps, scope);

    private BoundStep? BindStep(MappingReader step, string? aftermath)
    {
        var id = BindId(step);
        var entry = new StepEntry(scope.Id(id), step.At, Failover: null, aftermath is not null);
        if (id.Length > 0 && scope.Context.Steps.Add(entry) is { } first)
        {
            scope.Report(StepDiagnostics.DuplicateId(step.Take("id")!.At, id, first.At));
        }

        var action = ActionBinder.Choose(step, id);
        if (aftermath is not null && action is not null && !IsAllowedAfterwards(step, action))
        {
            scope.Report(StepDiagnostics.ActionNotAllowedHere(step.KeyAt(action), id, action, aftermath));
        }

        var bound = action is null ? null : new ActionBinder(scope, this).Bind(step, id, action);
        if (action != "uses" && step.Take("with") is not null)
        {
            scope.Report(StepDiagnostics.WithWithoutUses(step.KeyAt("with")));
        }

        var needs = BindNeeds(step);
        var complete = new Step
        {
            Id = entry.Id,
            At = step.At,
            Name = step.Text("name")?.Value,
            Description = step.Text("description")?.Value,
            Labels = HeaderBinder.BindLabels(step.Take("labels"), scope),
            Action = bound?.Action ?? Unread,
            Needs = [.. needs.Select(need => scope.Id(need.Value))],
            Require = GateBinder.BindList(step.Take("require"), "'require'", scope),
            Verify = GateBinder.BindList(step.Take("verify"), "'verify'", scope),
            Timeout = AttemptBinder.BindTimeout(step, action, scope),
            Retry = AttemptBinder.BindRetry(step, action),
            Target = step.Duration("target"),
            Rto = step.Duration("rto") ?? bound?.Rto,
            Rpo = step.Duration("rpo"),
            OnFailure = step.Choice("onFailure", ("halt", OnFailure.Halt), ("contain", OnFailure.Contain), ("continue", OnFailure.Continue)) ?? OnFailure.Halt,
            When = step.Take("when") is { } when ? ConditionBinder.Bind(when, scope) : null,
            Fences = step.Take("fences") is { } fences ? ScopeBinder.Bind(fences, "fences", scope) : null,
            Repeatable = AttemptBinder.BindRepeatable(step, action),
            Waivers = HeaderBinder.BindWaivers(step.Take("waive"), scope),
        };
        step.Done();
        return new BoundStep(id, complete, needs);
    }

    /// <summary>The id as written, or empty where there is none; ids take no references.</summary>
    private string BindId(MappingReader step)
    {
        if (step.Require("id") is not { } node || scope.Values.Scalar(node, "'id'", "text") is not { } scalar)
        {
            return "";
        }

        if (CoreScalar.KindOf(scalar) != CoreKind.Text)
        {
            scope.Report(YamlDiagnostics.NotText(node.At, "'id'", scalar.Text, scalar.Kind));
            return "";
        }

        if (!Names.IsStep(scalar.Text))
        {
            scope.Report(StepDiagnostics.InvalidId(node.At, scalar.Text));
        }

        return scalar.Text;
    }

    private static bool IsAllowedAfterwards(MappingReader step, string action) =>
        action is "command" or "http"
        || (action == "gate" && step.Take("gate") is MappingNode { Entries: [{ Key.Text: "wait" }] });

    /// <summary>Needs take no references.</summary>
    private ImmutableArray<LocatedText> BindNeeds(MappingReader step)
    {
        var needs = ImmutableArray.CreateBuilder<LocatedText>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in step.Items("needs"))
        {
            if (scope.Values.Scalar(item, "an item of 'needs'", "the id of a step") is { } need)
            {
                if (!seen.Add(need.Text))
                {
                    scope.Report(YamlDiagnostics.ItemTwice(need.At, "'needs'", need.Text));
                }

                needs.Add(new LocatedText(need.Text, need.At));
            }
        }

        return needs.ToImmutable();
    }
}
