using DrRunbook.Acceptance.Tests.Driving;

namespace DrRunbook.Acceptance.Tests.Faults;

/// <summary>A way in which a manager or the network misbehaves, and all that must come of it.</summary>
/// <param name="Name">As <c>docs/failure-modes.md</c> names it.</param>
public sealed record FaultRow(string Name)
{
    /// <summary>The steps; two vApps, one after the other, where nothing else is stated.</summary>
    public string Steps { get; init; } = "[{ id: erp, failover: erp }, { id: web, failover: web }]";

    /// <summary>How failovers of <c>erp</c>, a vApp of three VMs, go.</summary>
    public string Erp { get; init; } = "{ sessionDuration: 20s }";

    /// <summary>More keys of <c>erp</c>, or all vApps where it begins with a bracket.</summary>
    public string VApp { get; init; } = "";

    /// <summary>The faults.</summary>
    public string Faults { get; init; } = "";

    /// <summary>More keys of the manager.</summary>
    public string Manager { get; init; } = "";

    /// <summary>What the world answers.</summary>
    public string World { get; init; } = "";

    /// <summary>How many seconds of the run pass in one.</summary>
    public double Speed { get; init; } = 60;

    /// <summary>What the client asks for.</summary>
    public string Wire { get; init; } = "xml";

    /// <summary>The exit code.</summary>
    public int Exit { get; init; }

    /// <summary>How the run ended or stands; null where none was begun.</summary>
    public string? Outcome { get; init; } = "succeeded";

    /// <summary>How each step ended, in the runbook's order.</summary>
    public string Ends { get; init; } = "erp succeeded, web succeeded";

    /// <summary>The vApps of all requests that reached the manager, in their order.</summary>
    public string Posts { get; init; } = "erp web";

    /// <summary>The vApps that were really failed over, in their order.</summary>
    public string Effects { get; init; } = "erp web";

    /// <summary>What is said while the run goes on or at its end.</summary>
    public string[] Says { get; init; } = [];

    /// <summary>What the report says.</summary>
    public string[] Reports { get; init; } = [];

    /// <summary>What <c>drrun status</c> says.</summary>
    public string[] Status { get; init; } = [];

    /// <summary>Logon sessions that nobody can end: their ids never came.</summary>
    public int OpenLogons { get; init; }

    /// <summary>The runbook.</summary>
    public string Runbook => $"{ShortRunbook.Head("faults")}\nsteps: {Steps}\n";

    /// <summary>The scenario.</summary>
    public string Scenario => $"""
        version: 1
        managers:
          - name: site-b
            vApps: {(VApp.StartsWith('[') ? VApp : $"[{{ name: erp, vms: [erp1, erp2, erp3], failovers: [{Erp}]{(VApp.Length > 0 ? $", {VApp}" : "")} }}, {{ name: web, failovers: [{{ sessionDuration: 10s }}] }}]")}
            faults: [{Faults}]
            {Manager}
        {World}
        """;

    /// <inheritdoc />
    public override string ToString() => Name;
}
