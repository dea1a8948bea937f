using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning;

/// <summary>The other steps that a step speaks of.</summary>
public static class StepReferences
{
    /// <summary>Each with what speaks of it: <c>'notNewerThan'</c>, or <c>'${steps.X.outcome}'</c>.</summary>
    public static IEnumerable<(string What, StepId Step)> Of(PlanStep step)
    {
        if (step.Action is FailoverAction { RestorePoint: PointNotNewerThan selector })
        {
            foreach (var other in selector.Steps)
            {
                yield return ("'notNewerThan'", other);
            }
        }

        foreach (var reference in Named(NamesIn(step)))
        {
            yield return reference;
        }
    }

    /// <summary>The steps that an address of <c>notify</c> speaks of, each with what does.</summary>
    public static IEnumerable<(string What, StepId Step)> Of(Notification notification) => Named(NamesIn(notification));

    private static IEnumerable<(string What, StepId Step)> Named(IEnumerable<string> names) => names
        .Where(name => name.StartsWith("steps.", StringComparison.Ordinal))
        .Select(name => ($"'${{{name}}}'", new StepId(name[6..name.LastIndexOf('.')])));

    /// <summary>The names that are filled in when this step, or a gate of it, is carried out, such as <c>run.id</c>.</summary>
    public static IEnumerable<string> NamesIn(PlanStep step) => Templates(step.Action)
        .Concat(step.Require.Concat(step.Verify).SelectMany(gate => Templates(gate.Gate)))
        .SelectMany(template => template.References);

    /// <summary>The names that are filled in when an address of <c>notify</c> is told something.</summary>
    public static IEnumerable<string> NamesIn(Notification notification) =>
        notification.Headers.Values.Select(value => value.Text).Append(notification.Url).OfType<TextTemplate>().SelectMany(template => template.References);

    private static IEnumerable<TextTemplate> Templates(StepAction action) => action switch
    {
        CommandAction command => Templates(command.Command),
        HttpAction http => Templates(http),
        GateAction gate => Templates(gate.Gate),
        _ => [],
    };

    private static IEnumerable<TextTemplate> Templates(CommandLine command) =>
        command.Run.Concat(command.Env.Values.Select(value => value.Text).OfType<TextTemplate>());

    private static IEnumerable<TextTemplate> Templates(HttpAction http)
    {
        var body = http.Body?.Text ?? (http.Body?.Json is { } json ? TextTemplate.Parse(json) : null);
        return http.Headers.Values.Select(value => value.Text).Append(http.Url).Append(body).OfType<TextTemplate>();
    }

    private static IEnumerable<TextTemplate> Templates(Gate gate)
    {
        IEnumerable<TextTemplate?> own = gate switch
        {
            ApprovalGate approval => [approval.Prompt],
            ManualGate manual => [manual.Instruction],
            TcpGate tcp => [tcp.Host],
            HttpGate http => http.Headers.Values.Select(value => value.Text).Append(http.Url).Append(http.Contains),
            DnsGate dns => [dns.Name, dns.Server, .. dns.Values],
            CommandGate command => Templates(command.Command).Append(command.Contains),
            _ => [],
        };
        return own.Append(gate.Otherwise.Ask?.Instruction).OfType<TextTemplate>();
    }
}
