using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;

namespace DrRunbook.Engine.Ports;

/// <summary>The people of a rehearsal: they answer as the scenario says.</summary>
public interface ISimulatedPeople
{
    /// <summary>Answers a question, after as long as the scenario says, by posting <see cref="GateAnswered"/>; a scenario may leave it unanswered.</summary>
    Task AnswerAsync(PersonAsked question, PlanGate gate, Plan plan, IFactSink sink, CancellationToken cancellationToken);
}
