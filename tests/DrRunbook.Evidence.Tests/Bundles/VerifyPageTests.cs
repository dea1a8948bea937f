using System.Text;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Signing;
using DrRunbook.TestKit;

namespace DrRunbook.Evidence.Tests.Bundles;

/// <summary>The commands of <c>VERIFY.md</c>, run as they stand there.</summary>
public sealed class VerifyPageTests : IDisposable
{
    private static readonly DocumentPage Page = new("../src/DrRunbook.Evidence/Bundles/VERIFY.md");

    private const string People = "## Who started the run and who answered";

    private readonly string _folder = Directory.CreateTempSubdirectory("drrun-bundle-").FullName;

    public static TheoryData<string> Sections => ["## The files", "## The statements", "## The journal", "## What the journal names", "## A signature with a PEM key"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Sections))]
    public async Task On_a_good_bundle_each_block_holds(string section)
    {
        Write(BundledRuns.Rehearsed);
        var (exitCode, output) = await RunAsync(section);
        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [InlineData("## The files", "report.html")]
    [InlineData("## The files", "VERIFY.md")]
    [InlineData("## The files", "runbook/runbooks/site-a.yaml")]
    [InlineData("## The statements", "manifest.sha256")]
    [InlineData("## The statements", "attestation.dsse.json")]
    [InlineData("## The statements", "test-result.dsse.json")]
    [InlineData("## The journal", "journal.jsonl")]
    [InlineData("## What the journal names", "plan.json")]
    [InlineData("## What the journal names", "runbook/runbooks/site-a.yaml")]
    [InlineData("## A signature with a PEM key", "attestation.dsse.json")]
    [InlineData("## A signature with a PEM key", "test-result.dsse.json")]
    public async Task A_block_fails_where_what_it_covers_was_changed(string section, string path)
    {
        var content = BundledRuns.Small.Find(path)!.Value.ToArray();
        content[content.Length / 2] ^= 1;
        Write(BundledRuns.Small.With(path, content));
        Assert.NotEqual(0, (await RunAsync(section)).ExitCode);
    }

    [Theory]
    [InlineData("## The files")]
    [InlineData("## The statements")]
    [InlineData("## The journal")]
    [InlineData("## What the journal names")]
    [InlineData(People)]
    public async Task On_a_run_that_people_signed_for_each_block_holds(string section)
    {
        Write(SignedRun.Good);
        var (exitCode, output) = await RunAsync(section);
        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("not proven", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_answers_that_nobody_signed_it_is_said_that_it_is_not_proven_who_gave_them()
    {
        Write(BundledRuns.Case("good"));
        var (exitCode, output) = await RunAsync(People);
        Assert.True(exitCode == 0, output);
        Assert.Contains("not signed, not proven that it was maria@example.org", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("## The files", "approvals/allowed_signers")]
    [InlineData("## What the journal names", "approvals/allowed_signers")]
    [InlineData("## What the journal names", "approvals/1.json")]
    [InlineData("## What the journal names", "approvals/1.json.sig")]
    [InlineData(People, "approvals/1.json")]
    [InlineData(People, "approvals/1.json.sig")]
    public async Task A_changed_byte_in_what_people_signed_is_noticed(string section, string path)
    {
        var content = SignedRun.Good.Find(path)!.Value.ToArray();
        content[content.Length / 2] ^= 1;
        Write(SignedRun.Good.With(path, content));
        Assert.NotEqual(0, (await RunAsync(section)).ExitCode);
    }

    [Theory]
    [MemberData(nameof(SignedRun.Forgeries), MemberType = typeof(SignedRun))]
    public async Task What_was_signed_for_something_else_is_noticed_without_drrun(string what, string why)
    {
        Assert.NotEmpty(why);
        Write(SignedRun.Forged(what));
        var (exitCode, output) = await RunAsync(People);
        Assert.True(exitCode != 0, output);
    }

    [Fact]
    public async Task A_file_more_or_less_than_the_manifest_names_is_noticed()
    {
        Write(BundledRuns.Small.With("evidence/extra", "x"u8.ToArray()));
        Assert.NotEqual(0, (await RunAsync("## The files")).ExitCode);
        File.Delete(Path.Combine(_folder, "evidence/extra"));
        Assert.Equal(0, (await RunAsync("## The files")).ExitCode);
        File.Delete(Path.Combine(_folder, "report.md"));
        Assert.NotEqual(0, (await RunAsync("## The files")).ExitCode);
    }

    [Fact]
    public async Task Files_changed_together_with_the_manifest_are_noticed_by_the_statements()
    {
        var files = BundledRuns.Small.With("report.md", "all went well"u8.ToArray());
        Write(files.With("manifest.sha256", Manifest.Write(files)));
        Assert.Equal(0, (await RunAsync("## The files")).ExitCode);
        Assert.NotEqual(0, (await RunAsync("## The statements")).ExitCode);
    }

    [Fact]
    public async Task A_journal_without_its_last_line_is_noticed_by_what_was_signed()
    {
        var lines = Encoding.UTF8.GetString(BundledRuns.Small.Find("journal.jsonl")!.Value.Span).Split('\n');
        Write(BundledRuns.Small.With("journal.jsonl", Encoding.UTF8.GetBytes(string.Join('\n', lines[..^2]) + "\n")));
        Assert.NotEqual(0, (await RunAsync("## The journal")).ExitCode);
    }

    [Fact]
    public async Task A_key_that_did_not_sign_verifies_nothing()
    {
        Write(BundledRuns.Small);
        using var stranger = PemSigner.New();
        using var ring = new SshKeyRing();
        var key = Path.Combine(ring.Folder, "stranger.pem");
        await File.WriteAllTextAsync(key, stranger.PublicPem, TestContext.Current.CancellationToken);
        var (exitCode, _) = await DocumentPage.RunAsync($"KEY={key}\n{Page.Script("## A signature with a PEM key")}", _folder, TestContext.Current.CancellationToken);
        Assert.NotEqual(0, exitCode);
    }

    [Theory]
    [InlineData("ed25519", "-t", "ed25519")]
    [InlineData("ecdsa", "-t", "ecdsa", "-b", "256")]
    [InlineData("rsa", "-t", "rsa", "-b", "3072")]
    public async Task A_signature_with_an_ssh_key_is_checked_by_ssh_keygen(string name, params string[] options)
    {
        using var ring = new SshKeyRing();
        ring.Make(name, options);
        ring.Make("stranger");
        using var signer = new RingSigner(ring, name);
        Write(BundledRuns.Small.SignedBy(signer));
        var (exitCode, output) = await RunSshAsync(ring, name);
        Assert.True(exitCode == 0, output);
        Assert.NotEqual(0, (await RunSshAsync(ring, "stranger")).ExitCode);
        Write(BundledRuns.Rehearsed.With("attestation.dsse.json", BundledRuns.Small.SignedBy(signer).Find("attestation.dsse.json")!.Value));
        Assert.NotEqual(0, (await RunSshAsync(ring, name)).ExitCode);
    }

    private async Task<(int ExitCode, string Output)> RunSshAsync(SshKeyRing ring, string name)
    {
        var signers = Path.Combine(ring.Folder, "allowed");
        await File.WriteAllTextAsync(signers, $"jonas@example.org {ring.PublicLine(name)}\n", TestContext.Current.CancellationToken);
        return await DocumentPage.RunAsync($"SIGNERS={signers} PRINCIPAL=jonas@example.org\n{Page.Script("## A signature with an SSH key")}", _folder, TestContext.Current.CancellationToken);
    }

    private static Task<(int ExitCode, string Output)> RunAsync(string section, string folder) => DocumentPage.RunAsync(Page.Script(section), folder, TestContext.Current.CancellationToken);

    private Task<(int ExitCode, string Output)> RunAsync(string section) => RunAsync(section, _folder);

    private void Write(BundleFiles files)
    {
        foreach (var (path, content) in files.All)
        {
            var target = Path.Combine(_folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, content.ToArray());
        }
    }
}
