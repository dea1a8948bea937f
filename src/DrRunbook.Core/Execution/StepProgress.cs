using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>A step while its run goes on; also the root of a list, which has no plan of its own.</summary>
/// <remarks>Only <see cref="RunState"/> changes it. It is mutable so that folding an entry costs the same in a run of five steps and of fifty thousand.</remarks>
public sealed class StepProgress
{
    internal StepProgress(PlanNode node)
    {
        Node = node;
        (Unmet, Unended) = (node.Predecessors.Length, node.Predecessors.Length);
        PendingChildren = node.Children.Length;
        Gates = node.Step is { } step
            ? [.. step.Require.Concat(step.Verify).Concat(step.Action is GateAction gate ? [new PlanGate(new GateId(step.Id.Value), gate.Gate)] : []).Select(plan => new GateProgress(plan))]
            : [];
    }

    /// <summary>Its place in the graph.</summary>
    public PlanNode Node { get; }

    /// <summary>The step as planned.</summary>
    /// <exception cref="InvalidOperationException">This is the root of a list.</exception>
    public PlanStep Step => Node.Step ?? throw new InvalidOperationException("the root of a list is no step");

    /// <summary>Where it stands.</summary>
    public StepState State { get; internal set; }

    /// <summary>The attempt that runs or ran last, from 1; 0 before the first.</summary>
    public int Attempt { get; internal set; }

    /// <summary>How many attempts were made before its end was last taken back: those that its <c>retry</c> allows are counted from there.</summary>
    public int AttemptsBefore { get; internal set; }

    /// <summary>Where its next attempt begins.</summary>
    public AttemptFrom NextFrom { get; internal set; }

    /// <summary>When it began.</summary>
    public Moment? StartedAt { get; internal set; }

    /// <summary>When its <c>require</c> gates had held.</summary>
    public Moment? QueuedAt { get; internal set; }

    /// <summary>When its action began: of a failover, the first intent.</summary>
    public Moment? ActionAt { get; internal set; }

    /// <summary>When its action was proven.</summary>
    public Moment? VerifyAt { get; internal set; }

    /// <summary>When it ended.</summary>
    public Moment? EndedAt { get; internal set; }

    /// <summary>When its action has taken too long, UTC; null without limit.</summary>
    public DateTimeOffset? Deadline { get; internal set; }

    /// <summary>Before this it does not try again, UTC; null: at once.</summary>
    public DateTimeOffset? NotBefore { get; internal set; }

    /// <summary>The failover request that runs or ran last; null before the first and for other steps.</summary>
    public FailoverTrack? Failover { get; internal set; }

    /// <summary>How far this attempt is with reading back the requests of earlier ones.</summary>
    public Recheck Recheck { get; internal set; }

    /// <summary>Until when what a lost reply left behind is read back, UTC; null where nothing is, or no longer.</summary>
    public DateTimeOffset? ReconcileUntil { get; internal set; }

    /// <summary>What a person said of the doubt it is in, or null.</summary>
    public StepSettled? Settled { get; internal set; }

    /// <summary>A person's wish to pass it over, or null.</summary>
    public SkipRequested? SkipRequested { get; internal set; }

    /// <summary>Whether it is passed over without waiting for its turn: it was blocked when that was asked for.</summary>
    public bool SkipsAtOnce { get; internal set; }

    /// <summary>Its gates: those of <c>require</c>, then those of <c>verify</c>, or the gate it is.</summary>
    public ImmutableArray<GateProgress> Gates { get; }

    /// <summary>Why it failed: a word of <see cref="FailureReasons"/>, or null.</summary>
    public string? Reason { get; internal set; }

    /// <summary>What there is to say of its end.</summary>
    public OutsideText Detail { get; internal set; }

    /// <summary>Whether the failed attempt may be followed by another.</summary>
    public bool MayRetry { get; internal set; }

    /// <summary>Whether it is proven with a warning.</summary>
    public bool HasWarning { get; internal set; }

