using Stateless;
using static DrRunbook.Core.Execution.RunPhase;
using static DrRunbook.Core.Execution.RunTrigger;

namespace DrRunbook.Core.Execution;

/// <summary>Where a run stands.</summary>
public enum RunPhase
{
    /// <summary>The main steps are carried out; also while a failure lets what runs come to its end.</summary>
    Running,

    /// <summary>Asked to stop: nothing new starts, what runs is followed.</summary>
    Halting,

    /// <summary>The outcome is fixed; <c>afterFailure</c> and <c>finally</c> run.</summary>
    Concluding,

    /// <summary>Left after a halt; <c>resume</c> goes on.</summary>
    Halted,

    /// <summary>Left with a request whose effect is not known.</summary>
    InDoubt,

    /// <summary>Left while a person has to answer.</summary>
    Waiting,

    /// <summary>Over.</summary>
    Succeeded,

    /// <summary>Over, with deviations to look at.</summary>
    SucceededWithFindings,

    /// <summary>Over, failed.</summary>
    Failed,
}

/// <summary>What moves a run.</summary>
public enum RunTrigger
{
    /// <summary>A process takes it up.</summary>
    TakenUp,

    /// <summary>Someone asks to stop.</summary>
    HaltRequested,

    /// <summary>Left after a halt.</summary>
    PausedHalted,

    /// <summary>Left in doubt.</summary>
    PausedInDoubt,

    /// <summary>Left waiting for a person.</summary>
    PausedWaiting,

    /// <summary>The main steps are over.</summary>
    OutcomeFixed,

    /// <summary>Ends well.</summary>
    EndedWell,

    /// <summary>Ends well with findings.</summary>
    EndedWithFindings,

    /// <summary>Ends badly.</summary>
    EndedBadly,

    /// <summary>An operator takes a bad end back.</summary>
    Reopened,
}

/// <summary>The legal moves of a run, journal format 1.</summary>
public static class RunLifecycle
{
    private static readonly LifecycleTable<RunPhase, RunTrigger> Table = new(Build);

    /// <summary>The phase after a trigger.</summary>
    /// <exception cref="InvalidOperationException">The move is illegal: a bug, or a damaged journal.</exception>
    public static RunPhase Next(RunPhase from, RunTrigger trigger) => Table.Next(from, trigger);

    /// <summary>Whether a run in this phase is over for good.</summary>
    public static bool IsFinal(RunPhase phase) => phase is Succeeded or SucceededWithFindings or Failed;

    /// <summary>Whether nobody drives a run in this phase and <c>resume</c> goes on.</summary>
    public static bool IsPaused(RunPhase phase) => phase is Halted or InDoubt or Waiting;

    internal static StateMachine<RunPhase, RunTrigger> Build(RunPhase current)
    {
        var machine = new StateMachine<RunPhase, RunTrigger>(current);
        machine.Configure(Running)
            .PermitReentry(TakenUp)
            .Permit(RunTrigger.HaltRequested, Halting)
            .Permit(PausedInDoubt, InDoubt)
            .Permit(PausedWaiting, Waiting)
            .Permit(RunTrigger.OutcomeFixed, Concluding);
        machine.Configure(Halting)
            .Permit(TakenUp, Running)
            .PermitReentry(RunTrigger.HaltRequested)
            .Permit(PausedHalted, Halted)
            .Permit(RunTrigger.OutcomeFixed, Concluding);
        machine.Configure(Concluding)
            .PermitReentry(TakenUp)
            .PermitReentry(RunTrigger.HaltRequested)
            .Permit(EndedWell, Succeeded)
            .Permit(EndedWithFindings, SucceededWithFindings)
            .Permit(EndedBadly, Failed);
        machine.Configure(Halted).Permit(TakenUp, Running);
        machine.Configure(InDoubt).Permit(TakenUp, Running);
        machine.Configure(Waiting).Permit(TakenUp, Running);
        machine.Configure(Failed).Permit(Reopened, Halted);
        return machine;
    }
}
