using System.Text.Json;
using DrRunbook.Cli.Against;

namespace DrRunbook.Cli.Plans;

/// <summary>A plan view for programs: one object on one line, its parts named as the text names them.</summary>
internal static class PlanViewJson
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, PlanView view)
    {
        using var plan = JsonDocument.Parse(view.Bytes);
        var against = view.Against is { } other ? AgainstJson.Of(other) : null;
        JsonOutput.WriteLine(output, new { digest = view.Digest, ready = view.IsReady, plan = plan.RootElement, findings = view.Findings, forecast = view.Forecast, readiness = view.Readiness, against });
    }
}
