namespace DrRunbook.Simulator.Http;

/// <summary>A request that has reached the manager.</summary>
/// <param name="strike">The fault that strikes it; null: none.</param>
/// <param name="vApp">The vApp it names; null: none.</param>
/// <param name="due">When it is to be carried out.</param>
/// <param name="delay">How long that is from its arrival.</param>
internal sealed class Arrival(SimulatorRequest request, Route route, Strike? strike, string? vApp, DateTimeOffset due, TimeSpan delay)
{
    /// <summary>How long "never" is: a client that waits longer sees its connection end.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromDays(24);

    public SimulatorRequest Request => request;

    public Route Route => route;

    public Strike? Strike => strike;

    public string? VApp => vApp;

    public DateTimeOffset Due => due;

    public TimeSpan Delay => delay;

    /// <summary>What came of it; null: it is not yet carried out.</summary>
    public SimulatorAnswer? Answer { get; set; }
}
