using System.Globalization;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>When it ran, the timeline, and what the recovery time went into.</summary>
internal static class TimeSection
{
    public static void Write(HtmlWriter page, RunReport report)
    {
        page.Begin("section", ("id", "time")).Leaf("h2", "Time");
        Facts(page, report);
        Timeline.Draw(page, report);
        Legend(page, report);
        Chain(page, report);
        page.End();
    }

    private static void Facts(HtmlWriter page, RunReport report)
    {
        var times = report.Times;
        page.Begin("dl");
        Fact(page, "Outage", Words.Instant(times.OutageAt) + (times.OutageStated ? ", as stated" : "; nobody stated it, so the run's start is taken"));
        Fact(page, "Run", $"{Words.Instant(times.Started.At)} to {(times.Ended is { } ended ? $"{Words.Instant(ended.At)}: {Words.Exact(times.DurationMs)}" : $"{Words.Instant(times.Last.At)}, where the journal ends: {Words.Exact(times.DurationMs)}")}");
        foreach (var segment in times.Segments.Skip(1))
        {
            Fact(page, "Taken up again", $"{Words.Instant(segment.From.At)} by {segment.By.Raw} on {segment.Machine}; executor away for {Words.Exact(segment.AwayBeforeMs)} before");
        }

        page.End();
    }

    private static void Fact(HtmlWriter page, string term, string text) => page.Leaf("dt", term).Leaf("dd", text);

    private static void Legend(HtmlWriter page, RunReport report)
    {
        var kinds = report.Steps.SelectMany(step => step.Phases).Select(span => span.Kind).Where(kind => kind != PhaseKind.Children).Distinct().Order().ToList();
        page.Begin("svg", ("viewBox", "0 0 1080 20"), ("role", "img"), ("aria-label", "Legend of the timeline"));
        var x = 0d;
        foreach (var kind in kinds)
        {
            page.Phase(kind, x, 4, 22, 11);
            page.Label(Words.Of(kind), x + 28, 14, "dim");
            x += 52 + (Words.Of(kind).Length * 6.4);
        }

        page.End();
    }

    private static void Chain(HtmlWriter page, RunReport report)
    {
        var chain = report.Chain;
        page.Leaf("h2", "What the time went into");
        page.Leaf("p", $"{Words.ChainTitle(report)}. Orchestration overhead is drrun's own time: deciding, starting, and noticing that the manager had ended.", "lead");
        Bar(page, report);
        page.Begin("table").Begin("thead").Begin("tr").Leaf("th", "part").Leaf("th", "time", "num").Leaf("th", "share", "num").Leaf("th", "").End().End().Begin("tbody");
        var whole = chain.BeforeRunMs + chain.LengthMs;
        if (chain.BeforeRunMs != 0)
        {
            Part(page, "before the run started", chain.BeforeRunMs, whole, "from the outage to the first journal entry");
        }

        foreach (var (kind, ms) in Words.Parts(chain.Parts))
        {
            Part(page, Words.Of(kind), ms, whole, kind == PhaseKind.Overhead ? Transitions(chain) : "");
        }

        page.Begin("tr").Leaf("th", "together").Begin("td", ("class", "num")).Leaf("b", Words.Exact(whole)).End().Leaf("td", "").Leaf("td", string.Join(" → ", chain.Links.Select(link => link.Step.Value)), "soft").End();
        page.End().End();
    }

    private static string Transitions(CriticalChain chain)
    {
        var longest = chain.Transitions.MaxBy(transition => transition.LengthMs);
        return longest is null ? "" : $"in {Words.Plural(chain.Transitions.Length, "transition")}; the longest {Words.Exact(longest.LengthMs)}, {Words.Of(longest)}";
    }

    private static void Part(HtmlWriter page, string name, long ms, long whole, string note)
    {
        var share = whole <= 0 ? "" : (ms * 100m / whole).ToString("0.0", CultureInfo.InvariantCulture) + " %";
        page.Begin("tr").Leaf("td", name).Leaf("td", Words.Exact(ms), "num").Leaf("td", share, "num").Leaf("td", note, "soft").End();
    }

    private static void Bar(HtmlWriter page, RunReport report)
    {
        var chain = report.Chain;
        var before = Math.Max(0, chain.BeforeRunMs);
        var target = report.Objectives.RecoveryTime.TargetMs;
        var whole = (double)Math.Max(1, Math.Max(before + chain.LengthMs, target ?? 0));
        page.Begin("svg", ("viewBox", "0 0 1080 42"), ("role", "img"), ("aria-label", "What the recovery time went into, as a bar; the table below says the same"));
        var x = before / whole * 1076;
        if (before > 0)
        {
            page.Rect("t-before", 0, 14, x, 24);
        }

        foreach (var (kind, ms) in Words.Parts(chain.Parts).Where(part => part.Ms > 0))
        {
            page.Phase(kind, x, 14, Math.Max(0.8, ms / whole * 1076), 24);
            x += ms / whole * 1076;
        }

        if (target is { } rto)
        {
            var at = rto / whole * 1076;
            var missed = report.Objectives.RecoveryTime.State == ObjectiveState.Missed;
            page.Line($"mark rto {(missed ? Tones.Bad : Tones.Plain)}", at, 2, at, 42);
            page.Label($"RTO {Words.Span(rto)}", at - 5, 10, $"{(missed ? Tones.Bad : "dim")} tiny strong", "end");
        }

        page.End();
    }
}
