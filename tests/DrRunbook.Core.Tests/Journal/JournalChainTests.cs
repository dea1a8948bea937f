using System.Text;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Tests.Execution;

namespace DrRunbook.Core.Tests.Journal;

/// <summary>No change to a journal whose head and length are known goes unnoticed.</summary>
public sealed class JournalChainTests
{
    private static readonly ScriptedRun Whole = new ScriptedRun(Plans.Of(Plans.Failover("db"), Plans.Command("app"))).Go();
    private static readonly byte[] Bytes = Join(Whole.Lines.Select(line => line.Bytes.ToArray()));

    [Fact]
    public void An_unchanged_journal_is_read_to_its_head() => Assert.Null(Damage(Bytes));

    [Fact]
    public void Every_change_of_a_single_byte_is_noticed()
    {
        for (var position = 0; position < Bytes.Length; position++)
        {
            foreach (var flip in (byte[])[0x01, 0x20, 0x80])
            {
                var changed = (byte[])Bytes.Clone();
                changed[position] ^= flip;
                AssertNoticed(changed, $"byte {position} ^ {flip}");
            }
        }
    }

    [Fact]
    public void Every_truncation_is_noticed()
    {
        for (var length = 0; length < Bytes.Length; length++)
        {
            AssertNoticed(Bytes[..length], $"cut to {length}");
        }
    }

    [Fact]
    public void Every_dropped_line_is_noticed()
    {
        for (var dropped = 0; dropped < Whole.Lines.Count; dropped++)
        {
            AssertNoticed(Join(Lines().Where((_, index) => index != dropped)), $"line {dropped} dropped");
        }
    }

    [Fact]
    public void Every_swap_of_two_lines_is_noticed()
    {
        for (var first = 0; first < Whole.Lines.Count; first++)
        {
            for (var second = first + 1; second < Whole.Lines.Count; second++)
            {
                var lines = Lines().ToArray();
                (lines[first], lines[second]) = (lines[second], lines[first]);
                AssertNoticed(Join(lines), $"lines {first} and {second} swapped");
            }
        }
    }

    [Fact]
    public void Every_doubled_line_is_noticed()
    {
        for (var doubled = 0; doubled < Whole.Lines.Count; doubled++)
        {
            AssertNoticed(Join(Lines().SelectMany((line, index) => index == doubled ? new[] { line, line } : [line])), $"line {doubled} doubled");
        }
    }

    [Fact]
    public void The_way_in_which_it_is_damaged_has_a_code()
    {
        var lines = Lines().ToArray();

        Assert.Equal("DR0501", Damage(Join([.. lines[..2], lines[2][..20]])));
        Assert.Equal("DR0502", Damage(Join([.. lines[..2], .. lines[3..]])));
        Assert.Equal("DR0503", Damage(Join([Replace(lines[0], "host", "hast"), .. lines[1..]])));
        Assert.Equal("DR0504", Damage(Join([Replace(lines[0], "-abcdef", "-abcdee"), .. lines[1..]])));
        Assert.Equal("DR0505", Damage(Join([Replace(lines[0], "run-started", "run-startled"), .. lines[1..]])));
    }

    [Fact]
    public void A_rechained_journal_that_tells_an_impossible_run_is_noticed_by_the_fold()
    {
        var graph = new PlanGraph(Plans.Of(Plans.Failover("db"), Plans.Command("app")));
        for (var dropped = 0; dropped < Whole.Journal.Count; dropped++)
        {
            if (Whole.Journal[dropped].Event is StepStarted or StepQueued or FailoverRequested or TaskAccepted or ActionStarted or ActionSucceeded or RunStarted)
            {
                var entries = Whole.Journal.Where((_, index) => index != dropped).Select((entry, index) => entry with { Sequence = index + 1 });
                Assert.Equal("DR0506", Assert.Throws<JournalDamagedException>(() => RunState.Fold(graph, entries)).Code);
            }
        }
    }

    private static IEnumerable<byte[]> Lines() => Whole.Lines.Select(line => line.Bytes.ToArray());

    private static byte[] Join(IEnumerable<byte[]> lines) => [.. lines.SelectMany(line => line.Append((byte)'\n'))];

    private static byte[] Replace(byte[] line, string old, string with) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line).Replace(old, with, StringComparison.Ordinal));

    private static void AssertNoticed(byte[] journal, string what) => Assert.True(Damage(journal) is not null, what);

    /// <summary>The code under which a reader that knows head and length notices, or null.</summary>
    private static string? Damage(byte[] journal)
    {
        var reader = new JournalReader(((RunStarted)Whole.Journal[0].Event).Run);
        try
        {
            var rest = journal.AsSpan();
            while (!rest.IsEmpty)
            {
                var end = rest.IndexOf((byte)'\n');
                reader.Read(end < 0 ? rest : rest[..end]);
                rest = end < 0 ? [] : rest[(end + 1)..];
                if (end < 0)
                {
                    return "no end of line";
                }
            }
        }
        catch (JournalDamagedException damage)
        {
            Assert.StartsWith("DR05", damage.Code, StringComparison.Ordinal);
            return damage.Code;
        }

        return reader.Head == Whole.Lines[^1].Hash && reader.Length == Whole.Lines.Count ? null : "head";
    }
}
