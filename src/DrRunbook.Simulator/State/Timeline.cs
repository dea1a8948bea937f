namespace DrRunbook.Simulator.State;

/// <summary>The moments at which what a client can see changes without a request.</summary>
internal static class Timeline
{
    public static IEnumerable<DateTimeOffset> Of(ManagerState state) =>
        state.Works.Works.SelectMany(OfWork)
            .Concat(state.Works.Sessions.SelectMany(OfSession))
            .Concat(state.Collections.All.Select(collection => collection.Ends))
            .Concat(state.Scenario.Restarts.Select(restart => state.Started + restart.After));

    private static IEnumerable<DateTimeOffset> OfWork(Work work)
    {
        if (work.Start is not { } start)
        {
            yield break;
        }

        yield return start;
        foreach (var after in new[] { work.Behaviour.TaskSuccessAfter, work.Behaviour.OperationFinishedAfter, work.Behaviour.TaskFinishedAfter, work.Behaviour.TaskFinishedAfter + work.Behaviour.TaskVanishesAfter })
        {
            if (after is { } delay)
            {
                yield return start + delay;
            }
        }
    }

    private static IEnumerable<DateTimeOffset> OfSession(RestoreSessionRow session)
    {
        yield return session.VisibleFrom;
        yield return session.WorkingFrom;
        if (session.Stops is { } stops)
        {
            yield return stops;
        }
    }
}
