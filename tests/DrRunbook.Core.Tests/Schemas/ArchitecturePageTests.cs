using DrRunbook.Core.Execution;
using DrRunbook.TestKit;
using Stateless.Graph;

namespace DrRunbook.Core.Tests.Schemas;

/// <summary>The diagrams of <c>docs/architecture.md</c> are those of the lifecycles.</summary>
public sealed class ArchitecturePageTests
{
    private static readonly string Page = string.Join('\n', new DocumentPage("architecture.md").Section("## The two lifecycles"));

    [Fact]
    public void The_page_shows_the_lifecycle_of_a_step() => Assert.Contains(Diagram(MermaidGraph.Format(StepLifecycle.Build(StepState.Pending).GetInfo())), Page, StringComparison.Ordinal);

    [Fact]
    public void The_page_shows_the_lifecycle_of_a_run() => Assert.Contains(Diagram(MermaidGraph.Format(RunLifecycle.Build(RunPhase.Running).GetInfo())), Page, StringComparison.Ordinal);

    private static string Diagram(string mermaid) => $"```mermaid\n{mermaid.ReplaceLineEndings("\n").Trim()}\n```";
}
