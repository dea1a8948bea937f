namespace DrRunbook.Engine.Ports;

/// <summary>Takes an operator's command to whoever may answer it.</summary>
public interface IOperatorDesk
{
    /// <summary>
    /// Leaves the command for the process that drives the run and waits for its answer; where nobody holds the run's lease, takes it, answers, and gives it back.
    /// </summary>
    /// <param name="run">The run's whole id.</param>
    /// <returns>The answer. The command stays in the store where the token ends the wait.</returns>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    /// <exception cref="OperationCanceledException">The token ended the wait: whoever drives the run has not answered yet.</exception>
    Task<CommandAnswer> SubmitAsync(string run, OperatorCommand command, CancellationToken cancellationToken);
}
