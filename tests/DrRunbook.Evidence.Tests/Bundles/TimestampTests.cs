using System.Security.Cryptography.X509Certificates;
using DrRunbook.Core.Journal;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Bundles.Verification;
using DrRunbook.Evidence.Signing;
using DrRunbook.TestKit;

namespace DrRunbook.Evidence.Tests.Bundles;

/// <summary>Timestamps of a bundle, by an authority of <c>openssl ts</c>.</summary>
public sealed class TimestampTests : IAsyncLifetime
{
    private static readonly byte[] Nonce = [1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly DocumentPage Page = new("../src/DrRunbook.Evidence/Bundles/VERIFY.md");

    private readonly TimestampAuthority _authority = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("drrun-bundle-").FullName;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return _authority.DisposeAsync();
    }

    [Fact]
    public void By_an_authority_that_the_caller_names_it_is_proven_when_the_journal_was_there()
    {
        var stamped = Stamped(BundledRuns.Small, out var at);
        var verdict = BundleVerifier.Verify(stamped, Trusting(_authority));
        Assert.Empty(verdict.Findings);
        Assert.Equal(BundleStanding.Authentic, verdict.Standing);
        Assert.Equal(
            $"the journal was there at {Core.Json.Instant.Format(at)}, by CN=Timestamps of the tests, for whom a certificate that you named vouches",
            verdict.Proven.Single(fact => fact.What == "timestamp").Text);
    }

    [Fact]
    public void Where_the_caller_names_no_authority_the_timestamp_is_present_and_proves_nothing()
    {
        var verdict = BundleVerifier.Verify(Stamped(BundledRuns.Small, out _), new BundleTrust { Keys = [BundledRuns.Signer.Key] });
        Assert.Equal(BundleStanding.Authentic, verdict.Standing);
        Assert.Contains("is none that you named", verdict.NotProven.Single(left => left.What == "timestamp").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_authority_that_was_asked_for_and_has_not_stamped_is_missed()
    {
        await using var other = new TimestampAuthority();
        BundleVerifierTests.AssertRefused("DR0714", BundleVerifier.Verify(Stamped(BundledRuns.Small, out _), Trusting(other)));
        BundleVerifierTests.AssertRefused("DR0714", BundleVerifier.Verify(BundledRuns.Small, Trusting(_authority)));
    }

    [Fact]
    public void Every_changed_byte_of_a_timestamp_is_detected()
    {
        var stamped = Stamped(BundledRuns.Small, out _);
        var (path, content) = stamped.Below("timestamps/").Single();
        for (var at = 0; at < content.Length; at++)
        {
            var changed = content.ToArray();
            changed[at] ^= 1;
            Assert.Equal(BundleStanding.Refused, BundleVerifier.Verify(stamped.With(path, changed), Trusting(_authority)).Standing);
        }
    }

    [Fact]
    public void A_changed_token_under_its_new_digest_proves_no_other_time()
    {
        var stamped = Stamped(BundledRuns.Small, out var at);
        var (path, content) = stamped.Below("timestamps/").Single();
        var time = content.Span.IndexOf(System.Text.Encoding.ASCII.GetBytes(at.UtcDateTime.ToString("yyyyMMddHHmmss", System.Globalization.CultureInfo.InvariantCulture)));
        var changed = content.ToArray();
        changed[time + 3] ^= 1;
        BundleVerifierTests.AssertRefused("DR0714", BundleVerifier.Verify(stamped.Without(path).With($"timestamps/{JournalLine.HashOf(changed)}.tsr", changed), Trusting(_authority)));
    }

    [Fact]
    public void A_timestamp_of_another_journal_is_refused()
    {
        var (path, content) = Stamped(BundledRuns.Rehearsed, out _).Below("timestamps/").Single();
        BundleVerifierTests.AssertRefused("DR0714", BundleVerifier.Verify(BundledRuns.Small.With(path, content), Trusting(_authority)));
    }

    [Fact]
    public void A_query_that_waits_is_said_to_wait_and_the_reply_takes_its_place()
    {
        var waiting = BundledRuns.Small.WithQuery(Timestamping.Query(BundledRuns.Small, Nonce), out var path);
        var verdict = BundleVerifier.Verify(waiting, new BundleTrust { Keys = [BundledRuns.Signer.Key] });
        Assert.Equal(BundleStanding.Authentic, verdict.Standing);
        Assert.Contains("a query waits", verdict.NotProven.Single(left => left.What == "timestamp").Text, StringComparison.Ordinal);

        Assert.Equal(waiting.Find(path)!.Value.ToArray(), Timestamping.Query(waiting, new byte[] { 9 }));
        Assert.Null(Stamped(waiting, out _).Find(path));
        BundleVerifierTests.AssertRefused("DR0714", BundleVerifier.Verify(waiting.With(path, "x"u8.ToArray()), Trusting(_authority)));
    }

    [Fact]
    public void A_reply_to_another_query_is_not_taken()
    {
        var reply = _authority.Reply(Timestamping.Query(BundledRuns.Small, Nonce));
        var other = Timestamping.Query(BundledRuns.Small, new byte[] { 8, 7, 6, 5, 4, 3, 2, 1 });
        Assert.Throws<SigningException>(() => BundledRuns.Small.WithReply(other, reply, out _));
        Assert.Throws<SigningException>(() => BundledRuns.Small.WithReply(other, "x"u8.ToArray(), out _));
    }

    [Fact]
    public async Task Openssl_verifies_it_by_the_command_of_the_page()
    {
        var stamped = Stamped(BundledRuns.Small, out _);
        Write(stamped);
        var (exitCode, output) = await RunAsync(_authority);
        Assert.True(exitCode == 0, output);
        Assert.Contains("Time stamp: ", output, StringComparison.Ordinal);
        Assert.Equal(0, (await DocumentPage.RunAsync(Page.Script("## The files"), _folder, TestContext.Current.CancellationToken)).ExitCode);

        await using var other = new TimestampAuthority();
        Assert.NotEqual(0, (await RunAsync(other)).ExitCode);
        var (path, content) = stamped.Below("timestamps/").Single();
        var changed = content.ToArray();
        changed[^1] ^= 1;
        Write(BundleFiles.None.With(path, changed));
        Assert.NotEqual(0, (await RunAsync(_authority)).ExitCode);
        Write(BundledRuns.Rehearsed.With(path, content));
        Assert.NotEqual(0, (await RunAsync(_authority)).ExitCode);
    }

    private static BundleTrust Trusting(TimestampAuthority authority) =>
        new() { Keys = [BundledRuns.Signer.Key], TimestampAuthorities = [X509Certificate2.CreateFromPem(File.ReadAllText(authority.Certificates))] };

    private BundleFiles Stamped(BundleFiles files, out DateTimeOffset at)
    {
        var query = Timestamping.Query(files, Nonce);
        return files.WithReply(query, _authority.Reply(query), out at);
    }

    private Task<(int ExitCode, string Output)> RunAsync(TimestampAuthority authority) =>
        DocumentPage.RunAsync($"TSA_CA={authority.Certificates}\n{Page.Script("## When it was there")}", _folder, TestContext.Current.CancellationToken);

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
