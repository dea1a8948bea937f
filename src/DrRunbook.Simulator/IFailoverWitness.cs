namespace DrRunbook.Simulator;

/// <summary>Sees requests for failovers at their moments. What it does in between, such as ending the client, happens exactly there.</summary>
public interface IFailoverWitness
{
    /// <summary>A request has come to this moment.</summary>
    /// <param name="vApp">The vApp that it names; null where it names none that is known.</param>
    /// <returns>Whether the manager goes on with it. A request that goes no further has no effect, or no (further) answer; its connection stays open until the client ends it.</returns>
    Task<bool> SeeAsync(FailoverMoment moment, string? vApp);
}

/// <summary>How far a request for a failover has come.</summary>
public enum FailoverMoment
{
    /// <summary>It has arrived; nothing has come of it yet.</summary>
    Received,

    /// <summary>The failover is begun; not a byte of the answer is sent.</summary>
    CarriedOut,

    /// <summary>Head and half of the body of the answer are sent.</summary>
    HalfAnswered,
}
