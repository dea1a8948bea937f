using System.Text.Json;
using System.Text.Json.Nodes;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Json;

namespace DrRunbook.Evidence.Bundles.Verification;

/// <summary>The report tells what plan and journal amount to, and every page is made of it.</summary>
internal static class ReportCheck
{
    /// <summary>What is compared one by one, whoever rendered the report.</summary>
    private static readonly ImmutableArray<string> Facts =
    [
        "run.id", "run.runbook", "run.mode", "run.rehearsal.scenario", "run.startedBy", "run.machine",
        "verdict.outcome", "verdict.isFinal", "verdict.failedStep",
        "times.outageAt", "times.started.at", "times.ended.at",
        "objectives.recoveryTime.state", "objectives.recoveryTime.targetMs", "objectives.recoveryTime.actualMs",
        "objectives.dataLoss.state", "objectives.dataLoss.targetMs", "objectives.dataLoss.actualMs",
        "provenance.planDigest", "provenance.journalLength", "provenance.journalHead",
    ];

    /// <returns>Whether the report was rendered by the same rules as this program's; where not, its pages are covered by the signature alone.</returns>
    public static bool Check(BundleFiles files, BundledRun run, VerificationNotes notes)
    {
        var derived = BundleBuilder.Renderings(run.Report);
        var told = Parse(files.Find(BundleNames.Report)!.Value.Span);
        if (told is null)
        {
            notes.Find(VerificationDiagnostics.NotCanonical(BundleNames.Report, "it is no canonical JSON (RFC 8785)"));
            return true;
        }

        var differs = CheckFacts(told, Parse(derived.Find(BundleNames.Report)!.Value.Span)!, notes);
        var version = Find(told, "rendererVersion");
        if (version != run.Report.RendererVersion.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            notes.Leave("report", $"its pages are of renderer version {version ?? "(none)"}, this drrun's is {run.Report.RendererVersion}: they are covered by the signature, not re-derived");
        }

        if (notes.NotProven.Any(left => left.What == "report"))
        {
            notes.Prove("report", "outcome, times and objectives of report.json are re-derived from plan and journal");
            return false;
        }

        foreach (var (path, content) in derived.With(BundleNames.VerifyPage, VerifyPage.Bytes).All)
        {
            if (!(differs && path == BundleNames.Report) && !files.Find(path)!.Value.Span.SequenceEqual(content.Span))
            {
                notes.Find(VerificationDiagnostics.RenderingDiffers(path));
            }
        }

        if (!notes.Stopped)
        {
            notes.Prove("report", $"{string.Join(", ", derived.All.Keys)} are byte for byte what drrun makes of plan and journal");
        }

        return true;
    }

    private static bool CheckFacts(JsonNode told, JsonNode derived, VerificationNotes notes)
    {
        var differs = false;
        foreach (var fact in Facts)
        {
            var (said, is_) = (Find(told, fact), Find(derived, fact));
            if (said != is_)
            {
                differs = true;
                notes.Find(VerificationDiagnostics.ReportDiffers(BundleNames.Report, fact, said ?? "(nothing)", is_ ?? "(nothing)"));
            }
        }

        return differs;
    }

    private static string? Find(JsonNode node, string path)
    {
        JsonNode? at = node;
        foreach (var member in path.Split('.'))
        {
            at = (at as JsonObject)?[member];
        }

        return at?.ToString();
    }

    private static JsonNode? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonForm.IsCanonical(bytes) ? JsonSerializer.Deserialize<JsonNode>(bytes, CoreJson.Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
