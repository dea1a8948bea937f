using System.Text;
using CsCheck;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Engine.Ports;
using Microsoft.Extensions.Time.Testing;

namespace DrRunbook.Storage.Tests;

/// <summary>What every store does.</summary>
public abstract class RunStoreContract : IAsyncLifetime
{
    private const string Me = "host-a:1";
    private const string Other = "host-b:2";
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestRun _run = new("20261123T080000Z-aaaaaa");

    private protected FakeTimeProvider Clock { get; } = new(TestRun.Start);

    private protected IRunStore Store { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        Store = Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Close();
    }

    private protected abstract IRunStore Open();

    private protected virtual void Close()
    {
    }

    [Fact]
    public async Task A_run_is_made_with_its_first_lines_and_leased()
    {
        var created = _run.New(lines: 2);
        var lease = await Store.CreateAsync(created, Me, None);

        Assert.Equal(new RunLease(_run.Id, Me, 1, TestRun.Start.AddSeconds(15), TimeSpan.FromSeconds(15)), lease);
        Assert.Equal(Text(created.First.Lines), Text(await Store.ReadAsync(_run.Id, 0, None)));
    }

    [Fact]
    public async Task A_list_shows_how_each_run_stands_the_newest_first()
    {
        var lease = await Store.CreateAsync(_run.New(), Me, None);
        var later = new TestRun("20261123T090000Z-bbbbbb", simulated: true);
        await Store.CreateAsync(later.New(lines: 3, TestRun.Start.AddHours(1).AddTicks(1)), Other, None);
        Clock.Advance(TimeSpan.FromSeconds(2));
        await Store.AppendAsync(lease, _run.Batch() with { Outcome = RunOutcome.SucceededWithFindings });
        await Store.ReleaseAsync(lease, None);

        Assert.Equal(
            [
                new RunSummary(
                    later.Id, "site-a", "drill", true, RunOutcome.Running, TestRun.Start.AddHours(1).AddTicks(1), TestRun.Start, 3, Other, TestRun.Start.AddSeconds(15), TimeSpan.FromSeconds(13)),
                new RunSummary(
                    _run.Id, "site-a", "drill", false, RunOutcome.SucceededWithFindings, TestRun.Start, TestRun.Start.AddSeconds(2), 2, null, null, null),
            ],
            await Store.ListAsync(None));
    }

    [Fact]
    public async Task A_run_of_the_same_id_is_not_made_again()
    {
        await Store.CreateAsync(_run.New(), Me, None);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.CreateAsync(new TestRun(_run.Id).New(lines: 2), Other, None));

