using System.Globalization;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence.Building;

/// <summary>Steps and gates in words.</summary>
internal static class Descriptions
{
    public static StepKind KindOf(PlanStep step) => step.Action switch
    {
        FailoverAction => StepKind.Failover,
        GateAction => StepKind.Gate,
        CommandAction => StepKind.Command,
        HttpAction => StepKind.Http,
        _ => StepKind.Group,
    };

    public static string Of(PlanStep step) => step.Action switch
    {
        FailoverAction failover => $"fail over vApp '{failover.VApp}'",
        GateAction gate => Of(gate.Gate),
        CommandAction command => Of(command.Command),
        HttpAction http => $"{http.Method} {http.Url}",
        GroupAction { UsedFile: { } file } => $"steps of {file}",
        GroupAction { IsParallel: true, MaxConcurrency: { } most } => string.Create(CultureInfo.InvariantCulture, $"in parallel, at most {most} at once"),
        GroupAction { IsParallel: true } => "in parallel",
        _ => "in sequence",
    };

    public static string Of(Gate gate) => gate switch
    {
        ApprovalGate approval => $"approval by {string.Join(approval.All ? " and " : " or ", approval.Lines.Select(Of))}",
        ManualGate manual => manual.Instruction.ToString(),
        TcpGate tcp => string.Create(CultureInfo.InvariantCulture, $"TCP {tcp.Host}:{tcp.Port}"),
        HttpGate http => $"{http.Method} {http.Url}{Expecting(http)}",
        DnsGate dns => $"DNS {dns.Type} {dns.Name} {(dns.MustEqual ? "is" : "has")} {string.Join(", ", dns.Values)}{(dns.Server is null ? "" : $" at {dns.Server}")}",
        CommandGate command => Of(command.Command),
        WaitGate wait => $"wait {Duration.Format(wait.Duration)}",
        WindowGate window => string.Create(CultureInfo.InvariantCulture, $"window {window.From:HH:mm} to {window.To:HH:mm} {window.TimeZone}"),
        _ => throw new InvalidOperationException($"unknown gate {gate.GetType().Name}"),
    };

    private static string Of(CommandLine command) => string.Join(' ', command.Run.Select(argument => argument.ToString()));

    private static string Of(Quorum quorum) =>
        string.Create(CultureInfo.InvariantCulture, $"{quorum.Count} of {string.Join(", ", quorum.From)}");

    private static string Expecting(HttpGate http)
    {
        var status = http.Statuses.IsEmpty ? "" : $" answers {string.Join(" or ", http.Statuses.Select(status => status.ToString(CultureInfo.InvariantCulture)))}";
        return http.Contains is null ? status : $"{status} with '{http.Contains}'";
    }
}
