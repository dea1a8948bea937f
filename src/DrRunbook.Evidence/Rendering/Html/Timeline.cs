using System.Globalization;
using DrRunbook.Core.Execution;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>The steps on one line of time, with the outage and the RTO.</summary>
internal sealed class Timeline
{
    private const double Width = 1080;
    private const double Left = 214;
    private const double Right = 78;
    private const double Top = 46;
    private static readonly long[] TickSteps =
        [1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000];

    private readonly HtmlWriter _page;
    private readonly RunReport _report;
    private readonly long _from;
    private readonly long _to;
    private readonly double _row;

    private Timeline(HtmlWriter page, RunReport report)
    {
        _page = page;
        _report = report;
        var length = Math.Max(1000, report.Times.DurationMs);
        _from = Outage is < 0 and var outage && -outage <= length ? outage : 0;
        _to = Deadline is { } deadline && deadline > length && deadline <= length + ((length - _from) / 3) ? deadline : length;
        _row = report.Steps.Length switch { <= 16 => 24, <= 32 => 19, _ => 14.5 };
    }

    /// <summary>The outage, counted from the run's start.</summary>
    private long Outage => -_report.Chain.BeforeRunMs;

    /// <summary>When the RTO is used up, counted from the run's start.</summary>
    private long? Deadline => Outage + _report.Objectives.RecoveryTime.TargetMs;

    private double Bottom => Top + (_row * _report.Steps.Length);

    public static void Draw(HtmlWriter page, RunReport report) => new Timeline(page, report).Draw();

    private void Draw()
    {
        _page.Begin(
            "svg",
            ("viewBox", $"0 0 {Svg.Number(Width)} {Svg.Number(Bottom + 26)}"),
            ("role", "img"),
            ("aria-labelledby", "timeline-title timeline-desc"));
        _page.Begin("title", ("id", "timeline-title")).Text($"Timeline of run {_report.Run.Id}").End();
        _page.Begin("desc", ("id", "timeline-desc")).Text("Each row is a step, in the plan's order; each bar is taken apart into what the time went into. The table of steps says the same in numbers.").End();
        _page.Patterns();
        for (var row = 1; row < _report.Steps.Length; row += 2)
        {
            _page.Rect("stripe", 0, Top + (row * _row), Width, _row);
        }

        Ticks();
        foreach (var segment in _report.Times.Segments.Where(segment => segment.AwayBeforeMs > 0))
        {
            var from = segment.From.OffsetMs - segment.AwayBeforeMs;
            _page.Rect("awayband", X(from), Top, X(segment.From.OffsetMs) - X(from), Bottom - Top);
        }

        for (var row = 0; row < _report.Steps.Length; row++)
        {
            Row(_report.Steps[row], Top + (row * _row));
        }

        Marks();
        _page.End();
    }

    private void Ticks()
    {
        var step = TickSteps.FirstOrDefault(step => (_to - _from) / step <= 9, 86_400_000 * Math.Max(1, (_to - _from) / 86_400_000 / 8));
        for (var tick = (long)Math.Ceiling(_from / (double)step) * step; tick <= _to; tick += step)
        {
            _page.Line(tick == 0 ? "axis" : "grid", X(tick), Top, X(tick), Bottom);
            _page.Label(tick == 0 ? "start" : (tick > 0 ? "+" : "") + Words.Span(tick).Replace("-", "−", StringComparison.Ordinal), X(tick), Top - 6, "dim tiny", "middle");
            _page.Label(Clock(tick, step), X(tick), Bottom + 15, "dim tiny", "middle");
        }

        _page.Label("UTC", Left - 26, Bottom + 15, "dim tiny", "end");
    }

    private string Clock(long offset, long step) =>
        (_report.Times.Started.At + TimeSpan.FromMilliseconds(offset)).UtcDateTime.ToString(step < 60_000 ? "HH:mm:ss" : "HH:mm", CultureInfo.InvariantCulture);

