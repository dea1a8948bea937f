using System.Globalization;
using DrRunbook.Core.Planning;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DrRunbook.Cli.Face;

/// <summary>The steps of the live view: what goes on in full, what comes next by name, the rest as counts per group.</summary>
internal static class BoardTree
{
    private const int MostNext = 3;
    private const int MostBad = 5;
    private const int ProgressWidth = 10;

    /// <summary>The lines of the lists that are open.</summary>
    public static IEnumerable<BoardLine> Draw(RunState state, BoardMoment now)
    {
        foreach (var (section, title) in new[] { (PlanSection.Main, (string?)null), (PlanSection.AfterFailure, "After the failure"), (PlanSection.Finally, "Finally") })
        {
            var root = state.Root(section);
            if (!root.IsOpen || root.Node.Children.IsEmpty)
            {
                continue;
            }

            if (title is not null)
            {
                yield return BoardLine.Of(BoardRank.Group, title, BoardStyles.Strong);
            }

            foreach (var line in Children(state, root, now, indent: ""))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<BoardLine> Children(RunState state, StepProgress group, BoardMoment now, string indent)
    {
        var children = group.Node.Children.Select(child => state.Steps[child]).ToList();
        var well = children.Where(child => child.Unlocks).ToList();
        if (well.Count > 0)
        {
            var names = string.Join(", ", well.TakeLast(3).Select(step => step.Step.Id.Value));
            yield return BoardLine.Of(BoardRank.Done, $"{indent}✓ {Readable.Count(well.Count, "step")} done{(well.Count > 3 ? ", last " : ": ")}{names}", BoardStyles.Good);
        }

        foreach (var line in Bad(children, state, indent))
        {
            yield return line;
        }

        foreach (var child in children.Where(child => child.IsActive))
        {
            if (child.Node.IsGroup)
            {
                yield return Group(state, child, now, indent);
                foreach (var line in Children(state, child, now, indent + "  "))
                {
                    yield return line;
                }
            }
            else
            {
                yield return Active(state, child, now, indent);
            }
        }

        foreach (var line in ToCome(state, children, indent))
        {
            yield return line;
        }
    }

    private static IEnumerable<BoardLine> Bad(IEnumerable<StepProgress> children, RunState state, string indent)
    {
        var bad = children.Where(child => child.IsFinal).SelectMany(child => Badly(state, child)).ToList();
        foreach (var step in bad.OrderBy(step => step.State == StepState.Blocked).Take(MostBad))
        {
            yield return BoardLine.Of(BoardRank.Bad, $"{indent}✗ {step.Step.Id}  {StepText.Describe(step, state)}", step.IsTolerated ? BoardStyles.Danger : BoardStyles.Bad);
        }

        if (bad.Count > MostBad)
        {
            yield return BoardLine.Of(BoardRank.Bad, $"{indent}✗ and {bad.Count - MostBad} more that did not succeed", BoardStyles.Bad);
        }
    }

    /// <summary>What ended badly in a step that is over, also below groups that tolerated it.</summary>
    private static IEnumerable<StepProgress> Badly(RunState state, StepProgress step)
    {
        var below = step.Node.Children.Select(child => state.Steps[child]).Where(child => child.IsFinal).SelectMany(child => Badly(state, child));
        return step.Unlocks || step.Reason == FailureReasons.ChildFailed ? below : below.Prepend(step);
    }

    private static BoardLine Group(RunState state, StepProgress group, BoardMoment now, string indent) => new(BoardRank.Group,
    [
        new Segment($"{indent}▾ {group.Step.Id}", BoardStyles.Strong),
        new Segment($"  {StepText.Action(group.Step)}  {StepCounts.Below(state, group)}  {Age(group, now)}", BoardStyles.Faint),
    ]);

    private static BoardLine Active(RunState state, StepProgress step, BoardMoment now, string indent)
    {
        var style = step.State switch
        {
            StepState.InDoubt => BoardStyles.Bad,
            StepState.Queued or StepState.RetryPausing => BoardStyles.Faint,
            _ => Style.Plain,
        };
        var sign = step.State switch
        {
            StepState.InDoubt => '!',
            StepState.Queued => '…',
            _ => '▸',
        };
        var bar = step.Failover?.Progress is { } percent && step.State is StepState.AwaitingTask or StepState.AwaitingSession
            ? $"  {Bars.Draw((step.Failover?.Progress ?? 0) / 100.0, ProgressWidth)}"
            : "";
        return new BoardLine(BoardRank.Running,
        [
            new Segment($"{indent}{sign} {step.Step.Id}", BoardStyles.Strong),
            new Segment(bar, BoardStyles.Good),
            new Segment($"  {StepText.Describe(step, state)}", style),
            new Segment($"  {Age(step, now)}{Limit(step)}", BoardStyles.Faint),
        ]);
    }

    private static IEnumerable<BoardLine> ToCome(RunState state, IEnumerable<StepProgress> children, string indent)
    {
        var pending = children.Where(child => child.State == StepState.Pending).ToList();
        var near = pending.Where(child => StepText.IsNear(state, child)).Take(MostNext).ToList();
        foreach (var step in near)
        {
            var size = step.Node.IsGroup ? string.Create(CultureInfo.InvariantCulture, $", {StepCounts.Below(state, step).Total} steps") : "";
            yield return BoardLine.Of(BoardRank.Next, $"{indent}○ {step.Step.Id}  {StepText.Action(step.Step)}{size}", BoardStyles.Faint);
        }

        if (pending.Count > near.Count)
        {
            yield return BoardLine.Of(BoardRank.Next, $"{indent}○ {(near.Count > 0 ? "and " : "")}{Readable.Count(pending.Count - near.Count, "step")} more to come", BoardStyles.Faint);
        }
    }

    private static string Age(StepProgress step, BoardMoment now) => Readable.Span(now.Since(step.StartedAt!.Value));

    private static string Limit(StepProgress step) => step is { Step.Timeout: { } timeout, ActionAt: not null } ? $" of {Core.Runbooks.Duration.Format(timeout)}" : "";
}
