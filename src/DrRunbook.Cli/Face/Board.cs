using DrRunbook.Core.Runbooks;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DrRunbook.Cli.Face;

/// <summary>The live view's content: head, questions, and the tree of what goes on.</summary>
internal static class Board
{
    private const int RecoveryBarWidth = 24;

    /// <summary>The lines of a window, the dearest kept where they do not all fit.</summary>
    /// <param name="rows">How many lines there is room for.</param>
    /// <param name="lastWord">Why drrun stays although the run is over or left; null where it is not, or does not.</param>
    public static ImmutableArray<BoardLine> Draw(RunState state, BoardMoment now, RunCommands commands, int rows, string? lastWord = null)
    {
        if (state.Start is null)
        {
            return [BoardLine.Of(BoardRank.Head, "starting")];
        }

        ImmutableArray<BoardLine> stays = lastWord is null ? [] : [BoardLine.Of(BoardRank.Head, lastWord, BoardStyles.Danger)];
        return Fit([.. Head(state, now), .. stays, .. Questions(state, now, commands), .. BoardTree.Draw(state, now)], Math.Max(rows, 1));
    }

    private static IEnumerable<BoardLine> Head(RunState state, BoardMoment now)
    {
        var start = state.Start!;
        var (word, style) = (start.Simulation, start.Mode) switch
        {
            (not null, _) => (" REHEARSAL ", BoardStyles.Rehearsal),
            (null, RunMode.Disaster) => (" DISASTER ", BoardStyles.Disaster),
            _ => (" DRILL ", BoardStyles.Drill),
        };
        var mode = start.Simulation is null ? "" : $" ({Readable.Word(start.Mode)})";
        yield return new BoardLine(BoardRank.Head,
        [
            new Segment(word, style),
            new Segment($" {TerminalEncoder.Encode(start.Runbook)}{mode}  ", BoardStyles.Strong),
            Standing(state),
            new Segment($"  {start.Run}", BoardStyles.Faint),
        ]);
        yield return Recovery(RecoveryClock.Of(state, now.SinceStart));
        yield return BoardLine.Of(BoardRank.Head, $"Steps  {StepCounts.Of(state)}");
        if (NoticeText.Summary(state) is { } told)
        {
            yield return BoardLine.Of(BoardRank.Head, $"Told   {told}", state.Notices.Failed > 0 ? BoardStyles.Danger : BoardStyles.Faint);
        }

        foreach (var manager in state.Managers.Values.Where(manager => manager.LostAt is not null))
        {
            var text = $"Manager {manager.Plan.Name} does not answer for {Readable.Span(now.Since(manager.LostAt!.Value))}";
            yield return BoardLine.Of(BoardRank.Bad, text, BoardStyles.Bad);
        }
    }

    private static Segment Standing(RunState state) => state.Phase switch
    {
        RunPhase.Halting => new Segment("HALTING: nothing new starts; Ctrl+C again abandons", BoardStyles.Danger),
        RunPhase.Concluding => new Segment($"outcome {Readable.Word(state.Outcome!.Value)}, concluding", StyleOf(state.Outcome!.Value)),
        _ => new Segment(Readable.Word(state.Standing), StyleOf(state.Standing)),
    };

    private static Style StyleOf(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Succeeded => BoardStyles.Good,
        RunOutcome.Failed => BoardStyles.Bad,
        RunOutcome.Running => BoardStyles.Strong,
        _ => BoardStyles.Danger,
    };

    private static BoardLine Recovery(RecoveryClock clock)
    {
        var style = clock.IsMissed ? BoardStyles.Bad : clock.IsInDanger && !clock.IsStopped ? BoardStyles.Danger : BoardStyles.Good;
        var label = clock.IsStopped ? "Recovered in" : "Outage for";
        return clock.Limit is { } limit
            ? new BoardLine(BoardRank.Head, [new Segment("RTO    "), new Segment(Bars.Draw(clock.SinceOutage / limit, RecoveryBarWidth), style), new Segment($"  {clock}", style)])
            : BoardLine.Of(BoardRank.Head, $"{label} {clock}");
    }

    private static IEnumerable<BoardLine> Questions(RunState state, BoardMoment now, RunCommands commands)
    {
        if (RunLifecycle.IsFinal(state.Phase))
        {
            yield break;
        }

        foreach (var question in OpenQuestion.Of(state, commands))
        {
            var left = question.Deadline is { } deadline ? deadline > now.At ? $", {Readable.Span(deadline - now.At)} left" : ", time is up" : "";
            var answered = question.Answered.IsEmpty ? "" : $", answered by {string.Join(", ", question.Answered.Select(TerminalEncoder.Encode))}";
            yield return new BoardLine(BoardRank.Question,
            [
                new Segment($"? {question.Gate}", BoardStyles.Question),
                new Segment($" waits for {TerminalEncoder.Encode(question.Who)}{answered}{left}: {TerminalEncoder.Encode(question.Question)}"),
            ]);
            yield return BoardLine.Of(BoardRank.Question, $"    {question.Command}", BoardStyles.Strong);
        }
    }

    private static ImmutableArray<BoardLine> Fit(ImmutableArray<BoardLine> lines, int rows)
    {
        if (lines.Length <= rows)
        {
            return lines;
        }

        // One row says how much is not shown. Of equal rank, what stands further down goes first.
        var kept = lines.Index()
            .OrderByDescending(line => line.Item.Rank)
            .ThenBy(line => line.Index)
            .Take(rows - 1)
            .OrderBy(line => line.Index)
            .Select(line => line.Item)
            .ToList();
        return [.. kept, BoardLine.Of(BoardRank.Head, $"… {Readable.Count(lines.Length - kept.Count, "line")} more than the window holds", BoardStyles.Faint)];
    }
}
