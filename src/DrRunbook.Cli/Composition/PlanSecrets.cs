using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Composition;

/// <summary>The secrets that a plan names, wherever it does.</summary>
internal static class PlanSecrets
{
    /// <summary>The values of those that are there now; the others are learnt when they are used.</summary>
    public static IEnumerable<string> ValuesOf(Plan plan, ISecrets secrets)
    {
        foreach (var reference in ReferencesIn(plan).Distinct())
        {
            if (TryRead(secrets, reference) is { Length: > 0 } value)
            {
                yield return value;
            }
        }
    }

    /// <summary>The environment variables that hold secrets.</summary>
    public static IEnumerable<string> VariablesOf(Plan plan) =>
        ReferencesIn(plan).Where(reference => reference.Origin == SecretOrigin.Environment).Select(reference => reference.Name).Distinct(StringComparer.Ordinal);

    private static IEnumerable<SecretReference> ReferencesIn(Plan plan)
    {
        var credentials = plan.Managers.SelectMany(manager => new[] { manager.UserName, manager.Password }).OfType<SecretReference>();
        return credentials.Concat(plan.Steps.SelectMany(ReferencesIn)).Concat(plan.Notify.SelectMany(ReferencesIn));
    }

    /// <summary>The secrets that an address of <c>notify</c> names.</summary>
    public static IEnumerable<SecretReference> ReferencesIn(Notification notification) => VariablesIn(StepReferences.NamesIn(notification))
        .Concat(notification.Headers.Values.Select(source => source.Secret).OfType<SecretReference>());

    /// <summary>The secrets that a step and its gates name.</summary>
    public static IEnumerable<SecretReference> ReferencesIn(PlanStep step)
    {
        var variables = VariablesIn(StepReferences.NamesIn(step));
        var values = step.Require.Concat(step.Verify).Select(gate => SourcesIn(gate.Gate)).Append(SourcesIn(step.Action))
            .SelectMany(sources => sources)
            .Select(source => source.Secret)
            .OfType<SecretReference>();
        return variables.Concat(values);
    }

    private static IEnumerable<SecretReference> VariablesIn(IEnumerable<string> names) => names
        .Where(name => name.StartsWith("env.", StringComparison.Ordinal))
        .Select(name => new SecretReference(SecretOrigin.Environment, name[4..]));

    private static IEnumerable<ValueSource> SourcesIn(StepAction action) => action switch
    {
        CommandAction command => command.Command.Env.Values,
        HttpAction http => http.Headers.Values,
        GateAction gate => SourcesIn(gate.Gate),
        _ => [],
    };

    private static IEnumerable<ValueSource> SourcesIn(Gate gate) => gate switch
    {
        CommandGate command => command.Command.Env.Values,
        HttpGate http => http.Headers.Values,
        _ => [],
    };

    private static string? TryRead(ISecrets secrets, SecretReference reference)
    {
        try
        {
            return secrets.Read(reference);
        }
        catch (ValueMissingException)
        {
            return null;
        }
    }
}