    /// <summary>Whether the manager still works on a failover that is over for us.</summary>
    public bool StillRunning { get; internal set; }

    /// <summary>How a failover that had timed out came to its end after all, or null.</summary>
    public LateResult? Late { get; internal set; }

    /// <summary>Whether it holds a place in its manager's throttle.</summary>
    public bool HoldsPlace { get; internal set; }

    /// <summary>The steps whose failure is behind its own failure or blocking.</summary>
    public ImmutableArray<StepId> Causes { get; internal set; } = [];

    /// <summary>Whether tolerated failures alone block it.</summary>
    public bool BlockTolerated { get; internal set; }

    /// <summary>Whether a failure inside keeps anything more in this group from starting.</summary>
    public bool IsStopped { get; internal set; }

    /// <summary>Direct children that have begun and not ended.</summary>
    public int ActiveChildren { get; internal set; }

    /// <summary>Direct children that have not begun.</summary>
    public int PendingChildren { get; internal set; }

    /// <summary>Whether its children may begin: a group at work, or a list that is being carried out.</summary>
    public bool IsOpen { get; internal set; }

    /// <summary>Whether it is over.</summary>
    public bool IsFinal => StepLifecycle.IsFinal(State);

    /// <summary>Whether it has begun and is not over.</summary>
    public bool IsActive => State != StepState.Pending && !IsFinal;

    /// <summary>What became of it so far.</summary>
    public StepOutcome Outcome => State switch
    {
        StepState.Pending => StepOutcome.NotStarted,
        StepState.Succeeded => StepOutcome.Succeeded,
        StepState.Warning => StepOutcome.Warning,
        StepState.Partial => StepOutcome.Partial,
        StepState.Failed => StepOutcome.Failed,
        StepState.InDoubt => StepOutcome.InDoubt,
        StepState.Skipped => StepOutcome.Skipped,
        StepState.Blocked => StepOutcome.Blocked,
        _ => StepOutcome.Running,
    };

    /// <summary>Whether its end lets its successors begin.</summary>
    public bool Unlocks => State is StepState.Succeeded or StepState.Warning or StepState.Skipped;

    /// <summary>Whether it ended badly and <c>onFailure: continue</c>, or what blocks it, tolerates that.</summary>
    public bool IsTolerated => State switch
    {
        StepState.Failed or StepState.Partial => Node.Section != PlanSection.Main || Step.OnFailure == OnFailure.Continue,
        StepState.Blocked => BlockTolerated,
        _ => false,
    };

    /// <summary>Whether it ended badly and nothing tolerates that.</summary>
    public bool IsUntoleratedEnd => State is StepState.Failed or StepState.Partial or StepState.Blocked && !IsTolerated;

    /// <summary>Predecessors that have not let it begin yet.</summary>
    internal int Unmet { get; set; }

    /// <summary>Predecessors that have not ended yet.</summary>
    internal int Unended { get; set; }

    /// <summary>Children that may begin as soon as there is a slot, in the plan's order.</summary>
    internal SortedSet<int> Ready { get; } = [];

    /// <summary>The gates tried before the action.</summary>
    public ReadOnlySpan<GateProgress> RequireGates => Gates.AsSpan()[..(Node.Step?.Require.Length ?? 0)];

    /// <summary>The gates tried after the action.</summary>
    public ReadOnlySpan<GateProgress> VerifyGates => Gates.AsSpan().Slice(Node.Step?.Require.Length ?? 0, Node.Step?.Verify.Length ?? 0);

    /// <summary>The gate that this step is, or null.</summary>
    public GateProgress? OwnGate => Node.Step?.Action is GateAction ? Gates[^1] : null;

    /// <summary>The gates that decide now.</summary>
    public ReadOnlySpan<GateProgress> CurrentGates => State switch
    {
        StepState.Requiring => RequireGates,
        StepState.Verifying => VerifyGates,
        StepState.Running when OwnGate is not null => Gates.AsSpan()[^1..],
        _ => [],
    };
}
