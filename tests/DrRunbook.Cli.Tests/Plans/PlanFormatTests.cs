using System.Text.Json;
using DrRunbook.Cli.Plans;
using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Cli.Tests.Plans;

public sealed class PlanFormatTests
{
    [Theory]
    [InlineData(RunMode.Drill)]
    [InlineData(RunMode.Disaster)]
    public void A_plan_is_shown_as_a_tree(RunMode mode) => Snap.Verify(Written(PlanText.Write, ViewOf(mode)), parameters: mode.ToString());

    [Fact]
    public void Markdown_is_a_comment_with_what_is_long_folded_away() => Snap.Verify(Written(PlanMarkdown.Write, ViewOf(RunMode.Drill)), "md");

    [Fact]
    public void Mermaid_draws_groups_order_and_who_acts() => Snap.Verify(Written(PlanMermaid.Write, ViewOf(RunMode.Disaster)), "mmd");

    [Fact]
    public void What_a_runbook_says_neither_steers_mermaid_nor_markdown()
    {
        var view = PlanView.Of(Hostile(), []);
        Assert.Equal("#34;#93; #96;#96;#96;click s1#59;#64;me #123;a#125; https#58;//evil", PlanMermaid.Encode("\"] ```click s1;@me {a} https://evil"));
        var mermaid = Written(PlanMermaid.Write, view);
        Assert.DoesNotContain("\n  click", mermaid, StringComparison.Ordinal);
        Assert.DoesNotContain("```", mermaid, StringComparison.Ordinal);
        var markdown = Written(PlanMarkdown.Write, view);
        Assert.Equal(2, markdown.Split("```").Length - 1);
        Assert.DoesNotContain("<img", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("@everyone", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_get_the_plan_its_digest_and_the_findings()
    {
        var view = ViewOf(RunMode.Drill);
        using var json = JsonDocument.Parse(Written(PlanViewJson.Write, view));
        Assert.Equal(view.Digest, json.RootElement.GetProperty("digest").GetString());
        Assert.Equal("DR0414", json.RootElement.GetProperty("findings")[0].GetProperty("code").GetString());
        Assert.Equal(view.Bytes, PlanJson.Write(PlanJson.Read(JsonSerializer.SerializeToUtf8Bytes(json.RootElement.GetProperty("plan")))));
    }

    private static string Written(Action<TextWriter, PlanView> write, PlanView view)
    {
        var output = new StringWriter { NewLine = "\n" };
        write(output, view);
        return output.ToString();
    }

    private static PlanView ViewOf(RunMode mode) => PlanView.Of(Example.Plan(mode), [PlanDiagnostics.NothingFences(new SourceSpan("shop.yaml", 2, 7))]);

    private static Plan Hostile()
    {
        var plan = Example.Plan(RunMode.Drill);
        const string Bad = "x\"]\n```\n  click s1 href \"https://evil\" <img src=x> | @everyone **b**";
        return plan with
        {
            Steps = [.. plan.Steps.Select(step => step.Action is Core.Runbooks.FailoverAction failover ? step with { Action = failover with { VApp = Bad }, Name = Bad } : step)],
        };
    }
}
