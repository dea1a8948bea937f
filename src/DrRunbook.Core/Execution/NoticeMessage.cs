using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>What an address of <c>notify</c> is sent, as JSON. Members are only ever added.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Runbook">The runbook's name.</param>
/// <param name="Rehearsal">Whether the run is simulated. A simulated run sends nothing, so that what arrives says false.</param>
/// <param name="Step">The step it tells of; null for the run.</param>
/// <param name="Gate">The gate that waits; null where none does.</param>
/// <param name="Who">The roles that are waited for; empty: anybody, or nobody is.</param>
/// <param name="Since">When what it tells of began, UTC.</param>
/// <param name="Outcome">How the run stands.</param>
/// <param name="Text">All of it in words. It may hold texts of managers, programs and people, as they came.</param>
/// <param name="Count">How often this address is told of this, with this time.</param>
public sealed record NoticeMessage(
    string Run,
    string Runbook,
    RunMode Mode,
    bool Rehearsal,
    Occasion Occasion,
    StepId? Step,
    GateId? Gate,
    ImmutableArray<string> Who,
    DateTimeOffset Since,
    RunOutcome Outcome,
    OutsideText Text,
    int Count)
{
    /// <summary>The most characters of somebody else's text in <see cref="Text"/>.</summary>
    private const int MaxQuote = 1000;

    /// <summary>The message that a notice stands for, as the run stands.</summary>
    /// <param name="now">UTC, by the run's clock.</param>
    public static NoticeMessage Of(Notice notice, RunState state, DateTimeOffset now)
    {
        var start = state.Start!;
        var (subject, step) = (notice.Subject, notice.Subject.Step is { } id ? state[id] : null);
        var asked = subject.Gate is { } gate ? step!.Gates.First(one => one.Plan.Id == gate).Asked : null;
        var what = subject.Occasion switch
        {
            Occasion.Waiting when asked is not null => $"{Named(state)} waits for {(asked.From.IsEmpty ? "anybody" : string.Join(", ", asked.From))} at '{subject.Gate}'{Quote(asked.Question)}",
            Occasion.Waiting => $"{Named(state)} waits for a person to settle step '{subject.Step}', which is in doubt{Quote(step!.Detail)}",
            Occasion.Failure => $"{Named(state)}: step '{subject.Step}' {(step!.State == StepState.Partial ? "was carried out in part" : "failed")}{(step.Reason is { } reason ? $", {reason}" : "")}{Quote(step.Detail)}",
            Occasion.ObjectiveInDanger => $"{Named(state)}: {Objective(state, now)}",
            _ when RunLifecycle.IsFinal(state.Phase) => $"{Named(state)} ended: {Words.Of(state.Standing)}",
            _ => $"{Named(state)} is left, {Words.Of(state.Standing)}; 'drrun resume {start.Run}' goes on",
        };
        return new NoticeMessage(
            start.Run,
            start.Runbook,
            start.Mode,
            start.Simulation is not null,
            subject.Occasion,
            subject.Step,
            subject.Gate,
            asked?.From ?? [],
            notice.Since,
            state.Standing,
            OutsideText.From(what),
            notice.Count);
    }

    /// <summary>The bytes that are sent.</summary>
    public byte[] Write() => CanonicalJson.Write(this);

    private static string Named(RunState state) => $"{(state.Start!.Mode == RunMode.Disaster ? "Disaster run" : "Drill")} {state.Start.Run} of '{state.Start.Runbook}'";

    private static string Objective(RunState state, DateTimeOffset now)
    {
        var rto = state.Graph.Plan.Objectives.Rto ?? TimeSpan.Zero;
        var until = RunVerdict.Until(state);
        var used = now - state.Start!.OutageAt;
        var missed = used >= rto || state.OutcomeAt is not null || until is { IsFinal: true };
        var rest = until is { Unlocks: true } ? $"'{until.Step.Id}', which stops its clock, ended too late" : $"'{until?.Step.Id}', which stops its clock, has not succeeded";
        return $"the RTO of {Duration.Format(rto)} is {(missed ? "missed" : "in danger")}: {Duration.Format(TimeSpan.FromSeconds(Math.Floor(used.TotalSeconds)))} since the outage, and {rest}";
    }

    private static string Quote(OutsideText text) => text.IsEmpty ? ""
        : text.Raw.Length <= MaxQuote ? $": {text.Raw}"
        : $": {text.Raw[..MaxQuote]}…";
}
