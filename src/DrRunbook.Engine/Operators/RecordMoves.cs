using System.Globalization;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Operators;

/// <summary>Judges what a person puts on record. It changes nothing in the run, so it may come at any time, also after the end.</summary>
internal static class RecordMoves
{
    /// <summary>Judges the command, or leaves it to others: null.</summary>
    public static CommandVerdict? Judge(RunState state, OperatorCommand command) => command.Kind switch
    {
        "finding-add" => Add(state, command),
        "finding-close" => Close(state, command),
        "note" => Note(state, command),
        "criterion-met" => Criterion(state, command, met: true),
        "criterion-not-met" => Criterion(state, command, met: false),
        "assumption-held" => Assumption(state, command, held: true),
        "assumption-broken" => Assumption(state, command, held: false),
        _ => null,
    };

    private static CommandVerdict Add(RunState state, OperatorCommand command)
    {
        if (FindingText.Read(command.Text) is not { } finding)
        {
            return CommandVerdict.Refuse("the finding cannot be read: drrun here and there are of different versions");
        }

        if (string.IsNullOrWhiteSpace(finding.Text))
        {
            return CommandVerdict.Refuse("a text is wanted: give it with --text");
        }

        if (UnknownStep(state, command.Target) is { } unknown)
        {
            return CommandVerdict.Refuse(unknown);
        }

        if (finding.Due < DateOnly.FromDateTime(state.StartedAt.At.UtcDateTime))
        {
            return CommandVerdict.Refuse(string.Create(CultureInfo.InvariantCulture, $"{finding.Due:yyyy-MM-dd} lies before the run: a finding of it cannot have been due then"));
        }

        var number = state.Records.Findings.Length + 1;
        return CommandVerdict.Accept(new FindingAdded(
            number, finding.Severity, StepOf(command), OutsideText.From(finding.Text), TextOrNull(finding.Owner), finding.Due, OutsideText.From(command.By)));
    }

    private static CommandVerdict Close(RunState state, OperatorCommand command)
    {
        var findings = state.Records.Findings;
        if (NumberOf(command, findings.Length) is not { } number)
        {
            return CommandVerdict.Refuse($"no finding {command.Target} was added to this run; {Open(findings)}");
        }

        if (findings[number - 1].Closed is { } closed)
        {
            return CommandVerdict.Refuse($"finding {command.Target} is closed already, by {closed.By}");
        }

        return string.IsNullOrWhiteSpace(command.Text)
            ? CommandVerdict.Refuse("a note of what was done is wanted: give it with --note")
            : CommandVerdict.Accept(new FindingClosed(number, OutsideText.From(command.By), OutsideText.From(command.Text)));
    }

    private static CommandVerdict Note(RunState state, OperatorCommand command)
    {
        if (string.IsNullOrWhiteSpace(command.Text))
        {
            return CommandVerdict.Refuse("a text is wanted: give it with --text");
        }

        return UnknownStep(state, command.Target) is { } unknown
            ? CommandVerdict.Refuse(unknown)
            : CommandVerdict.Accept(new NoteAdded(state.Records.Notes.Length + 1, StepOf(command), OutsideText.From(command.Text), OutsideText.From(command.By)));
    }

    private static CommandVerdict Criterion(RunState state, OperatorCommand command, bool met) =>
        Stated(command, state.Graph.Plan.Exercise?.Criteria ?? [], "criterion", "criteria") is { } refusal
            ? CommandVerdict.Refuse(refusal)
            : CommandVerdict.Accept(new CriterionJudged(Parse(command), met, OutsideText.From(command.By), OutsideText.From(command.Text)));

    private static CommandVerdict Assumption(RunState state, OperatorCommand command, bool held) =>
        Stated(command, state.Graph.Plan.Exercise?.Assumptions ?? [], "assumption", "assumptions") is { } refusal
            ? CommandVerdict.Refuse(refusal)
            : CommandVerdict.Accept(new AssumptionJudged(Parse(command), held, OutsideText.From(command.By), OutsideText.From(command.Text)));

    /// <summary>Why nothing can be said of the one that the command names, or null.</summary>
    private static string? Stated(OperatorCommand command, ImmutableArray<string> list, string one, string many)
    {
        if (list.IsEmpty)
        {
            return $"the runbook states no {many} under 'exercise'";
        }

        if (NumberOf(command, list.Length) is null)
        {
            return list.Length == 1
                ? $"there is no {one} {command.Target}: the runbook states one, number 1"
                : string.Create(CultureInfo.InvariantCulture, $"there is no {one} {command.Target}: the runbook states {list.Length}, numbers 1 to {list.Length}");
        }

        return string.IsNullOrWhiteSpace(command.Text) ? "how that is known is wanted: give it with --note" : null;
    }

    private static string Open(ImmutableArray<RecordedFinding> findings)
    {
        var open = findings.Where(finding => finding.Closed is null).Select(finding => finding.Added.Number).ToList();
        return open.Count == 0 ? "none is open" : $"open: {string.Join(", ", open)}";
    }

    private static string? UnknownStep(RunState state, string? step) =>
        step is null || state.Graph.Find(new StepId(step)) is not null || state.Graph.Plan.LeftOut.Any(left => left.Id.Value == step)
            ? null
            : $"the plan has no step '{step}'";

    private static StepId? StepOf(OperatorCommand command) => command.Target is { } step ? new StepId(step) : null;

    private static OutsideText? TextOrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : OutsideText.From(text);

    private static int? NumberOf(OperatorCommand command, int most) =>
        int.TryParse(command.Target, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number : null;

    private static int Parse(OperatorCommand command) => int.Parse(command.Target!, CultureInfo.InvariantCulture);
}
