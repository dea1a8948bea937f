using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Core.Runbooks;

/// <summary>One thing to be done, or a group of them.</summary>
public sealed record Step
{
    /// <summary>Unique in the runbook.</summary>
    public required StepId Id { get; init; }

    /// <summary>Where the step begins.</summary>
    public required SourceSpan At { get; init; }

    /// <summary>A name for people, or null.</summary>
    public string? Name { get; init; }

    /// <summary>A description for people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Labels for people and lint.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What the step does.</summary>
    public required StepAction Action { get; init; }

    /// <summary>Siblings that must have succeeded first; only inside <c>parallel</c>.</summary>
    public ImmutableArray<StepId> Needs { get; init; } = [];

    /// <summary>Gates before the action, checked again before every attempt.</summary>
    public ImmutableArray<Gate> Require { get; init; } = [];

    /// <summary>Gates after the action.</summary>
    public ImmutableArray<Gate> Verify { get; init; } = [];

    /// <summary>The longest the action may take; null for gates and groups.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often a known failure is tried.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Once;

    /// <summary>How long the step should take, queue, people and gates included; null: not stated.</summary>
    public TimeSpan? Target { get; init; }

    /// <summary>The step's own recovery time objective, counted from the outage; null: none.</summary>
    public TimeSpan? Rto { get; init; }

    /// <summary>The step's own recovery point objective; null: none.</summary>
    public TimeSpan? Rpo { get; init; }

    /// <summary>What a failure of this step does to the rest.</summary>
    public OnFailure OnFailure { get; init; }

    /// <summary>Which plans the step is in; null: all.</summary>
    public Condition? When { get; init; }

    /// <summary>The vApps whose source this step makes sure to be off or isolated; null: it fences nothing.</summary>
    public VAppScope? Fences { get; init; }

    /// <summary>Whether a <c>command</c> or <c>http</c> may run again after an interruption.</summary>
    public bool Repeatable { get; init; }

    /// <summary>Lint findings that are meant: code to reason.</summary>
    public ImmutableArray<Waiver> Waivers { get; init; } = [];
}

/// <summary>What a failure does to the rest of the run.</summary>
public enum OnFailure
{
    /// <summary>Nothing new starts, what runs is seen to its end, the run fails.</summary>
    Halt,

    /// <summary>What needs the step is blocked, everything else goes on, the run ends failed.</summary>
    Contain,

    /// <summary>The failure is tolerated and a finding.</summary>
    Continue,
}

/// <summary>How often an action that is known to have failed is tried.</summary>
/// <param name="Attempts">In all, from 1.</param>
/// <param name="Delay">Before the second attempt.</param>
/// <param name="Backoff">The factor by which the delay grows from one attempt to the next, from 1.</param>
public sealed record RetryPolicy(int Attempts, TimeSpan Delay, decimal Backoff)
{
    /// <summary>No second attempt.</summary>
    public static RetryPolicy Once { get; } = new(1, TimeSpan.Zero, 1);

    /// <summary>The pause after this many attempts have failed, at most a day.</summary>
    /// <param name="failedAttempts">From 1.</param>
    public TimeSpan PauseAfter(int failedAttempts)
    {
        var pause = Delay.TotalMilliseconds * Math.Pow((double)Backoff, failedAttempts - 1);
        return TimeSpan.FromMilliseconds(Math.Min(pause, TimeSpan.MillisecondsPerDay));
    }
}

/// <summary>Some vApps, or all of the runbook.</summary>
/// <param name="VApps">The names; empty means all.</param>
public sealed record VAppScope(ImmutableArray<string> VApps)
{
    /// <summary>All vApps of the runbook.</summary>
    public static VAppScope All { get; } = new([]);

    /// <summary>Whether this vApp is meant.</summary>
    public bool Covers(string vApp) => VApps.IsEmpty || VApps.Contains(vApp);
}

/// <summary>A lint finding that is meant.</summary>
public sealed record Waiver(string Code, string Reason, SourceSpan At);
