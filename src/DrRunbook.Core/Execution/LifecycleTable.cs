using System.Runtime.CompilerServices;
using Stateless;

namespace DrRunbook.Core.Execution;

/// <summary>A state machine's legal moves, taken once from its Stateless configuration; a move is then a look-up.</summary>
internal sealed class LifecycleTable<TState, TTrigger>
    where TState : struct, Enum
    where TTrigger : struct, Enum
{
    private readonly TState?[,] _next;

    /// <summary>Fires every trigger in every state once.</summary>
    /// <param name="build">Makes the machine in a given state; nothing in it does IO.</param>
    public LifecycleTable(Func<TState, StateMachine<TState, TTrigger>> build)
    {
        var states = Enum.GetValues<TState>();
        var triggers = Enum.GetValues<TTrigger>();
        _next = new TState?[states.Length, triggers.Length];
        foreach (var state in states)
        {
            foreach (var trigger in triggers)
            {
                var machine = build(state);
                if (machine.CanFire(trigger))
                {
                    machine.Fire(trigger);
                    _next[Number(state), Number(trigger)] = machine.State;
                }
            }
        }
    }

    /// <exception cref="InvalidOperationException">The move is illegal.</exception>
    public TState Next(TState from, TTrigger trigger) =>
        Find(from, trigger) ?? throw new InvalidOperationException($"{trigger} in {from}");

    /// <summary>The state after a trigger, or null where the move is illegal.</summary>
    public TState? Find(TState from, TTrigger trigger) => _next[Number(from), Number(trigger)];

    private static int Number<T>(T value)
        where T : struct => Unsafe.BitCast<T, int>(value);
}