    private void Row(StepReport step, double y)
    {
        var tone = Tones.Of(step.Outcome);
        var middle = y + (_row / 2) + 4;
        var indent = 20 + (12 * Math.Min(step.Depth, 6));
        _page.Begin("g").Begin("title").Text(Summary(step)).End();
        _page.Label(Tones.Sign(tone), 6, middle, $"{tone} strong");
        _page.Label(Cut(step.Id.Value, (int)((Left - indent - 8) / 6.3)), indent, middle, tone == Tones.Bad ? "bad strong" : step.Kind == StepKind.Group ? "strong" : "");
        if (step.Started is null || step.DurationMs is not { } duration)
        {
            _page.Label(Words.Of(step.Outcome), Left + 6, middle, "dim tiny").End();
            return;
        }

        var (from, to) = (X(step.Started.OffsetMs), X(step.Started.OffsetMs + duration));
        if (step.Kind == StepKind.Group)
        {
            _page.Rect(Tones.Of(PhaseKind.Children), from, y + (_row / 2) - 2, Math.Max(1.5, to - from), 4, 2);
        }
        else
        {
            Bar(step, y, from, to);
        }

        var label = Words.Span(duration);
        var room = Width - to > 6 + (label.Length * 6);
        _page.Label(label, room ? to + 6 : from - 6, middle, "dim tiny halo", room ? "start" : "end").End();
    }

    private void Bar(StepReport step, double y, double from, double to)
    {
        var (top, height) = (y + (_row * 0.18), _row * 0.64);
        foreach (var span in step.Phases)
        {
            _page.Phase(span.Kind, X(span.FromMs), top, Math.Max(0.8, X(span.ToMs) - X(span.FromMs)), height);
        }

        if (step.Outcome is StepOutcome.Failed or StepOutcome.Partial)
        {
            _page.Rect("failed", from - 1, top - 1, Math.Max(3, to - from + 2), height + 2, 1.5);
        }
    }

    private void Marks()
    {
        var rto = _report.Objectives.RecoveryTime;
        if (Outage >= _from && (Outage != 0 || _report.Times.OutageStated))
        {
            Mark("outage", Outage, 12, "plain", "mark");
        }

        if (Deadline is { } deadline && deadline >= _from)
        {
            var tone = rto.State == ObjectiveState.Missed ? Tones.Bad : Tones.Plain;
            if (deadline <= _to)
            {
                Mark($"RTO {Words.Span(rto.TargetMs!.Value)}", deadline, 12, tone, "mark rto");
            }
            else
            {
                _page.Label($"RTO {Words.Span(rto.TargetMs!.Value)}: {Words.Span(deadline - _to)} further →", Width - Right, 12, "dim tiny", "end");
            }
        }

        if (_report.Objectives.UntilEnded is { } recovered)
        {
            Mark("recovered", recovered.OffsetMs, 26, rto.State == ObjectiveState.Missed ? Tones.Bad : Tones.Good, "mark");
        }
    }

    private void Mark(string text, long at, double y, string tone, string line)
    {
        var left = X(at) < (Left + Width - Right) / 2;
        // The line leaves room for the labels of the axis.
        _page.Line($"{line} {tone}", X(at), y - 8, X(at), Top - 17);
        _page.Line($"{line} {tone}", X(at), Top - 2, X(at), Bottom);
        _page.Label(text, X(at) + (left ? 5 : -5), y, $"{tone} strong tiny", left ? "start" : "end");
    }

    private static string Summary(StepReport step)
    {
        var parts = step.Time is null ? "" : ": " + string.Join(", ", Words.Parts(step.Time).Select(part => $"{Words.Of(part.Kind)} {Words.Exact(part.Ms)}"));
        var took = step.DurationMs is { } duration ? $", {Words.Offset(step.Started!.OffsetMs)} for {Words.Exact(duration)}" : "";
        return $"{step.Id}, {step.What}: {Words.Of(step.Outcome)}{took}{parts}";
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";

    private double X(long offset) => Left + ((offset - _from) / (double)(_to - _from) * (Width - Left - Right));
}
