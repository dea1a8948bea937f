using System.Xml.Linq;
using DrRunbook.Cli.Plans;

namespace DrRunbook.Cli.Tests.Plans;

public sealed class PlanSvgTests
{
    private static readonly XNamespace Ns = "http://www.w3.org/2000/svg";

    [Theory]
    [InlineData(RunMode.Drill)]
    [InlineData(RunMode.Disaster)]
    public void The_graph_is_drawn(RunMode mode) => Snap.Verify(Drawn(Example.Plan(mode)), "svg", mode.ToString());

    [Fact]
    public void What_waits_stands_below_what_it_waits_for_and_boxes_stand_apart()
    {
        var boxes = XDocument.Parse(Drawn(Example.Plan(RunMode.Disaster))).Descendants(Ns + "rect")
            .Where(rect => (string?)rect.Attribute("class") is "failover" or "people" or "other")
            .ToDictionary(rect => rect.Parent!.Elements(Ns + "text").First().Value, rect => (X: Number(rect, "x"), Y: Number(rect, "y"), Right: Number(rect, "x") + Number(rect, "width"), Bottom: Number(rect, "y") + Number(rect, "height")));

        Assert.Equal(9, boxes.Count);
        Assert.True(boxes["application"].Y > boxes["database"].Bottom);
        Assert.True(boxes["application"].Y > boxes["queue"].Bottom);
        Assert.True(boxes["directory"].Y > boxes["declare"].Bottom);
        Assert.Equal(boxes["database"].Y, boxes["queue"].Y);
        foreach (var (name, box) in boxes)
        {
            foreach (var (other, beside) in boxes.Where(pair => pair.Key != name))
            {
                Assert.True(box.Right <= beside.X || beside.Right <= box.X || box.Bottom <= beside.Y || beside.Bottom <= box.Y, $"{name} lies over {other}");
            }
        }
    }

    [Fact]
    public void Two_hundred_steps_at_once_go_on_in_further_rows()
    {
        var plan = Example.Plan(RunMode.Drill);
        var queue = plan.Steps.Single(step => step.Id.Value == "queue");
        plan = plan with { Steps = [.. plan.Steps, .. Enumerable.Range(1, 200).Select(number => queue with { Id = new StepId($"more-{number}") })] };

        var svg = XDocument.Parse(Drawn(plan));

        Assert.True(Number(svg.Root!, "width") < 1800);
        Assert.Equal(208, svg.Descendants(Ns + "rect").Count(rect => (string?)rect.Attribute("class") is "failover" or "people" or "other"));
    }

    [Fact]
    public void What_a_runbook_says_stays_text()
    {
        var plan = Example.Plan(RunMode.Drill);
        plan = plan with { Steps = [.. plan.Steps.Select(step => step.Action is FailoverAction failover ? step with { Action = failover with { VApp = "</text><script>alert(1)</script>\"'&" } } : step)] };

        var svg = XDocument.Parse(Drawn(plan));

        Assert.Empty(svg.Descendants(Ns + "script"));
        Assert.Contains(svg.Descendants(Ns + "title"), title => title.Value.Contains("</text><script>alert(1)</script>\"'&", StringComparison.Ordinal));
    }

    private static string Drawn(Plan plan)
    {
        var output = new StringWriter();
        PlanSvg.Write(output, PlanView.Of(plan, []));
        return output.ToString();
    }

    private static double Number(XElement element, string name) => (double)element.Attribute(name)!;
}
