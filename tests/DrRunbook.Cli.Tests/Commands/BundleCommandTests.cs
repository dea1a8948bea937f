using System.Text.Json;

namespace DrRunbook.Cli.Tests.Commands;

public sealed class BundleCommandTests : IDisposable
{
    private readonly TestCli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_bundle_is_made_signed_countersigned_and_verified()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        Assert.Equal(0, (await _cli.InvokeAsync("keys", "new", "executor.pem")).Code);
        Assert.Equal(0, (await _cli.InvokeAsync("keys", "new", "reviewer.pem")).Code);

        Assert.Equal(0, (await _cli.InvokeAsync("bundle", ScriptedRun.Id, "--out", "evidence", "--key", "executor.pem")).Code);
        Assert.Equal(0, (await _cli.InvokeAsync("sign", "evidence", "--key", "reviewer.pem")).Code);
        var (code, output, error) = await _cli.InvokeAsync("verify", "evidence", "--key", "executor.pem.pub", "--key", "reviewer.pem.pub");

        Assert.Equal("", error);
        Assert.Equal(0, code);
        Assert.EndsWith("Authentic.\n", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split("+ origin").Length - 1);
    }

    [Fact]
    public async Task Without_a_key_verify_says_intact_and_exits_1()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        await _cli.InvokeAsync("bundle", ScriptedRun.Id, "--out", "evidence");
        var (code, output, _) = await _cli.InvokeAsync("verify", "evidence");
        Assert.Equal(1, code);
        Assert.EndsWith("Intact, origin not proven.\n", output, StringComparison.Ordinal);
        Assert.Contains("DR0715", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_the_verdict_as_one_value()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended(Runs.Rehearsal with { Scenario = Core.Journal.JournalLine.HashOf(StoreFixture.Scenario) }));
        await _cli.InvokeAsync("keys", "new", "executor.pem");
        await _cli.InvokeAsync("bundle", ScriptedRun.Id, "--out", "evidence", "--key", "executor.pem");
        var (code, output, _) = await _cli.InvokeAsync("verify", "evidence", "--key", "executor.pem.pub", "--output", "json");
        Assert.Equal(0, code);
        var verdict = JsonDocument.Parse(output).RootElement;
        Assert.Equal("authentic", verdict.GetProperty("standing").GetString());
        Assert.Equal(ScriptedRun.Id, verdict.GetProperty("run").GetString());
        Assert.Equal("rehearsal", verdict.GetProperty("claim").GetProperty("kind").GetString());
        Assert.Empty(verdict.GetProperty("findings").EnumerateArray());
    }

    [Fact]
    public async Task A_changed_file_is_named_with_its_code_and_exits_1_and_is_not_signed()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        await _cli.InvokeAsync("keys", "new", "executor.pem");
        await _cli.InvokeAsync("bundle", ScriptedRun.Id, "--out", "evidence", "--key", "executor.pem");
        File.AppendAllText(Path.Combine(_cli.Folder, "evidence/report.md"), "All went well.\n");

        var (code, output, _) = await _cli.InvokeAsync("verify", "evidence", "--key", "executor.pem.pub");
        Assert.Equal(1, code);
        Assert.Contains("report.md: error DR0703: ", output, StringComparison.Ordinal);
        Assert.EndsWith("REFUSED: do not rely on this bundle.\n", output, StringComparison.Ordinal);
        Assert.Equal(1, (await _cli.InvokeAsync("sign", "evidence", "--key", "executor.pem")).Code);
    }

    [Fact]
    public async Task A_bundle_goes_into_an_empty_folder_alone_and_a_later_one_names_the_one_it_supersedes()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        await _cli.InvokeAsync("bundle", ScriptedRun.Id, "--out", "evidence");
        var (code, _, error) = await _cli.InvokeAsync("bundle", ScriptedRun.Id, "--out", "evidence");
        Assert.Equal(2, code);
        Assert.Contains("is there already and holds something", error, StringComparison.Ordinal);

        await _cli.InvokeAsync("undo", "confirm", ScriptedRun.Id, "database", "--note", "undone in the console");
        Assert.Equal(0, (await _cli.InvokeAsync("bundle", ScriptedRun.Id, "--out", "later", "--supersedes", "evidence")).Code);
        var claim = JsonDocument.Parse((await _cli.InvokeAsync("verify", "later", "--output", "json")).Output).RootElement.GetProperty("claim");
        Assert.True(claim.GetProperty("supersedes").GetProperty("journalLength").GetInt32() < claim.GetProperty("journal").GetProperty("length").GetInt32());
    }

    [Fact]
    public async Task A_key_is_readable_by_its_owner_alone_and_never_overwritten()
    {
        var (code, output, _) = await _cli.InvokeAsync("keys", "new", "executor.pem");
        Assert.Equal(0, code);
        var secret = Path.Combine(_cli.Folder, "executor.pem");
        var before = File.ReadAllText(secret);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----\n", before, StringComparison.Ordinal);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(secret) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        var shown = (await _cli.InvokeAsync("keys", "show", "executor.pem.pub")).Output;
        Assert.Equal(output.Split('\n').Single(line => line.StartsWith("Fingerprint:", StringComparison.Ordinal)), shown.Split('\n').Single(line => line.StartsWith("Fingerprint:", StringComparison.Ordinal)));

        Assert.Equal(2, (await _cli.InvokeAsync("keys", "new", "executor.pem")).Code);
        File.Delete(secret + ".pub");
        Assert.Equal(2, (await _cli.InvokeAsync("keys", "new", "executor.pem")).Code);
        Assert.Equal(before, File.ReadAllText(secret));
        Assert.False(File.Exists(secret + ".pub"));
    }

    [Theory]
    [InlineData("no-folder", "there is no folder")]
    [InlineData(".", "is no bundle")]
    public async Task What_is_no_bundle_is_wrong_usage(string folder, string why)
    {
        var (code, _, error) = await _cli.InvokeAsync("verify", folder);
        Assert.Equal(2, code);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_in_a_bundle_is_refused()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        await _cli.InvokeAsync("bundle", ScriptedRun.Id, "--out", "evidence");
        File.CreateSymbolicLink(Path.Combine(_cli.Folder, "evidence/more"), "/etc/hosts");
        var (code, _, error) = await _cli.InvokeAsync("verify", "evidence");
        Assert.Equal(2, code);
        Assert.Contains("'more' is a link", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_must_have_signed_is_asked_for_by_name_with_the_list_of_signers()
    {
        using var ring = new TestKit.SshKeyRing();
        var key = ring.Make("jonas");
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        Assert.Equal(0, (await _cli.InvokeAsync("bundle", ScriptedRun.Id, "--out", "evidence", "--key", key)).Code);
        await File.WriteAllTextAsync(Path.Combine(_cli.Folder, "signers"), $"jonas@example.org {ring.PublicLine("jonas")}\n", TestContext.Current.CancellationToken);

        var (code, output, _) = await _cli.InvokeAsync("verify", "evidence", "--allowed-signers", "signers", "--as", "jonas@example.org");
        Assert.Contains("the key of jonas@example.org", output, StringComparison.Ordinal);
        Assert.Equal(0, code);
        Assert.Equal(0, (await _cli.InvokeAsync("verify", "evidence", "--key", key + ".pub")).Code);
        Assert.Equal(1, (await _cli.InvokeAsync("verify", "evidence", "--allowed-signers", "signers", "--as", "omar@example.org")).Code);
        Assert.Equal(2, (await _cli.InvokeAsync("verify", "evidence", "--as", "jonas@example.org")).Code);
    }
}
