using System.Text;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>What is declared and never used: mostly the rest of a change, or a name that was meant elsewhere.</summary>
internal static class UnusedRules
{
    public static ImmutableArray<LintRule> All { get; } =
    [
        new("DR0453", UnaskedRole),
        new("DR0454", UnusedInput),
        new("DR0455", UnreadVariable),
        new("DR0456", UnusedManager),
    ];

    private static IEnumerable<LintFinding> UnaskedRole(LintContext context)
    {
        var asked = context.Steps.SelectMany(step => step.Gates).SelectMany(RolesOf).ToHashSet(StringComparer.Ordinal);
        return context.Runbook.Approvers.Keys
            .Where(role => !asked.Contains(role))
            .Select(role => LintContext.Finding(LintDiagnostics.UnaskedRole(context.Runbook.At, role)));
    }

    private static IEnumerable<string> RolesOf(Gate gate) => (gate switch
    {
        ApprovalGate approval => approval.Lines.SelectMany(line => line.From),
        ManualGate manual => manual.From,
        _ => [],
    }).Concat(gate.Otherwise.Ask?.From ?? []);

    /// <summary>What an input is used for is replaced before the runbook exists, so its text is looked at.</summary>
    private static IEnumerable<LintFinding> UnusedInput(LintContext context)
    {
        var text = Encoding.UTF8.GetString(context.Runbook.Sources[0].Content.AsSpan());
        var conditions = context.Steps.SelectMany(step => step.Step.When?.Inputs.Keys ?? []).ToHashSet(StringComparer.Ordinal);
        return context.Runbook.Inputs
            .Where(input => !input.Name.Contains('/') && !conditions.Contains(input.Name) && !text.Contains($"inputs.{input.Name}", StringComparison.Ordinal))
            .Select(input => LintContext.Finding(LintDiagnostics.UnusedInput(input.At, input.Name)));
    }

    private static IEnumerable<LintFinding> UnreadVariable(LintContext context)
    {
        var text = string.Concat(context.Runbook.Sources.Select(source => Encoding.UTF8.GetString(source.Content.AsSpan())));
        return context.Runbook.Environment
            .Where(name => !text.Contains($"env.{name}", StringComparison.Ordinal))
            .Select(name => LintContext.Finding(LintDiagnostics.UnreadVariable(context.Runbook.At, name)));
    }

    private static IEnumerable<LintFinding> UnusedManager(LintContext context)
    {
        var used = context.Steps.Select(step => step.Step.Action).OfType<FailoverAction>().Select(failover => failover.EnterpriseManager).ToHashSet();
        return context.Runbook.EnterpriseManagers
            .Where(manager => !used.Contains(manager.Name))
            .Select(manager => LintContext.Finding(LintDiagnostics.UnusedManager(manager.At, manager.Name.Value)));
    }
}
