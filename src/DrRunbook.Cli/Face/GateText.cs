using System.Globalization;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Face;

/// <summary>Gates in words.</summary>
internal static class GateText
{
    /// <summary>What the gate waits for, on one line, encoded.</summary>
    public static string Describe(Gate gate) => TerminalEncoder.Encode(gate switch
    {
        ApprovalGate approval => $"approval by {GateWords.Quorums(approval)}",
        ManualGate manual => $"{GateWords.People(manual.From)}: {manual.Instruction}",
        TcpGate tcp => string.Create(CultureInfo.InvariantCulture, $"tcp {tcp.Host}:{tcp.Port} answers"),
        HttpGate http => $"http {http.Method} {http.Url} is {Statuses(http)}{(http.Contains is { } text ? $" and contains '{text}'" : "")}",
        DnsGate dns => $"dns {dns.Name} {dns.Type} {(dns.MustEqual ? "is" : "contains")} {string.Join(", ", dns.Values)}{(dns.Server is { } server ? $" at {server}" : "")}",
        CommandGate command => $"command {string.Join(' ', command.Command.Run)}",
        WaitGate wait => $"wait {Duration.Format(wait.Duration)}",
        WindowGate window => $"window {window.From:HH\\:mm} to {window.To:HH\\:mm} {window.TimeZone}{Days(window)}",
        _ => throw new InvalidOperationException($"unknown gate {gate.GetType().Name}"),
    });

    /// <summary>The time limit and what a failure becomes, or nothing.</summary>
    public static string Limits(Gate gate)
    {
        var within = gate is WaitGate or WindowGate { Within: null } ? "" : gate.Within is { } limit ? $" within {Duration.Format(limit)}" : "";
        return within + gate.Otherwise.Kind switch
        {
            OtherwiseKind.Warn => ", otherwise a finding",
            OtherwiseKind.AskPerson => $", otherwise {GateWords.People(gate.Otherwise.Ask!.From)} decides",
            _ => "",
        };
    }

    /// <summary>Who may answer a gate, or a probe that turned to a person.</summary>
    public static string Who(GateProgress gate) => gate.Plan.Gate is ApprovalGate approval ? GateWords.Quorums(approval) : GateWords.People(gate.Manual?.From ?? []);

    private static string Statuses(HttpGate http) => http.Statuses.IsEmpty ? "200 to 299" : string.Join(" or ", http.Statuses);

    private static string Days(WindowGate window) =>
        window.Days.IsEmpty ? "" : $" on {string.Join(", ", window.Days.Select(day => day.ToString()[..3].ToLowerInvariant()))}";
}
