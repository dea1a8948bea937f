namespace DrRunbook.Simulator.Http;

/// <summary>A request that has reached the manager and is not yet carried out.</summary>
/// <param name="Strike">The fault that strikes it; null: none.</param>
/// <param name="VApp">The vApp it names; null: none.</param>
/// <param name="Due">When it is to be carried out.</param>
/// <param name="Delay">How long that is from its arrival.</param>
internal sealed record Arrival(SimulatorRequest Request, Route Route, Strike? Strike, string? VApp, DateTimeOffset Due, TimeSpan Delay);
