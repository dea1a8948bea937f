namespace DrRunbook.Simulator;

/// <summary>How the simulator listens.</summary>
public sealed record SimulatorHostOptions
{
    /// <summary>True time; a quickened clock plays the scenario faster.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether managers speak HTTPS, with the host's self-signed certificate.</summary>
    public bool UseHttps { get; init; } = true;

    /// <summary>Fixed ports by the name of the manager; a manager without one gets a free port.</summary>
    public ImmutableDictionary<string, int> Ports { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Ledgers to go on from, by the name of the manager; see <see cref="SimulatedEnterpriseManager"/>.</summary>
    public ImmutableDictionary<string, Ledger> History { get; init; } = ImmutableDictionary<string, Ledger>.Empty;

    /// <summary>Told at every moment of every request for a vApp's failover, and waited for; null: nobody watches.</summary>
    public IFailoverWitness? Witness { get; init; }
}
