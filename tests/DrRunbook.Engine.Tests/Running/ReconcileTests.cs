using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Running;
using DrRunbook.Engine.Time;

namespace DrRunbook.Engine.Tests.Running;

/// <summary>Reading a manager back: what a request left behind whose answer was lost, and what earlier requests did before a further one is made.</summary>
public sealed class ReconcileTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly StepId Db = new("db");
    private static readonly RestorePoint Point = new("point", "db@0", "db", "replica", null, "server-1", null, Now, []);

    private readonly VirtualClock _clock = new(Now);
    private readonly FakeManager _manager;
    private readonly List<RunEvent> _facts = [];

    public ReconcileTests()
    {
        _manager = new FakeManager(_clock);
    }

    [Fact]
    public void What_another_process_was_about_to_send_is_looked_for_only_when_its_lease_and_a_margin_are_over()
    {
        _manager.Answers.Enqueue([Session("s1")]);
        ReadBack(Lost(isUnheard: true), unheard: TimeSpan.FromSeconds(20));

        Assert.Equal([20, 35], _manager.AskedAt);
        Assert.Equal("s1", Assert.IsType<DoubtResolved>(Assert.Single(_facts)).SessionUid);
    }

    [Fact]
    public void A_lost_reply_that_was_heard_of_is_read_back_at_once()
    {
        _manager.Answers.Enqueue([Session("s1")]);
        ReadBack(Lost(isUnheard: false), unheard: TimeSpan.FromSeconds(20));

        Assert.Equal([0, 15], _manager.AskedAt);
    }

    [Fact]
    public void The_managers_own_time_for_reading_back_is_kept()
    {
        _manager.Answers.Enqueue([]);
        ReadBack(Lost(isUnheard: false), unheard: TimeSpan.Zero, reconcileFor: TimeSpan.FromMinutes(2));

        Assert.IsType<ReconcileEnded>(Assert.Single(_facts));
        Assert.Equal(Now.AddMinutes(2), _clock.GetUtcNow());
        Assert.Equal((Now.AddSeconds(-5), Now.AddMinutes(2)), _manager.Window);
    }

    [Fact]
    public void Before_a_further_request_one_look_that_finds_nothing_suffices()
    {
        _manager.Answers.Enqueue([]);

        Assert.Empty(Recheck().Sessions);
        Assert.Equal([0], _manager.AskedAt);
        Assert.Equal((Now.AddMinutes(-10).AddSeconds(-5), Now.AddMinutes(20)), _manager.Window);
    }

    [Fact]
    public void One_session_seen_twice_takes_the_place_of_the_request()
    {
        _manager.Answers.Enqueue([Session("s1")]);
        var ended = Recheck();

        Assert.Equal(["s1"], ended.Sessions);
        Assert.Equal(Now.AddSeconds(1), ended.CreatedAt);
        Assert.Equal([0, 15], _manager.AskedAt);
    }

    [Fact]
    public void Two_sessions_leave_it_to_a_person()
    {
        _manager.Answers.Enqueue([Session("s2"), Session("s1")]);
        var ended = Recheck();

        Assert.Equal(["s1", "s2"], ended.Sessions);
        Assert.Null(ended.CreatedAt);
    }

    [Fact]
    public void A_manager_that_does_not_answer_is_asked_until_it_does()
    {
        for (var times = 0; times < 100; times++)
        {
            _manager.Answers.Enqueue(null);
        }

        _manager.Answers.Enqueue([]);

        Assert.Empty(Recheck().Sessions);
        Assert.Equal(101, _manager.AskedAt.Count);
    }

    [Fact]
    public void A_session_of_another_step_or_of_an_attempt_known_to_have_failed_is_none_of_it()
    {
        _manager.Answers.Enqueue([Session("tied"), Session("claimed") with { ClaimedBy = new StepId("app") }]);

        Assert.Empty(Recheck(new Dictionary<string, StepId> { ["tied"] = Db }).Sessions);
    }

    private static TracedSession Session(string uid) => new(uid, "db", "Working", "None", Now.AddSeconds(1), null, null);

    private static FailoverTrack Lost(bool isUnheard) => new(
        new FailoverRequested(Db, 1, "op-1", FakeManager.SiteB, "db", "replica", "point", Now, Now.AddHours(1)), new Moment(Now, TimeSpan.Zero, 3))
    {
        IsUnheard = isUnheard,
    };

    private void ReadBack(FailoverTrack lost, TimeSpan unheard, TimeSpan? reconcileFor = null)
    {
        var limit = reconcileFor ?? TimeSpan.FromMinutes(20);
        var effects = Effects(new Dictionary<string, StepId>(), unheard);
        Run(sink => effects.ReadBackAsync(lost, Point, limit, Now + limit, sink, CancellationToken.None));
    }

    private RecheckEnded Recheck(Dictionary<string, StepId>? known = null)
    {
        var effects = Effects(known ?? [], TimeSpan.Zero);
        Run(sink => effects.RecheckAsync(new RecheckStarted(Db, 2), Lost(isUnheard: false), Now.AddMinutes(-10), Point, TimeSpan.FromMinutes(20), sink, CancellationToken.None));
        return Assert.IsType<RecheckEnded>(Assert.Single(_facts));
    }

    private void Run(Func<IFactSink, Task> work) => _clock.RunToEnd(async () =>
    {
        await work(new Sink(_facts));
        return true;
    });

    private ReconcileEffects Effects(Dictionary<string, StepId> known, TimeSpan unheard) => new(
        new Dictionary<ManagerName, IManagerClient> { [FakeManager.SiteB] = _manager }, _clock, _clock, new SessionTies(known), unheard);

    private sealed class Sink(List<RunEvent> facts) : IFactSink
    {
        public void Post(RunEvent fact, params ReadOnlySpan<Blob> blobs) => facts.Add(fact);
    }
}
