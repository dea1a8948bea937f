using System.Globalization;
using DrRunbook.Cli.Against;
using DrRunbook.Cli.Face;
using DrRunbook.Cli.Plans.Ready;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Plans;

/// <summary>A plan as a reviewer reads it: order, points and their age, gates, limits, what is left out, what is owed afterwards.</summary>
internal static class PlanText
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, PlanView view)
    {
        var plan = view.Plan;
        WriteHead(output, plan, view.Digest);
        foreach (var (section, title) in new[] { (PlanSection.Main, "Steps"), (PlanSection.AfterFailure, "After a failure"), (PlanSection.Finally, "At every end") })
        {
            WriteSection(output, plan, section, title);
        }

        WriteLeftOut(output, plan);
        WriteOwed(output, plan);
        WriteForecast(output, view);
        ReadinessText.Write(output, view.Readiness);
        WriteFindings(output, [.. view.Findings.Where(finding => view.Readiness.All(line => line.Code != finding.Code))]);
        if (view.Against is { } against)
        {
            AgainstText.Write(output, against);
        }
    }

    private static void WriteHead(TextWriter output, Plan plan, string digest)
    {
        output.WriteLine($"Plan of {TerminalEncoder.Encode(plan.Runbook)}, {Readable.Word(plan.Mode)}{(plan.Description is { } text ? $": {TerminalEncoder.Encode(text)}" : "")}");
        output.WriteLine($"  digest   {digest}");
        output.WriteLine($"  made     {Readable.DayAndTime(plan.PlannedAt)} from {string.Join(", ", plan.Sources.Select(source => TerminalEncoder.Encode(source.Path)))}");
        if (plan is { Points: { } points, ExpiresAt: { } expiresAt })
        {
            var what = points == FrozenPoints.Pinned ? "with the restore points below" : "without restore points: they are chosen at the run's start";
            output.WriteLine($"  frozen   {what}; may be started until {Readable.DayAndTime(expiresAt)}");
        }

        foreach (var manager in plan.Managers)
        {
            var required = manager.Required ? "" : ", may be away";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  manager  {manager.Name} at {TerminalEncoder.Encode(manager.Url.ToString())}, {manager.MaxConcurrentFailovers} failovers at a time{required}"));
        }

        var objectives = plan.Objectives;
        var until = objectives.Until is { } step ? $" until {step}" : "";
        output.WriteLine($"  RTO      {(objectives.Rto is { } rto ? Duration.Format(rto) + until : "not stated")}");
        output.WriteLine($"  RPO      {(objectives.Rpo is { } rpo ? Duration.Format(rpo) : "not stated")}{OldestPoint(plan)}");
        foreach (var (name, value) in plan.Inputs)
        {
            output.WriteLine($"  input    {TerminalEncoder.Encode(name)} = {TerminalEncoder.Encode(value)}");
        }
    }

    private static string OldestPoint(Plan plan)
    {
        var points = plan.Steps.Where(step => step.Point is not null).Select(step => step.Point!.OldestAt).ToList();
        return points.Count == 0 ? "" : $", the oldest point used is {Readable.Span(plan.PlannedAt - points.Min())} old";
    }

    private static void WriteSection(TextWriter output, Plan plan, PlanSection section, string title)
    {
        var steps = plan.Steps.Where(step => step.Section == section).ToList();
        if (steps.Count == 0)
        {
            return;
        }

        output.WriteLine(title);
        var children = steps.ToLookup(step => step.Parent);
        WriteSteps(output, plan, children, parent: null, indent: "  ");
    }

    private static void WriteSteps(TextWriter output, Plan plan, ILookup<StepId?, PlanStep> children, StepId? parent, string indent)
    {
        foreach (var step in children[parent])
        {
            PlanStepText.Write(output, plan, step, indent);
            WriteSteps(output, plan, children, step.Id, indent + "  ");
        }
    }

    private static void WriteLeftOut(TextWriter output, Plan plan)
    {
        if (plan.LeftOut.IsEmpty)
        {
            return;
        }

        output.WriteLine("Left out");
        foreach (var step in plan.LeftOut)
        {
            output.WriteLine($"  {step.Id}  {TerminalEncoder.Encode(step.Why)}");
        }
    }

    private static void WriteOwed(TextWriter output, Plan plan)
    {
        var vApps = plan.Steps.Select(step => step.Action).OfType<FailoverAction>().Select(failover => failover.VApp).Distinct(StringComparer.Ordinal).ToList();
        if (vApps.Count == 0 || plan.Mode == RunMode.Disaster)
        {
            return;
        }

        output.WriteLine("Owed afterwards");
        output.WriteLine("  A drill through this API is a failover: until it is undone in the backup console, these vApps run at the other site and are not replicated.");
        output.WriteLine($"  undo  {string.Join(", ", vApps.Select(TerminalEncoder.Encode))}");
    }

    private static void WriteForecast(TextWriter output, PlanView view)
    {
        if (view.Forecast is not { } forecast)
        {
            return;
        }

        output.WriteLine("Forecast");
        foreach (var (word, text) in ForecastText.Lines(forecast))
        {
            output.WriteLine($"  {word,-8} {TerminalEncoder.Encode(text)}");
        }
    }

    private static void WriteFindings(TextWriter output, IReadOnlyCollection<Diagnostic> findings)
    {
        if (findings.Count == 0)
        {
            return;
        }

        output.WriteLine("Findings");
        foreach (var finding in findings)
        {
            output.WriteLine($"  {DiagnosticText.Of(finding).Replace("\n", "\n  ", StringComparison.Ordinal)}");
        }
    }
}
