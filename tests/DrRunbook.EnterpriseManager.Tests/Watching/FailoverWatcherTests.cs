using System.Net;
using DrRunbook.Core.Execution;
using DrRunbook.EnterpriseManager.Tests.Doubles;

namespace DrRunbook.EnterpriseManager.Tests.Watching;

public sealed class FailoverWatcherTests
{
    private readonly VirtualManager _virtual = new();

    private MemoryManager Manager => _virtual.Manager;

    [Fact]
    public void A_failover_is_followed_from_its_task_to_the_end_of_its_session()
    {
        _virtual.Connect();
        Manager.Tasks.Add(Entities.Task(1, "Running"));
        _virtual.Watch();
        _virtual.Advance(5);
        Set(Entities.Task(1, "Running", success: true, message: "Ok", session: 7));
        Manager.Sessions.Add(Entities.Session(7, "erp-db", _virtual.Now, "Starting"));
        _virtual.Advance(5);
        Set(Entities.Task(1, "OperationFinished", success: true, message: "OperationFinished", session: 7));
        Replace(Entities.Session(7, "erp-db", _virtual.Now, progress: 40));
        _virtual.Advance(5);
        Set(Entities.Task(1, "Finished", success: true, message: "Ok", session: 7));
        _virtual.Advance(5);
        Replace(Entities.Session(7, "erp-db", _virtual.Now, "Stopped", "Success", 100, _virtual.Now));
        _virtual.Advance(5);
        _virtual.Advance(600);

        Assert.Equal(
            [
                "task task-1 Running - '' -",
                "task task-1 Running - '' 07",
                "session 07 erp-db Starting None -",
                "task task-1 OperationFinished - '' 07",
                "session 07 erp-db Working None 40",
                "task task-1 Finished True 'Ok' 07",
                "session 07 erp-db Stopped Success 100",
                "settled",
            ],
            _virtual.Facts.Lines());
        Assert.DoesNotContain(Manager.Requests, request => request.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public void A_session_of_an_earlier_attempt_that_another_process_followed_is_none_of_the_next_attempts()
    {
        _virtual.Connect();
        var failed = Entities.Session(7, "erp-db", _virtual.Now, "Stopped", "Failed", 0, _virtual.Now);
        Manager.Sessions.Add(failed);
        Manager.Sessions.Add(Entities.Session(8, "erp-db", _virtual.Now, "Stopped", "Success", 100, _virtual.Now));
        _virtual.Watch(task: null, logon: 0, session: $"urn:veeam:RestoreSession:{Entities.Id(8)}", earlier: $"urn:veeam:RestoreSession:{Entities.Id(7)}");
        _virtual.AdvanceSlowly(TimeSpan.FromMinutes(1));

        Assert.Equal(["vanished", "session 08 erp-db Stopped Success 100", "settled"], _virtual.Facts.Lines().Select(line => line.StartsWith("vanished", StringComparison.Ordinal) ? "vanished" : line));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    public void The_number_of_requests_does_not_grow_with_the_number_of_running_vApps(int vApps)
    {
        _virtual.Connect();
        for (var number = 1; number <= vApps; number++)
        {
            Manager.Tasks.Add(Entities.Task(number, "Running", success: true, session: number));
            Manager.Sessions.Add(Entities.Session(number, $"vapp-{number}", _virtual.Now));
            _virtual.Watch($"task-{number}", point: Entities.RestorePoint($"vapp-{number}", _virtual.Now, "vm"), step: $"step-{number}");
        }

        Manager.Requests.Clear();
        _virtual.AdvanceSlowly(TimeSpan.FromMinutes(10));

        Assert.Equal(120, Manager.CountOf("GET tasks"));
        Assert.Equal(240, Manager.Requests.Count);
        Assert.Equal(vApps, _virtual.Facts.Of<SessionChanged>().Length);
    }

    [Fact]
    public void A_failed_start_is_told_at_once_and_believed_when_no_session_came_of_it_in_30_seconds()
    {
        _virtual.Connect();
        Manager.Tasks.Add(Entities.Task(1, "Finished", success: false, message: "Replica VM is already in the failover state."));
        _virtual.Watch();
        _virtual.Advance(5);

        Assert.Equal(["task task-1 Finished False 'Replica VM is already in the failover state.' -"], _virtual.Facts.Lines());

        _virtual.AdvanceSlowly(TimeSpan.FromSeconds(35));
        Assert.Equal("settled", _virtual.Facts.Lines().Last());
    }

    [Fact]
    public void Not_found_on_a_finished_task_is_read_three_times_more_before_it_is_believed()
    {
        _virtual.Connect();
        Manager.Tasks.Add(Entities.Task(1, "Finished", success: false, message: "Restore point not found"));
        _virtual.Watch();
        _virtual.AdvanceSlowly(TimeSpan.FromSeconds(15));
        Assert.Empty(_virtual.Facts.All);

        _virtual.Advance(5);
        Assert.Equal(["task task-1 Finished False 'Restore point not found' -"], _virtual.Facts.Lines());

        _virtual.AdvanceSlowly(TimeSpan.FromSeconds(35));
        Assert.Equal("settled", _virtual.Facts.Lines().Last());
    }

    [Fact]
    public void Not_found_that_passes_is_never_told()
    {
        _virtual.Connect();
        Manager.Tasks.Add(Entities.Task(1, "Finished", success: false, message: "Restore point not found"));
        _virtual.Watch();
        _virtual.AdvanceSlowly(TimeSpan.FromSeconds(10));
        Set(Entities.Task(1, "Running"));
        _virtual.Advance(5);

        Assert.Equal(["task task-1 Running - '' -"], _virtual.Facts.Lines());
    }

    [Fact]
    public void A_task_that_the_manager_forgot_leaves_the_verdict_to_the_session()
    {
        _virtual.Connect();
        Manager.Tasks.Add(Entities.Task(1, "Running", session: 7));
        _virtual.Watch();
        _virtual.Advance(5);
        Manager.Tasks.Clear();
        _virtual.Advance(5);
        Manager.Sessions.Add(Entities.Session(7, "erp-db", _virtual.Now, "Stopped", "Failed", ended: _virtual.Now));
        _virtual.Advance(5);

        Assert.Equal(
            [
                "task task-1 Running - '' 07",
                "vanished: HTTP 500: There is no backup task with that id in current rest session",
                "session 07 erp-db Stopped Failed -",
                "settled",
            ],
            _virtual.Facts.Lines());
        Assert.Equal(1, Manager.CountOf("GET tasks/"));
    }

    [Fact]
    public void After_a_new_logon_old_task_ids_are_never_asked_for()
    {
        _virtual.Connect();
        Manager.Tasks.Add(Entities.Task(1, "Running", session: 7));
        Manager.Sessions.Add(Entities.Session(7, "erp-db", _virtual.Now));
        _virtual.Watch();
        _virtual.Advance(5);
        Manager.Restart();
        Manager.Tasks.Add(Entities.Task(1, "Finished", success: false, message: "somebody else's task"));
        Manager.Requests.Clear();
        _virtual.AdvanceSlowly(TimeSpan.FromSeconds(30));
        Replace(Entities.Session(7, "erp-db", VirtualManager.Start, "Stopped", "Success", ended: _virtual.Now));
        _virtual.Advance(5);

        Assert.Equal(
            [
                "task task-1 Running - '' 07",
                "session 07 erp-db Working None -",
                "logon renewed",
                "vanished: the logon session that its task belonged to has ended",
                "session 07 erp-db Stopped Success -",
                "settled",
            ],
            _virtual.Facts.Lines());
        Assert.Equal(1, Manager.CountOf("POST sessionMngr"));
        Assert.Equal(0, Manager.CountOf("GET tasks/"));
        Assert.Equal(2, Manager.CountOf("GET tasks"));
    }

    [Fact]
    public void Nothing_is_settled_while_the_session_that_the_task_names_is_missing()
    {
        _virtual.Connect();
        Manager.Tasks.Add(Entities.Task(1, "Finished", success: true, session: 7));
        _virtual.Watch();
        _virtual.AdvanceSlowly(TimeSpan.FromMinutes(5));
        Assert.Empty(_virtual.Facts.Of<SessionsSettled>());
        Assert.Empty(_virtual.Facts.Of<ManagerLost>());

        Manager.Sessions.Add(Entities.Session(7, "erp-db", _virtual.Now, "Stopped", "Success", ended: _virtual.Now));
        _virtual.Advance(5);
        Assert.Single(_virtual.Facts.Of<SessionsSettled>());
    }

    [Fact]
    public void A_related_session_that_no_query_lists_is_read_by_its_id()
    {
        _virtual.Connect();
        Manager.Tasks.Add(Entities.Task(1, "Finished", success: true, session: 7));
        var session = Entities.Session(7, "erp-db", _virtual.Now, "Stopped", "Warning", ended: _virtual.Now);
        session.SetAttributeValue("unlisted", "true");
        Manager.Sessions.Add(session);
        _virtual.Watch();
        _virtual.Advance(5);

        Assert.Equal(["task task-1 Finished True '' 07", "session 07 erp-db Stopped Warning -", "settled"], _virtual.Facts.Lines());
    }

    [Fact]
    public void With_several_sessions_they_are_read_once_more_half_a_minute_after_the_last_one_stopped()
    {
        _virtual.Connect();
        Manager.Tasks.Add(Entities.Task(1, "Finished", success: true, session: 7));
        Manager.Sessions.Add(Entities.Session(7, "db1", _virtual.Now));
        _virtual.Watch(point: Entities.RestorePoint("erp-db", _virtual.Now, "db1", "db2"));
        _virtual.Advance(5);
        Replace(Entities.Session(7, "db1", VirtualManager.Start, "Stopped", "Success", ended: _virtual.Now));
        _virtual.AdvanceSlowly(TimeSpan.FromSeconds(25));
        Manager.Sessions.Add(Entities.Session(8, "db2", _virtual.Now));
        _virtual.AdvanceSlowly(TimeSpan.FromMinutes(2));
        Assert.Empty(_virtual.Facts.Of<SessionsSettled>());

        var stopped = _virtual.Now;
        Manager.Sessions[1] = Entities.Session(8, "db2", VirtualManager.Start, "Stopped", "Failed", ended: stopped);
        _virtual.AdvanceSlowly(TimeSpan.FromSeconds(29));
        Assert.Empty(_virtual.Facts.Of<SessionsSettled>());
        _virtual.AdvanceSlowly(TimeSpan.FromSeconds(5));
        Assert.Single(_virtual.Facts.Of<SessionsSettled>());
    }

    [Fact]
    public void Only_sessions_of_the_same_server_time_and_names_belong_to_a_failover_and_what_is_like_two_is_judged_in_both()
    {
        Manager.ClockOffset = TimeSpan.FromMinutes(-3);
        _virtual.Connect();
        var requested = _virtual.Now + Manager.ClockOffset;
        var point = Entities.RestorePoint("erp-db", _virtual.Now, "db1", "db2");
        Manager.Tasks.Add(Entities.Task(1, "Running", session: 20));
        Manager.Tasks.Add(Entities.Task(2, "Running", session: 21));
        Manager.Sessions.Add(Entities.Session(10, "db1", requested.AddSeconds(-6)));
        Manager.Sessions.Add(Entities.Session(11, "db1", requested.AddSeconds(-4)));
        Manager.Sessions.Add(Entities.Session(12, "db2", requested, server: 2));
        Manager.Sessions.Add(Entities.Session(13, "web1", requested));
        Manager.Sessions.Add(Entities.Session(14, "db2", requested));
        Manager.Sessions.Add(Entities.Session(20, "erp-db", requested));
        Manager.Sessions.Add(Entities.Session(21, "db1", requested));
        _virtual.Watch("task-1", point: point, step: "db");
        _virtual.Watch("task-2", point: point, step: "other");
        _virtual.Advance(5);

        // As long as a task may name it, what is like both is nobody's.
        Assert.Equal(["20"], SessionsOf("db"));
        Assert.Equal(["21"], SessionsOf("other"));

        Manager.Tasks[0] = Entities.Task(1, "Finished", success: true, session: 20);
        Manager.Tasks[1] = Entities.Task(2, "Finished", success: true, session: 21);
        _virtual.Advance(5);
        Assert.Equal(["11", "14", "20"], SessionsOf("db"));
        Assert.Equal(["11", "14", "21"], SessionsOf("other"));
    }

    [Fact]
    public void A_session_like_two_failovers_is_not_waited_for_for_ever_where_a_task_never_ends()
    {
        _virtual.Connect();
        var point = Entities.RestorePoint("erp-db", _virtual.Now, "db1", "db2");
        Manager.Tasks.Add(Entities.Task(1, "Finished", success: true, session: 20));
        Manager.Tasks.Add(Entities.Task(2, "Running"));
        Manager.Sessions.Add(Entities.Session(20, "db1", _virtual.Now, "Stopped", "Success", ended: _virtual.Now));
        Manager.Sessions.Add(Entities.Session(21, "db2", _virtual.Now, "Stopped", "Failed", ended: _virtual.Now));
        _virtual.Watch("task-1", point: point, step: "db");
        _virtual.Watch("task-2", point: point, step: "other");
        _virtual.AdvanceSlowly(TimeSpan.FromSeconds(110));
        Assert.Equal(["20"], SessionsOf("db"));
        Assert.Empty(_virtual.Facts.Of<SessionsSettled>());

        _virtual.AdvanceSlowly(TimeSpan.FromSeconds(45));
        Assert.Equal(["20", "21"], SessionsOf("db"));
        Assert.Equal(["21"], SessionsOf("other"));
        Assert.Equal("db", _virtual.Facts.Of<SessionsSettled>().Single().Step.Value);
    }

    [Fact]
    public void A_second_attempt_does_not_take_the_sessions_of_the_first()
    {
        _virtual.Connect();
        Manager.Tasks.Add(Entities.Task(1, "Finished", success: true, session: 7));
        Manager.Sessions.Add(Entities.Session(7, "erp-db", _virtual.Now, "Stopped", "Failed", ended: _virtual.Now));
        _virtual.Watch();
        _virtual.Advance(4);
        _virtual.Advance(1);
        _virtual.Client.Unwatch(new("db"));
        var before = _virtual.Facts.All.Length;
        Manager.Sessions[0] = Entities.Session(7, "erp-db", _virtual.Now, "Stopped", "Failed", ended: _virtual.Now);
        Manager.Tasks.Add(Entities.Task(2, "Running"));
        _virtual.Watch("task-2");
        _virtual.AdvanceSlowly(TimeSpan.FromSeconds(30));

        Assert.Equal(["task task-2 Running - '' -"], _virtual.Facts.Lines().Skip(before));
    }

    [Fact]
    public void A_session_that_a_task_names_late_is_waited_for_by_that_failover_alone()
    {
        _virtual.Connect();
        Manager.Tasks.Add(Entities.Task(1, "Running", session: 20));
        Manager.Tasks.Add(Entities.Task(2, "Running"));
        Manager.Sessions.Add(Entities.Session(21, "db1", _virtual.Now));
        Manager.Sessions.Add(Entities.Session(20, "erp-db", _virtual.Now));
        _virtual.Watch("task-1", step: "db");
        _virtual.Watch("task-2", point: Entities.RestorePoint("other", _virtual.Now, "db1"), step: "other");
        _virtual.Advance(5);
        Manager.Tasks[0] = Entities.Task(1, "Finished", success: true, session: 20);
        Manager.Tasks[1] = Entities.Task(2, "Running", session: 21);
        Manager.Sessions[1] = Entities.Session(20, "erp-db", VirtualManager.Start, "Stopped", "Success", ended: _virtual.Now);
        _virtual.Advance(5);

        Assert.Equal("db", _virtual.Facts.Of<SessionsSettled>().Single().Step.Value);
        Assert.Equal(["21"], SessionsOf("other"));
    }

    [Fact]
    public void Progress_is_told_every_ten_percent_or_every_half_minute()
    {
        _virtual.Connect();
        Manager.Tasks.Add(Entities.Task(1, "Running", session: 7));
        Manager.Sessions.Add(Entities.Session(7, "erp-db", VirtualManager.Start, progress: 0));
        _virtual.Watch();
        _virtual.Advance(5);
        foreach (var progress in new[] { 3, 9, 10, 19, 21, 22, 23, 23, 23, 24, 24 })
        {
            Replace(Entities.Session(7, "erp-db", VirtualManager.Start, progress: progress));
            _virtual.Advance(5);
        }

        Assert.Equal([0, 10, 21, 24], _virtual.Facts.Of<SessionChanged>().Select(session => session.Progress!.Value));
    }

    [Fact]
    public void A_manager_that_stops_answering_is_told_once_and_asked_ever_more_rarely_until_it_is_back()
    {
        _virtual.Connect();
        Manager.Tasks.Add(Entities.Task(1, "Running"));
        _virtual.Watch();
        _virtual.Advance(5);
        Manager.Instead = _ => new HttpResponseMessage(HttpStatusCode.BadGateway);
        Manager.Requests.Clear();
        _virtual.AdvanceSlowly(TimeSpan.FromMinutes(20));
        Assert.InRange(Manager.Requests.Count, 40, 100);
        Manager.Instead = null;
        _virtual.AdvanceSlowly(TimeSpan.FromMinutes(2));

        Assert.Equal(
            [
                "task task-1 Running - '' -",
                "lost: HTTP 502 without an error of Enterprise Manager",
                "logon renewed",
                "vanished: the logon session that its task belonged to has ended",
                "reached",
            ],
            _virtual.Facts.Lines());
    }

    [Fact]
    public void A_proxys_page_in_place_of_the_tasks_is_not_taken_for_an_empty_list()
    {
        _virtual.Connect();
        Manager.Tasks.Add(Entities.Task(1, "Running"));
        _virtual.Watch();
        Manager.Instead = path => path.StartsWith("GET tasks", StringComparison.Ordinal)
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html><body>log in</body></html>") }
            : null;
        _virtual.Advance(5);

        Assert.Equal(["lost: the list of tasks was asked for and something else came"], _virtual.Facts.Lines());
    }

    [Fact]
    public void An_accepted_request_without_a_task_is_judged_by_its_sessions()
    {
        _virtual.Connect();
        Manager.Sessions.Add(Entities.Session(7, "erp-db", _virtual.Now, "Stopped", "Success", ended: _virtual.Now));
        _virtual.Watch(task: null);
        _virtual.Advance(5);

        Assert.Equal(
            ["vanished: the manager accepted the request without naming its task", "session 07 erp-db Stopped Success -", "settled"],
            _virtual.Facts.Lines());
        Assert.Equal(0, Manager.CountOf("GET tasks"));
    }

    [Fact]
    public void After_unwatch_nothing_is_told_and_nothing_is_asked()
    {
        _virtual.Connect();
        Manager.Tasks.Add(Entities.Task(1, "Running"));
        _virtual.Watch();
        _virtual.Client.Unwatch(new("db"));
        Manager.Requests.Clear();
        _virtual.AdvanceSlowly(TimeSpan.FromMinutes(2));

        Assert.Empty(_virtual.Facts.All);
        Assert.Empty(Manager.Requests);
    }

    private ImmutableArray<string> SessionsOf(string step) =>
        [.. _virtual.Facts.Of<SessionChanged>().Where(session => session.Step.Value == step).Select(session => session.SessionUid[^2..]).Order(StringComparer.Ordinal)];

    private void Set(System.Xml.Linq.XElement task) => Manager.Tasks[0] = task;

    private void Replace(System.Xml.Linq.XElement session) => Manager.Sessions[0] = session;
}
