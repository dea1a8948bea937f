using DrRunbook.Cli.Face;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Evidence.Rendering.Graphs;

namespace DrRunbook.Cli.Plans;

/// <summary>A plan's graph as a drawing.</summary>
internal static class PlanSvg
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, PlanView view)
    {
        var plan = view.Plan;
        output.Write(GraphSvg.Write(new PlanGraph(plan), $"{plan.Runbook}, {Readable.Word(plan.Mode)}", step => Box(plan, step)));
    }

    private static GraphBox Box(Plan plan, PlanStep step)
    {
        var kind = step.Action switch
        {
            FailoverAction => BoxKind.Failover,
            GateAction { Gate: ApprovalGate or ManualGate } => BoxKind.People,
            _ => BoxKind.Other,
        };
        return new GraphBox(kind, step.Id.Value, [StepText.Action(step), Around(plan, step)]);
    }

    private static string Around(Plan plan, PlanStep step)
    {
        var gates = step.Require.Length + step.Verify.Length;
        var parts = new[]
        {
            step.Point is { } point ? $"point {Readable.Span(plan.PlannedAt - point.OldestAt)} old" : "",
            gates == 0 ? "" : Readable.Count(gates, "gate"),
            step.Action is GroupAction ? "" : PlanStepText.Limits(step),
        };
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }
}
