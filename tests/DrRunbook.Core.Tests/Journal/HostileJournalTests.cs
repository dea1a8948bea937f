using System.Text;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Tests.Execution;
using DrRunbook.TestKit;
using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Journal;

/// <summary>Journals and plans that somebody has damaged, by chance or by design: they are refused by their code, and nothing is thrown besides.</summary>
public sealed class HostileJournalTests
{
    [Fact]
    public void No_damage_to_a_journal_line_makes_the_reader_throw_anything_but_its_code()
    {
        var run = new ScriptedRun(Of(Failover("db").Verifying(Tcp()))).Script("db", World.Ending(TimeSpan.FromMinutes(1), "Success", "Warning")).Go();
        var lines = run.Lines.Select(line => line.Bytes.ToArray()).ToList();

        HostileBytes.Feed(lines, bytes =>
        {
            // As a first line, so that the damage itself is looked at and not the broken chain alone.
            foreach (var line in new[] { bytes, AsFirst(bytes) })
            {
                try
                {
                    _ = new JournalReader("run").Read(line);
                }
                catch (JournalDamagedException damaged)
                {
                    Assert.StartsWith("DR05", damaged.Code, StringComparison.Ordinal);
                }
            }
        });
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    [InlineData("1e400")]
    public void A_time_that_no_clock_tells_is_damage(string elapsed)
    {
        var line = $$"""{"seq":1,"at":"2026-11-23T04:11:00.000Z","elapsedMs":{{elapsed}},"run":"run","type":"sessions-settled","data":{"step":"db"},"prev":"{{JournalLine.NoHash}}"}""";

        Assert.StartsWith("DR05", Assert.Throws<JournalDamagedException>(() => new JournalReader("run").Read(Encoding.UTF8.GetBytes(line))).Code, StringComparison.Ordinal);
    }

    private static byte[] AsFirst(byte[] line)
    {
        var text = Encoding.Latin1.GetString(line);
        return Encoding.Latin1.GetBytes(Regex(text, "\"seq\":\\d+", "\"seq\":1", "\"prev\":\"[0-9a-f]*\"", $"\"prev\":\"{JournalLine.NoHash}\"", "\"run\":\"[^\"]*\"", "\"run\":\"run\""));
    }

    private static string Regex(string text, params string[] pairs)
    {
        for (var i = 0; i < pairs.Length; i += 2)
        {
            text = System.Text.RegularExpressions.Regex.Replace(text, pairs[i], pairs[i + 1]);
        }

        return text;
    }
}
