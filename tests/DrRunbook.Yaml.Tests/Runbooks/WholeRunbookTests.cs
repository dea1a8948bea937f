using DrRunbook.TestKit;

namespace DrRunbook.Yaml.Tests.Runbooks;

/// <summary>The example that shows the whole language.</summary>
public sealed class WholeRunbookTests : IDisposable
{
    private readonly RunbookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_value_arrives() =>
        Snap.Verify(Dump.Of(_folder.Valid(Example.Read("whole.yaml"), ("ticket", "CHG123"))));

    [Fact]
    public void When_only_validating_an_input_may_stay_open()
    {
        Assert.Equal("", _folder.Findings(Example.Read("whole.yaml"), inputsRequired: false));
        Assert.Contains("error DR0222: required input 'ticket' has no value", _folder.Findings(Example.Read("whole.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sources_are_the_exact_bytes()
    {
        var runbook = _folder.Valid(Example.Read("whole.yaml"), ("ticket", "CHG123"));

        var source = Assert.Single(runbook.Sources);
        Assert.Equal("runbook.yaml", source.Path);
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder.Path, "runbook.yaml")), source.Content.ToArray());
    }
}
