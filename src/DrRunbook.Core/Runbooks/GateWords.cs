using System.Globalization;
using DrRunbook.Core.Json;

namespace DrRunbook.Core.Runbooks;

/// <summary>Gates in a few words, not encoded for anything.</summary>
public static class GateWords
{
    /// <summary>What the gate waits for.</summary>
    public static string Of(Gate gate) => gate switch
    {
        ApprovalGate approval => $"approval by {Quorums(approval)}",
        ManualGate manual => $"manual: {manual.Instruction}",
        TcpGate tcp => string.Create(CultureInfo.InvariantCulture, $"tcp {tcp.Host}:{tcp.Port}"),
        HttpGate http => $"http {http.Method} {http.Url}",
        DnsGate dns => $"dns {dns.Name} {dns.Type}",
        CommandGate command => $"command {Command(command.Command)}",
        WaitGate wait => $"wait {Duration.Format(wait.Duration)}",
        WindowGate window => Window(window),
        _ => throw new InvalidOperationException($"unknown gate {gate.GetType().Name}"),
    };

    /// <summary>The word that the runbook writes for it.</summary>
    public static string Kind(Gate gate) => gate switch
    {
        ApprovalGate => "approval",
        ManualGate => "manual",
        TcpGate => "tcp",
        HttpGate => "http",
        DnsGate => "dns",
        CommandGate => "command",
        WaitGate => "wait",
        WindowGate => "window",
        _ => throw new InvalidOperationException($"unknown gate {gate.GetType().Name}"),
    };

    /// <summary>Who has to agree.</summary>
    public static string Quorums(ApprovalGate gate) => string.Join(
        gate.All ? " and " : " or ",
        gate.Lines.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Count} of {string.Join(", ", line.From)}")));

    /// <summary>Who may answer.</summary>
    public static string People(ImmutableArray<string> roles) => roles.IsEmpty ? "anybody" : string.Join(" or ", roles);

    /// <summary>What a failure becomes.</summary>
    public static string Otherwise(Otherwise otherwise) => otherwise.Kind switch
    {
        OtherwiseKind.Fail => "fails",
        OtherwiseKind.Warn => "only warns",
        _ => $"asks {People(otherwise.Ask!.From)}",
    };

    /// <summary>A program and its arguments.</summary>
    public static string Command(CommandLine command) => string.Join(' ', command.Run);

    /// <summary>Accepted status codes.</summary>
    public static string Statuses(ImmutableArray<int> statuses) => statuses.IsEmpty ? "200 to 299" : Numbers(statuses);

    /// <summary>Accepted exit codes.</summary>
    public static string Numbers(ImmutableArray<int> numbers) =>
        string.Join(", ", numbers.Order().Select(number => number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Headers or variables, each with its value or the name of its secret.</summary>
    public static string? Values(ImmutableSortedDictionary<string, ValueSource> values) =>
        values.IsEmpty ? null : string.Join(", ", values.Select(value => $"{value.Key}={value.Value.Text?.ToString() ?? value.Value.Secret?.ToString()}"));

    /// <summary>The vApps meant; null for none.</summary>
    public static string? Scope(VAppScope? scope) => scope is null ? null : scope.VApps.IsEmpty ? "all vApps" : string.Join(", ", scope.VApps.Order(StringComparer.Ordinal));

    private static string Window(WindowGate window) =>
        $"window {window.From:HH\\:mm} to {window.To:HH\\:mm} {window.TimeZone}{(window.Days.IsEmpty ? "" : $" on {string.Join(", ", window.Days.Select(day => Words.Of(day)))}")}";
}
