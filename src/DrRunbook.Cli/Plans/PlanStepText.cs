using System.Globalization;
using DrRunbook.Cli.Face;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Plans;

/// <summary>A step of a plan with what stands around it.</summary>
internal static class PlanStepText
{
    /// <summary>Writes the step's line and, below it, its gates and conditions.</summary>
    public static void Write(TextWriter output, Plan plan, PlanStep step, string indent)
    {
        var name = step.Name is { } text ? $" ({TerminalEncoder.Encode(text)})" : "";
        output.WriteLine($"{indent}{step.Id}{name}  {StepText.Action(step)}{(step.Action is FailoverAction ? $" {Point(plan, step)}" : "")}{(Limits(step) is { Length: > 0 } limits ? $"  [{limits}]" : "")}");
        if (!step.Needs.IsEmpty)
        {
            output.WriteLine($"{indent}    needs    {string.Join(", ", step.Needs)}");
        }

        WriteGates(output, indent, "require", step.Require);
        WriteGates(output, indent, "verify", step.Verify);
        if (step.Fences is { } fences)
        {
            output.WriteLine($"{indent}    fences   {(fences.VApps.IsEmpty ? "all" : string.Join(", ", fences.VApps.Select(TerminalEncoder.Encode)))}");
        }
    }

    private static void WriteGates(TextWriter output, string indent, string place, ImmutableArray<PlanGate> gates)
    {
        foreach (var gate in gates)
        {
            output.WriteLine($"{indent}    {place,-8} {GateText.Describe(gate.Gate)}{GateText.Limits(gate.Gate)}");
        }
    }

    /// <summary>Where a failover goes and to which point, encoded; nothing for other steps.</summary>
    public static string Point(Plan plan, PlanStep step)
    {
        if (step.Action is not FailoverAction failover)
        {
            return "";
        }

        var where = $"at {failover.EnterpriseManager}";
        return step.Point is { } point
            ? $"{where}, point {Readable.DayAndTime(point.OldestAt)} ({Readable.Span(plan.PlannedAt - point.OldestAt)} old)"
            : $"{where}, point not chosen ({Selector(failover.RestorePoint)})";
    }

    private static string Selector(RestorePointSelector selector) => TerminalEncoder.Encode(selector switch
    {
        PointById id => $"id {id.Id}",
        PointByName name => $"named {name.Name}",
        PointBefore before => $"latest before {Readable.DayAndTime(before.Time)}",
        PointWithMaxAge maxAge => $"latest, at most {Duration.Format(maxAge.MaxAge)} old",
        PointNotNewerThan not => $"not newer than {string.Join(", ", not.Steps)}",
        _ => "latest",
    });

    /// <summary>The step's limits, objectives and attempts, and what its failure does; nothing where all is as by default.</summary>
    public static string Limits(PlanStep step)
    {
        var limits = new List<string>();
        if (step.Action is GateAction gate && GateText.Limits(gate.Gate) is { Length: > 0 } within)
        {
            limits.Add(within.Trim());
        }

        Add("timeout", step.Timeout);
        Add("target", step.Target);
        Add("RTO", step.Rto);
        Add("RPO", step.Rpo);
        if (step.Retry.Attempts > 1)
        {
            limits.Add(string.Create(CultureInfo.InvariantCulture, $"{step.Retry.Attempts} attempts"));
        }

        if (step.OnFailure != OnFailure.Halt)
        {
            limits.Add($"on failure {Readable.Word(step.OnFailure)}");
        }

        return string.Join(", ", limits);

        void Add(string what, TimeSpan? limit)
        {
            if (limit is { } span)
            {
                limits.Add($"{what} {Duration.Format(span)}");
            }
        }
    }
}
