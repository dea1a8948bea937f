namespace DrRunbook.Cli.Tests.Commands;

public sealed class StoreCommandTests : IDisposable
{
    private readonly TestCli _cli = new();

    [Fact]
    public async Task A_store_of_this_version_has_nothing_to_be_brought_forward()
    {
        await StoreFixture.KeepAsync(_cli, Runs.WaitingForApproval());

        Assert.Equal((0, $"The store {_cli.Store} has schema 1 already: there is nothing to do.\n", ""), await _cli.InvokeAsync("store", "migrate"));
        Assert.Equal((0, $$"""{"store":"{{_cli.Store}}","from":1,"to":1}""" + "\n", ""), await _cli.InvokeAsync("store", "migrate", "--output", "json"));
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_refused_and_not_made()
    {
        Assert.Equal((2, "", $"drrun: error: there is no store at '{_cli.Store}'\n"), await _cli.InvokeAsync("store", "migrate"));
        Assert.False(Directory.Exists(Path.GetDirectoryName(_cli.Store)));
    }

    [Fact]
    public async Task The_password_of_a_store_named_by_the_environment_is_not_repeated_where_its_URL_is_wrong()
    {
        _cli.Environment["DRRUN_STORE"] = "postgres://drrun:sesame/open@db.example/drrun";
        foreach (var command in new[] { new[] { "runs" }, ["status", "2026"], ["store", "migrate"] })
        {
            var (code, output, error) = await _cli.InvokeAsync(command);

            Assert.Equal(2, code);
            Assert.Contains("the store's postgres:// URL is wrong", error, StringComparison.Ordinal);
            Assert.DoesNotContain("sesame", output + error, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _cli.Dispose();
}
