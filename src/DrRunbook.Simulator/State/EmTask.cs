namespace DrRunbook.Simulator.State;

/// <summary>A task of the manager. Its course is fixed when it is created; its state is a function of the time and of how often it was read.</summary>
internal sealed class EmTask(Work work)
{
    public required string Id { get; init; }

    public required string Operation { get; init; }

    /// <summary>The message of its success.</summary>
    public required string Message { get; init; }

    /// <summary>Whether tasks of this kind show a restore session at all.</summary>
    public required bool MayShowSession { get; init; }

    public Work Work => work;

    /// <summary>The session it shows; null: none.</summary>
    public RestoreSessionRow? Related => MayShowSession && Behaviour.RelatedLink ? work.Sessions.FirstOrDefault() : null;

    private int Reads { get; set; }

    private int FinishedReads { get; set; }

    private FailoverBehaviour Behaviour => work.Behaviour;

    /// <summary>Counts that it is shown; some tasks change or vanish by that.</summary>
    public void CountRead(DateTimeOffset now)
    {
        Reads++;
        FinishedReads += IsFinished(now) ? 1 : 0;
    }

    public string State(DateTimeOffset now)
    {
        if (IsFinished(now))
        {
            return "Finished";
        }

        return Behaviour.Task is not TaskEnd.NeverEnds && Passed(Behaviour.OperationFinishedAfter, now) ? "OperationFinished" : "Running";
    }

    public bool IsFinished(DateTimeOffset now) => Behaviour.Task is not TaskEnd.NeverEnds && Passed(Behaviour.TaskFinishedAfter, now);

    public bool IsGone(DateTimeOffset now) =>
        Reads >= Behaviour.TaskVanishesAfterReads
        || (IsFinished(now) && Passed(Behaviour.TaskFinishedAfter + Behaviour.TaskVanishesAfter, now));

    /// <summary>What <c>Result</c> says now; null: there is none.</summary>
    public TaskResult? Result(DateTimeOffset now)
    {
        if (IsFinished(now))
        {
            return FinalResult();
        }

        if (Behaviour.Task is TaskEnd.Failed or TaskEnd.FailedWithoutMessage or TaskEnd.WithoutResult)
        {
            return null;
        }

        if (State(now) == "OperationFinished")
        {
            return new TaskResult(true, "OperationFinished");
        }

        return Passed(Behaviour.TaskSuccessAfter, now) ? new TaskResult(true, Message) : null;
    }

    public bool ShowsRelated(DateTimeOffset now) => Related is not null && Result(now) is { Success: true };

    private TaskResult? FinalResult() => Behaviour.Task switch
    {
        TaskEnd.Failed => new TaskResult(false, Behaviour.TaskMessage ?? "Failed to start the failover."),
        TaskEnd.FailedWithoutMessage => new TaskResult(false, null),
        TaskEnd.NotFoundThatClears when FinishedReads < Behaviour.ClearsAfterReads =>
            new TaskResult(false, Behaviour.TaskMessage ?? "Restore session not found."),
        TaskEnd.WithoutResult => null,
        _ => new TaskResult(true, Message),
    };

    private bool Passed(TimeSpan? after, DateTimeOffset now) => after is { } delay && work.Start + delay <= now;
}

/// <summary>What a task says of its start; a null message is absent.</summary>
internal sealed record TaskResult(bool Success, string? Message);