        Assert.Single(await Store.ReadAsync(_run.Id, 0, None));
    }

    [Fact]
    public async Task Lines_come_back_byte_for_byte_whatever_stands_in_them()
    {
        var lease = await Store.CreateAsync(_run.New(), Me, None);
        var stored = await Store.ReadAsync(_run.Id, 0, None);
        var expected = Text(stored).ToList();
        await Gen.String[0, 300].Array[1, 4].SampleAsync(
            async texts =>
            {
                var lines = texts.SelectMany(text => _run.Lines(1, text)).ToImmutableArray();
                await Store.AppendAsync(lease, TestRun.Empty with { Lines = lines });
                expected.AddRange(Text(lines));
            },
            iter: 50,
            threads: 1);

        var read = await Store.ReadAsync(_run.Id, 0, None);
        Assert.Equal(expected, Text(read));
        var reader = new JournalReader(_run.Id);
        Assert.All(read, line => reader.Read(line.Span));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(3, 2)]
    [InlineData(5, 0)]
    [InlineData(99, 0)]
    public async Task Reading_goes_on_after_an_entry(long after, int count)
    {
        var created = _run.New(lines: 5);
        await Store.CreateAsync(created, Me, None);

        Assert.Equal(Text(created.First.Lines.TakeLast(count)), Text(await Store.ReadAsync(_run.Id, after, None)));
    }

    [Fact]
    public async Task A_lease_is_given_to_one_owner_at_a_time_and_its_epoch_only_grows()
    {
        var first = await Store.CreateAsync(_run.New(), Me, None);
        Assert.Null(await Store.TryAcquireAsync(_run.Id, Other, None));
        Assert.Null(await Store.TryAcquireAsync(_run.Id, Me, None));

        await Store.ReleaseAsync(first, None);
        var second = await Store.TryAcquireAsync(_run.Id, Other, None);
        Assert.Equal((Other, 2), (second!.Owner, second.Epoch));

        await Store.ReleaseAsync(second, None);
        var third = await Store.TryAcquireAsync(_run.Id, Me, None);
        Assert.Equal((Me, 3), (third!.Owner, third.Epoch));
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_free_at_that_instant_and_not_before()
    {
        await Store.CreateAsync(_run.New(), Me, None);
        Clock.Advance(TimeSpan.FromSeconds(15) - TimeSpan.FromTicks(1));
        Assert.Null(await Store.TryAcquireAsync(_run.Id, Other, None));

        Clock.Advance(TimeSpan.FromTicks(1));
        var taken = await Store.TryAcquireAsync(_run.Id, Other, None);
        Assert.Equal(new RunLease(_run.Id, Other, 2, TestRun.Start.AddSeconds(30), TimeSpan.FromSeconds(15)), taken);
    }

    [Fact]
    public async Task A_renewal_extends_the_lease()
    {
        var lease = await Store.CreateAsync(_run.New(), Me, None);
        Clock.Advance(TimeSpan.FromSeconds(10));
        var renewed = await Store.RenewAsync(lease, None);

        Assert.Equal(lease with { ExpiresAt = TestRun.Start.AddSeconds(25) }, renewed);
        Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await Store.TryAcquireAsync(_run.Id, Other, None));
    }

    [Fact]
    public async Task A_lease_that_ran_out_and_that_nobody_took_still_appends_and_renews()
    {
        var lease = await Store.CreateAsync(_run.New(), Me, None);
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.Null(await Store.AppendAsync(lease, _run.Batch()));
        Assert.Equal(TestRun.Start.AddHours(1).AddSeconds(15), (await Store.RenewAsync(lease, None))!.ExpiresAt);
    }

    [Fact]
    public async Task An_owner_whose_lease_was_taken_over_is_fenced_out()
    {
        var lost = await Store.CreateAsync(_run.New(), Me, None);
        Clock.Advance(TimeSpan.FromMinutes(1));
        var taken = await Store.TryAcquireAsync(_run.Id, Other, None);
        var error = await Assert.ThrowsAsync<LeaseLostException>(() => Store.AppendAsync(lost, _run.Batch() with { Claims = ["replica"], Outcome = RunOutcome.Failed }));

        Assert.Equal(_run.Id, error.Run);
        Assert.Null(await Store.RenewAsync(lost, None));
        await Store.ReleaseAsync(lost, None);
        Assert.NotNull(await Store.RenewAsync(taken!, None));
        var summary = Assert.Single(await Store.ListAsync(None));
        Assert.Equal((RunOutcome.Running, 1L, Other), (summary.Outcome, summary.Length, summary.Owner));
        Assert.Single(await Store.ReadAsync(_run.Id, 0, None));
    }

    [Fact]
    public async Task A_lease_given_back_appends_nothing()
    {
        var lease = await Store.CreateAsync(_run.New(), Me, None);
        await Store.ReleaseAsync(lease, None);

        await Assert.ThrowsAsync<LeaseLostException>(() => Store.AppendAsync(lease, _run.Batch()));
        Assert.Null(await Store.RenewAsync(lease, None));
    }

    [Fact]
    public async Task Lines_that_do_not_follow_the_last_one_are_refused()
    {
        var lease = await Store.CreateAsync(_run.New(), Me, None);
        var skipped = _run.Lines(1);
        var afterGap = _run.Lines(1);
        var otherChain = new TestRun(_run.Id).Lines(2, "not the stored first line").RemoveAt(0);
        var wrongHash = ImmutableArray.Create(skipped[0] with { Hash = JournalLine.NoHash });

        foreach (var lines in new[] { afterGap, otherChain, wrongHash, [skipped[0], skipped[0]] })
        {
            var batch = TestRun.Empty with { Lines = lines, Blobs = [Blob.Of("x"u8.ToArray())], Claims = ["replica"], Outcome = RunOutcome.Failed };
            await Assert.ThrowsAsync<InvalidOperationException>(() => Store.AppendAsync(lease, batch));
        }

        var summary = Assert.Single(await Store.ListAsync(None));
        Assert.Equal((RunOutcome.Running, 1L), (summary.Outcome, summary.Length));
        Assert.Null(await Store.ReadBlobAsync(Blob.Of("x"u8.ToArray()).Sha256, None));
        Assert.Null(await Store.AppendAsync(lease, TestRun.Empty with { Lines = skipped }));
    }

    [Fact]
    public async Task Blobs_come_back_by_their_name_and_may_be_stored_again()
    {
        var blob = Blob.Of(Encoding.UTF8.GetBytes(new string('x', 1 << 20)));
        var empty = Blob.Of(ReadOnlyMemory<byte>.Empty);
        var lease = await Store.CreateAsync(_run.New(), Me, None);
        await Store.AppendAsync(lease, _run.Batch() with { Blobs = [blob, empty] });
        await Store.AppendAsync(lease, _run.Batch() with { Blobs = [blob] });

        Assert.True((await Store.ReadBlobAsync(blob.Sha256, None))!.Value.Span.SequenceEqual(blob.Content.Span));
        Assert.Equal(0, (await Store.ReadBlobAsync(empty.Sha256, None))!.Value.Length);
        Assert.Null(await Store.ReadBlobAsync(JournalLine.NoHash, None));
    }

    [Fact]
    public async Task A_replica_is_claimed_by_one_run_alone()
    {
        var mine = await Store.CreateAsync(_run.New(), Me, None);
        var rival = new TestRun("20261123T090000Z-bbbbbb");
        var theirs = await Store.CreateAsync(rival.New(), Other, None);
        Assert.Null(await Store.AppendAsync(mine, _run.Batch() with { Claims = ["replica-1"] }));

        var blocked = rival.Batch() with { Claims = ["replica-0", "replica-1"], Blobs = [Blob.Of("x"u8.ToArray())], Outcome = RunOutcome.Failed };
        Assert.Equal(new ClaimRefusal("replica-1", _run.Id), await Store.AppendAsync(theirs, blocked));

        Assert.Single(await Store.ReadAsync(rival.Id, 0, None));
        Assert.Null(await Store.ReadBlobAsync(blocked.Blobs[0].Sha256, None));
        Assert.Null(await Store.AppendAsync(mine, _run.Batch() with { Claims = ["replica-0", "replica-1"] }));
        Assert.Equal(RunOutcome.Running, (await Store.ListAsync(None)).Single(run => run.Run == rival.Id).Outcome);
    }

    [Fact]
    public async Task A_released_replica_is_free_and_only_its_holder_releases_it()
    {
        var mine = await Store.CreateAsync(_run.New(), Me, None);
        var rival = new TestRun("20261123T090000Z-bbbbbb");
        var theirs = await Store.CreateAsync(rival.New(), Other, None);
        await Store.AppendAsync(mine, _run.Batch() with { Claims = ["replica"] });
        await Store.AppendAsync(theirs, rival.Batch() with { Releases = ["replica", "never claimed"] });
        Assert.Equal(new ClaimRefusal("replica", _run.Id), await Store.AppendAsync(theirs, TestRun.Empty with { Claims = ["replica"] }));

        await Store.AppendAsync(mine, _run.Batch() with { Releases = ["replica"], Claims = ["replica"] });
        Assert.Equal(new ClaimRefusal("replica", _run.Id), await Store.AppendAsync(theirs, TestRun.Empty with { Claims = ["replica"] }));

        await Store.AppendAsync(mine, _run.Batch() with { Releases = ["replica"] });
        Assert.Null(await Store.AppendAsync(theirs, rival.Batch() with { Claims = ["replica"] }));
    }

    [Fact]
    public async Task A_claim_outlives_its_owner_and_its_run_may_claim_again()
    {
        var first = await Store.CreateAsync(_run.New(), Me, None);
        await Store.AppendAsync(first, _run.Batch() with { Claims = ["replica"] });
        await Store.ReleaseAsync(first, None);
        var second = await Store.TryAcquireAsync(_run.Id, Other, None);

        Assert.Null(await Store.AppendAsync(second!, _run.Batch() with { Claims = ["replica"] }));
    }

    [Fact]
    public async Task The_claims_of_a_rehearsal_meet_nobody_elses()
    {
        var real = await Store.CreateAsync(_run.New(), Me, None);
        var first = new TestRun("20261123T090000Z-bbbbbb", simulated: true);
        var second = new TestRun("20261123T100000Z-cccccc", simulated: true);
        var one = await Store.CreateAsync(first.New(), Me, None);
        var two = await Store.CreateAsync(second.New(), Me, None);

        Assert.Null(await Store.AppendAsync(one, first.Batch() with { Claims = ["replica"] }));
        Assert.Null(await Store.AppendAsync(real, _run.Batch() with { Claims = ["replica"] }));
        Assert.Null(await Store.AppendAsync(two, second.Batch() with { Claims = ["replica"] }));
    }

    [Fact]
    public async Task Commands_wait_in_the_order_they_came_until_lines_answer_them()
    {
        var lease = await Store.CreateAsync(_run.New(), Me, None);
        var halt = new OperatorCommand("halt", null, "alice@example.com", TestRun.Start.AddTicks(7), "storage is on fire");
        var approve = new OperatorCommand("approve", "go-live", "bob@example.com", TestRun.Start, null, "-----BEGIN SSH SIGNATURE-----");
        var first = await Store.PostCommandAsync(_run.Id, halt, None);
        var second = await Store.PostCommandAsync(_run.Id, approve, None);
        Assert.Equal([new PendingCommand(first, halt), new PendingCommand(second, approve)], await Store.PendingCommandsAsync(_run.Id, None));
        Assert.Null(await Store.AnswerOfAsync(first, None));

        var answers = ImmutableArray.Create(new CommandAnswer(first, true, null), new CommandAnswer(second, false, "nobody asked"));
        await Store.AppendAsync(lease, _run.Batch() with { Answers = [answers[0]] });
        Assert.Equal([new PendingCommand(second, approve)], await Store.PendingCommandsAsync(_run.Id, None));

        await Store.AppendAsync(lease, _run.Batch() with { Answers = [answers[1]] });
        Assert.Empty(await Store.PendingCommandsAsync(_run.Id, None));
        Assert.Equal([answers[0], answers[1]], new[] { await Store.AnswerOfAsync(first, None), await Store.AnswerOfAsync(second, None) });
    }

    [Fact]
    public async Task A_command_belongs_to_one_run_and_is_answered_once()
    {
        var lease = await Store.CreateAsync(_run.New(), Me, None);
        var other = new TestRun("20261123T090000Z-bbbbbb");
        var theirs = await Store.CreateAsync(other.New(), Other, None);
        var number = await Store.PostCommandAsync(_run.Id, new OperatorCommand("halt", null, "alice", TestRun.Start, null), None);
        var answer = new CommandAnswer(number, true, null);
        Assert.Empty(await Store.PendingCommandsAsync(other.Id, None));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.AppendAsync(theirs, other.Batch() with { Answers = [answer] }));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.AppendAsync(lease, TestRun.Empty with { Answers = [answer with { Number = 99 }] }));
        await Store.AppendAsync(lease, _run.Batch() with { Answers = [answer] });
        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.AppendAsync(lease, _run.Batch() with { Answers = [answer with { Accepted = false }] }));

        Assert.Equal(answer, await Store.AnswerOfAsync(number, None));
        Assert.Single(await Store.ReadAsync(other.Id, 0, None));
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_named()
    {
        var stranger = new RunLease("gone", Me, 1, TestRun.Start, TimeSpan.FromSeconds(15));
        Func<Task>[] acts =
        [
            () => Store.TryAcquireAsync("gone", Me, None),
            () => Store.ReadAsync("gone", 0, None),
            () => Store.PostCommandAsync("gone", new OperatorCommand("halt", null, "alice", TestRun.Start, null), None),
            () => Store.AppendAsync(stranger, TestRun.Empty),
        ];
        foreach (var act in acts)
        {
            Assert.Equal("gone", (await Assert.ThrowsAsync<RunNotFoundException>(act)).Run);
        }

        Assert.Null(await Store.RenewAsync(stranger, None));
        await Store.ReleaseAsync(stranger, None);
        Assert.Empty(await Store.PendingCommandsAsync("gone", None));
        Assert.Null(await Store.AnswerOfAsync(1, None));
        Assert.Empty(await Store.ListAsync(None));
    }

    [Fact]
    public async Task A_run_whose_lease_ran_out_or_was_given_back_is_orphaned_until_somebody_takes_it()
    {
        var lease = await Store.CreateAsync(_run.New(), Me, None);
        Assert.Equal((true, false), await DrivenAndOrphanedAsync());

        Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal((false, true), await DrivenAndOrphanedAsync());

        var taken = await Store.TryAcquireAsync(_run.Id, Other, None);
        Assert.Equal((true, false), await DrivenAndOrphanedAsync());

        await Store.ReleaseAsync(lease, None);
        await Store.ReleaseAsync(taken!, None);
        Assert.Equal((false, true), await DrivenAndOrphanedAsync());

        var last = await Store.TryAcquireAsync(_run.Id, Other, None);
        await Store.AppendAsync(last!, _run.Batch() with { Outcome = RunOutcome.Halted });
        await Store.ReleaseAsync(last!, None);
        Assert.Equal((false, false), await DrivenAndOrphanedAsync());
    }

    [Fact]
    public async Task A_cancelled_token_stops_a_read_before_it_begins() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.ListAsync(new CancellationToken(canceled: true)));

    private async Task<(bool Driven, bool Orphaned)> DrivenAndOrphanedAsync()
    {
        var summary = Assert.Single(await Store.ListAsync(None));
        return (summary.Driven, summary.Orphaned);
    }

    private static IEnumerable<string> Text(IEnumerable<JournalLine> lines) => Text(lines.Select(line => line.Bytes));

    private static IEnumerable<string> Text(IEnumerable<ReadOnlyMemory<byte>> lines) => lines.Select(line => Convert.ToHexString(line.Span));
}
