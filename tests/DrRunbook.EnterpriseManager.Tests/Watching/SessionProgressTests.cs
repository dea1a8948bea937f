using CsCheck;
using DrRunbook.EnterpriseManager.Watching;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Tests.Watching;

public sealed class SessionProgressTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableArray<string> States = ["Starting", "Working", "Stopping", "Stopped"];

    private static readonly Gen<(int? Progress, string State)[]> Readings =
        Gen.Select(Gen.Int[0, 100].Nullable(), Gen.Int[0, 3], (progress, state) => (progress, States[state])).Array[1, 200];

    [Fact]
    public void Whatever_a_session_says_progress_alone_is_told_every_ten_percent_or_half_minute_and_every_other_change_at_once() =>
        Readings.Sample(readings =>
        {
            var progress = new SessionProgress();
            (WireSession Session, DateTimeOffset At)? told = null;
            for (var index = 0; index < readings.Length; index++)
            {
                var now = Start.AddSeconds(5 * index);
                var session = Session(readings[index].Progress, readings[index].State);
                var isTold = progress.See(session, now);
                Assert.Equal(MustTell(told, session, now), isTold);
                told = isTold ? (session, now) : told;
            }
        });

    [Fact]
    public void Readings_that_do_not_change_are_told_once()
    {
        var progress = new SessionProgress();
        var told = Enumerable.Range(0, 100).Count(second => progress.See(Session(40, "Working"), Start.AddMinutes(second)));

        Assert.Equal(1, told);
    }

    [Theory]
    [InlineData(-40, 60, 20)]
    [InlineData(20, 60, 60)]
    public void It_stopped_at_its_own_end_but_never_after_we_saw_it_stopped(int ended, int seen, int stopped)
    {
        var progress = new SessionProgress();
        progress.See(Session(null, "Stopped") with { EndedAt = Start.AddSeconds(ended) }, Start.AddSeconds(seen));

        Assert.Equal(Start.AddSeconds(stopped), progress.StoppedBy(clockOffset: TimeSpan.FromSeconds(-60)));
    }

    private static bool MustTell((WireSession Session, DateTimeOffset At)? told, WireSession session, DateTimeOffset now)
    {
        if (told is not { } last || last.Session.State != session.State)
        {
            return true;
        }

        return last.Session.Progress != session.Progress
            && (Math.Abs((last.Session.Progress ?? 0) - (session.Progress ?? 0)) >= 10 || now - last.At >= TimeSpan.FromSeconds(30));
    }

    private static WireSession Session(int? progress, string state) =>
        new("urn:veeam:RestoreSession:1", "erp-db", "erp-db", null, state, "None", progress, Start, null, null);
}
