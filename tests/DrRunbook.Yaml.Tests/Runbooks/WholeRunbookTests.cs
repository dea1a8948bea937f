namespace DrRunbook.Yaml.Tests.Runbooks;

public sealed class WholeRunbookTests : IDisposable
{
    private readonly RunbookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_whole_example_is_read()
    {
        var runbook = _folder.Valid(Example.Read("whole.yaml"), ("ticket", "CHG123"));
        Assert.Equal("site-a", runbook.Name);
    }
}
