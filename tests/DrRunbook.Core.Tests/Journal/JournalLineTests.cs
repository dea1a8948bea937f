using System.Text;
using System.Text.Json;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.TestKit;

namespace DrRunbook.Core.Tests.Journal;

public sealed class JournalLineTests
{
    private const string Run = "20261123T080000Z-abcdef";

    private static readonly DateTimeOffset At = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Names => [.. RunEventNames.All.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_event_has_a_name_and_a_sample()
    {
        var types = typeof(RunEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RunEvent)) && !type.IsAbstract).ToHashSet();

        Assert.Equal(types, RunEventNames.All.Values.ToHashSet());
        Assert.Equal(types, SampleEvents.Full.Select(sample => sample.GetType()).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_event_is_read_back_as_it_was_written(string name)
    {
        foreach (var sample in SampleEvents.Full.Concat(SampleEvents.Sparse).Where(sample => RunEventNames.Of(sample) == name))
        {
            var entry = new JournalEntry(1, At, TimeSpan.FromMilliseconds(1234), sample);
            var line = JournalLine.Write(Run, entry, JournalLine.NoHash);

            var read = new JournalReader(Run).Read(line.Bytes.Span);

            Assert.Equal((1, At, entry.Elapsed), (read.Sequence, read.At, read.Elapsed));
            Assert.Equal(sample.GetType(), read.Event.GetType());
            Assert.Equal(line.Bytes.ToArray(), JournalLine.Write(Run, read, JournalLine.NoHash).Bytes.ToArray());
        }
    }

    [Fact]
    public void The_bytes_of_every_event()
    {
        var text = new StringBuilder();
        var previous = JournalLine.NoHash;
        var sequence = 0;
        foreach (var sample in SampleEvents.Full.Concat(SampleEvents.Sparse))
        {
            var line = JournalLine.Write(Run, new JournalEntry(++sequence, At.AddSeconds(sequence), TimeSpan.FromSeconds(sequence), sample), previous);
            text.Append(Encoding.UTF8.GetString(line.Bytes.Span)).Append('\n');
            previous = line.Hash;
        }

        Snap.Verify(text.ToString(), "jsonl");
    }

    [Fact]
    public void The_hash_is_that_of_the_exact_bytes()
    {
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", JournalLine.HashOf("abc"u8));
        var line = JournalLine.Write(Run, new JournalEntry(1, At, TimeSpan.Zero, SampleEvents.Full[0]), JournalLine.NoHash);
        Assert.Equal(JournalLine.HashOf(line.Bytes.Span), line.Hash);
    }

    [Fact]
    public void A_line_holds_no_line_break_and_no_null()
    {
        foreach (var sample in SampleEvents.Full.Concat(SampleEvents.Sparse))
        {
            var line = JournalLine.Write(Run, new JournalEntry(1, At, TimeSpan.Zero, sample), JournalLine.NoHash);
            Assert.Equal(-1, line.Bytes.Span.IndexOfAny("\r\n"u8));
            Assert.DoesNotContain(":null", Encoding.UTF8.GetString(line.Bytes.Span), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_entry_that_is_too_tooLongfor_a_line_is_refused()
    {
        var tooLong = new ActionSucceeded(new("a"), false, OutsideText.None, [.. Enumerable.Repeat(new string('a', 64), 1000)]);

        Assert.Throws<InvalidOperationException>(() => JournalLine.Write(Run, new JournalEntry(1, At, TimeSpan.Zero, tooLong), JournalLine.NoHash));
    }

    [Fact]
    public void The_longest_texts_from_outside_fit_into_a_line()
    {
        var text = OutsideText.From(new string('\u0001', 10_000));
        var longest = new GateAnswered(new("a"), new("a"), GateDecision.Approve, text, text, false);

        Assert.True(JournalLine.Write(Run, new JournalEntry(1, At, TimeSpan.Zero, longest), JournalLine.NoHash).Bytes.Length < JournalLine.MaxBytes);
    }

    [Theory]
    [InlineData("""{"outcome":"failed","outcome":"succeeded"}""")]
    [InlineData("""{"outcome":99}""")]
    [InlineData("""{"outcome":"splendid"}""")]
    [InlineData("""{"outcome":null}""")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    public void Data_that_is_not_the_events_is_damage(string data) =>
        Assert.Equal("DR0501", Assert.Throws<JournalDamagedException>(() => Read("run-ended", data)).Code);

    [Fact]
    public void A_type_of_a_later_version_is_refused() =>
        Assert.Equal("DR0505", Assert.Throws<JournalDamagedException>(() => Read("run-teleported", "{}")).Code);

    [Fact]
    public void Members_of_a_later_version_are_passed_over() =>
        Assert.Equal(new RunEnded(RunOutcome.Failed), Read("run-ended", """{"outcome":"failed","mood":"bad"}""").Event);

    private static JournalEntry Read(string type, string data)
    {
        var line = $$"""{"seq":1,"at":"2026-11-23T08:00:00.000Z","elapsedMs":0,"run":"{{Run}}","type":"{{type}}","data":{{data}},"prev":"{{JournalLine.NoHash}}"}""";
        using var _ = JsonDocument.Parse(line);
        return new JournalReader(Run).Read(Encoding.UTF8.GetBytes(line));
    }
}
