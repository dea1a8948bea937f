using DrRunbook.Cli.Against;
using DrRunbook.Cli.Face;
using DrRunbook.Cli.Plans.Ready;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Evidence.Rendering;

namespace DrRunbook.Cli.Plans;

/// <summary>A plan view as Markdown, for a comment on a pull request.</summary>
internal static class PlanMarkdown
{
    /// <summary>Writes it. What is long is folded away.</summary>
    public static void Write(TextWriter output, PlanView view)
    {
        var plan = view.Plan;
        output.WriteLine($"### drrun plan: {Encode(plan.Runbook)}, {Readable.Word(plan.Mode)}");
        output.WriteLine();
        if (view.Against is { } against)
        {
            AgainstMarkdown.Write(output, against);
        }

        WriteSummary(output, view);
        WriteFindings(output, view);
        WriteReadiness(output, view.Readiness);
        WriteFolded(output, $"The plan, {Readable.Count(plan.Steps.Count(step => step.Action is not GroupAction), "step")}", () => WriteSteps(output, plan));
        WriteFolded(output, "Its graph", () =>
        {
            output.WriteLine("```mermaid");
            PlanMermaid.Write(output, view);
            output.WriteLine("```");
        });
    }

    private static string Encode(string? text) => ReportMarkdown.Encode(text);

    private static void WriteSummary(TextWriter output, PlanView view)
    {
        var plan = view.Plan;
        var objectives = plan.Objectives;
        var until = objectives.Until is { } step ? $" until {Encode(step.Value)}" : "";
        output.WriteLine($"- RTO {(objectives.Rto is { } rto ? Duration.Format(rto) + until : "not stated")}, RPO {(objectives.Rpo is { } rpo ? Duration.Format(rpo) : "not stated")}");
        foreach (var manager in plan.Managers)
        {
            var vApps = plan.Steps.Count(one => one.Action is FailoverAction failover && failover.EnterpriseManager == manager.Name);
            output.WriteLine($"- {Encode(manager.Name.Value)}: {Readable.Count(vApps, "failover")}, at most {manager.MaxConcurrentFailovers} at a time{(manager.Required ? "" : ", may be away")}");
        }

        if (!plan.LeftOut.IsEmpty)
        {
            output.WriteLine($"- left out: {string.Join("; ", plan.LeftOut.Select(left => $"{Encode(left.Id.Value)} ({Encode(left.Why)})"))}");
        }

        if (view.Forecast is { } forecast)
        {
            foreach (var (word, text) in ForecastText.Lines(forecast))
            {
                output.WriteLine($"- {word}: {Encode(text)}");
            }
        }

        output.WriteLine($"- plan digest `{view.Digest}`");
        output.WriteLine();
    }

    private static void WriteFindings(TextWriter output, PlanView view)
    {
        if (view.Findings.IsEmpty)
        {
            return;
        }

        output.WriteLine("| | code | finding | way out |");
        output.WriteLine("| --- | --- | --- | --- |");
        foreach (var finding in view.Findings)
        {
            output.WriteLine($"| {Readable.Word(finding.Severity)} | {finding.Code} | {Encode(finding.Message)} | {Encode(finding.Help)} |");
        }

        output.WriteLine();
    }

    private static void WriteReadiness(TextWriter output, ImmutableArray<ReadinessLine> lines)
    {
        if (lines.IsEmpty)
        {
            return;
        }

        WriteFolded(output, $"Readiness: {ReadinessText.Verdict(lines)}", () =>
        {
            output.WriteLine("| | about | |");
            output.WriteLine("| --- | --- | --- |");
            foreach (var line in lines)
            {
                output.WriteLine($"| {ReadinessText.Word(line.Status)} | {line.About} | {Encode(ReadinessText.Sentence(line))} |");
            }
        });
    }

    private static void WriteSteps(TextWriter output, Plan plan)
    {
        output.WriteLine("| step | does | before and after | limits |");
        output.WriteLine("| --- | --- | --- | --- |");
        var depths = new Dictionary<StepId, int>();
        foreach (var step in plan.Steps)
        {
            var depth = step.Parent is { } parent ? depths[parent] + 1 : 0;
            depths[step.Id] = depth;
            var list = step.Section switch { PlanSection.AfterFailure => " (after a failure)", PlanSection.Finally => " (at every end)", _ => "" };
            var indent = string.Concat(Enumerable.Repeat("&emsp;", depth));
            var does = step.Action is FailoverAction ? $"{StepText.Action(step)} {PlanStepText.Point(plan, step)}" : StepText.Action(step);
            output.WriteLine($"| {indent}**{Encode(step.Id.Value)}**{list} | {Encode(does)} | {Conditions(step)} | {Encode(PlanStepText.Limits(step))} |");
        }
    }

    private static string Conditions(PlanStep step)
    {
        var lines = new List<string>();
        if (!step.Needs.IsEmpty)
        {
            lines.Add($"needs {Encode(string.Join(", ", step.Needs))}");
        }

        lines.AddRange(step.Require.Select(gate => $"require {Encode(GateText.Describe(gate.Gate) + GateText.Limits(gate.Gate))}"));
        lines.AddRange(step.Verify.Select(gate => $"verify {Encode(GateText.Describe(gate.Gate) + GateText.Limits(gate.Gate))}"));
        if (step.Fences is { } fences)
        {
            lines.Add($"fences {(fences.VApps.IsEmpty ? "all" : Encode(string.Join(", ", fences.VApps)))}");
        }

        return string.Join("<br>", lines);
    }

    private static void WriteFolded(TextWriter output, string title, Action write)
    {
        output.WriteLine($"<details><summary>{title}</summary>");
        output.WriteLine();
        write();
        output.WriteLine();
        output.WriteLine("</details>");
        output.WriteLine();
    }
}
