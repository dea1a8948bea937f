namespace DrRunbook.Cli.Tests.Commands;

public sealed class TimestampCommandTests : IAsyncLifetime
{
    /// <summary>The discard port: nobody listens there.</summary>
    private const string Nowhere = "http://127.0.0.1:9/tsa";

    private readonly TestCli _cli = new();
    private readonly TimestampAuthority _authority = new();

    public async ValueTask InitializeAsync()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        await _cli.InvokeAsync("keys", "new", "executor.pem");
    }

    public ValueTask DisposeAsync()
    {
        _cli.Dispose();
        return _authority.DisposeAsync();
    }

    [Fact]
    public async Task A_bundle_is_stamped_by_the_authority_and_verify_says_when_it_was_there()
    {
        var (code, output, error) = await _cli.InvokeAsync("bundle", ScriptedRun.Id, "--out", "evidence", "--key", "executor.pem", "--tsa", _authority.Url);
        Assert.Equal("", error);
        Assert.Equal(ExitCodes.Good, code);
        Assert.Contains("Timestamp: the journal was there at ", output, StringComparison.Ordinal);

        var verified = await _cli.InvokeAsync("verify", "evidence", "--key", "executor.pem.pub", "--tsa-ca", _authority.Certificates);
        Assert.Contains("+ timestamp  the journal was there at ", verified.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Good, verified.Code);
        Assert.Equal(ExitCodes.Usage, (await _cli.InvokeAsync("verify", "evidence", "--tsa-ca", "executor.pem.pub")).Code);
    }

    [Fact]
    public async Task Where_the_authority_cannot_be_reached_the_query_is_kept_and_sent_again()
    {
        _cli.Environment["DRRUN_TSA"] = Nowhere;
        var (code, _, error) = await _cli.InvokeAsync("bundle", ScriptedRun.Id, "--out", "evidence", "--key", "executor.pem");
        Assert.Equal(ExitCodes.Good, code);
        Assert.Contains("nothing is lost, the query is kept in timestamps/", error, StringComparison.Ordinal);
        var query = Assert.Single(Kept());
        Assert.EndsWith(".tsq", query, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("verify", "evidence", "--key", "executor.pem.pub")).Code);

        Assert.Equal(ExitCodes.Unreachable, (await _cli.InvokeAsync("sign", "evidence", "--timestamp")).Code);
        Assert.Equal(query, Assert.Single(Kept()));

        _authority.Instead = "no reply"u8.ToArray();
        Assert.Equal(ExitCodes.Unreachable, (await _cli.InvokeAsync("sign", "evidence", "--timestamp", "--tsa", _authority.Url)).Code);
        _authority.Instead = null;
        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("sign", "evidence", "--timestamp", "--tsa", _authority.Url)).Code);
        Assert.EndsWith(".tsr", Assert.Single(Kept()), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("verify", "evidence", "--key", "executor.pem.pub", "--tsa-ca", _authority.Certificates)).Code);
    }

    [Fact]
    public async Task What_is_no_address_of_an_authority_is_wrong_usage()
    {
        Assert.Equal(ExitCodes.Usage, (await _cli.InvokeAsync("bundle", ScriptedRun.Id, "--out", "evidence", "--tsa", "tsa.example.org")).Code);
        Assert.False(Directory.Exists(Path.Combine(_cli.Folder, "evidence")));
        await _cli.InvokeAsync("bundle", ScriptedRun.Id, "--out", "evidence");
        Assert.Contains("needs --tsa URL", (await _cli.InvokeAsync("sign", "evidence", "--timestamp")).Error, StringComparison.Ordinal);
    }

    private string[] Kept() => Directory.GetFiles(Path.Combine(_cli.Folder, "evidence/timestamps"));
}
