using DrRunbook.Core.Execution;
using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Tests.Doubles;
using DrRunbook.Simulator;
using Microsoft.Extensions.Time.Testing;

namespace DrRunbook.EnterpriseManager.Tests.Simulated;

public sealed class SimulatedFailoverTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static TheoryData<SessionEnd, string, string> Ends => new()
    {
        { SessionEnd.Success, "Stopped Success", "settled" },
        { SessionEnd.Warning, "Stopped Warning", "settled" },
        { SessionEnd.Failed, "Stopped Failed", "settled" },
        { SessionEnd.None, "Stopped None", "settled" },
        { SessionEnd.Hangs, "Working None", "open" },
    };

    public static TheoryData<FaultRule> Lost => new(
        new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.Reset },
        new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.Reset, Moment = FaultMoment.After },
        new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.NoAnswer, Moment = FaultMoment.After },
        new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.HalfHead },
        new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.Delay, Delay = TimeSpan.FromMinutes(30) },
        new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.Status, Status = 503 },
        new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.Status, Status = 500, Moment = FaultMoment.After });

    [Theory]
    [MemberData(nameof(Ends))]
    public void The_session_decides_whatever_the_task_says(SessionEnd end, string session, string settled)
    {
        var rehearsal = new Rehearsal(Rehearsal.With(new FailoverBehaviour { Session = end }));
        rehearsal.FailOver(2 * Minute);

        Assert.Equal([$"erp-db: {session}", settled], rehearsal.Verdict());
        Assert.True(rehearsal.Facts.Of<TaskChanged>()[^1].Success);
    }

    [Fact]
    public void A_session_for_each_VM_is_followed_to_its_own_end()
    {
        var rehearsal = new Rehearsal(Rehearsal.With(new FailoverBehaviour
        {
            SessionsPer = SessionsPer.Vm,
            VmStagger = TimeSpan.FromSeconds(20),
            Vms = [new VmOutcome { Vm = "db2", Session = SessionEnd.Failed }],
        }));
        rehearsal.FailOver(3 * Minute);

        Assert.Equal(["db1: Stopped Success", "db2: Stopped Failed", "settled"], rehearsal.Verdict());
    }

    [Theory]
    [InlineData(TaskEnd.Failed)]
    [InlineData(TaskEnd.FailedWithoutMessage)]
    public void A_start_that_failed_leaves_no_session_to_wait_for(TaskEnd end)
    {
        var rehearsal = new Rehearsal(Rehearsal.With(new FailoverBehaviour { Task = end }));
        rehearsal.FailOver(Minute);

        Assert.Equal(["settled"], rehearsal.Verdict());
        Assert.False(rehearsal.Facts.Of<TaskChanged>()[^1].Success);
    }

    [Fact]
    public void Not_found_that_clears_is_never_told()
    {
        var rehearsal = new Rehearsal(Rehearsal.With(new FailoverBehaviour { Task = TaskEnd.NotFoundThatClears }));
        rehearsal.FailOver(3 * Minute);

        Assert.Equal(["erp-db: Stopped Success", "settled"], rehearsal.Verdict());
        Assert.DoesNotContain(rehearsal.Facts.Of<TaskChanged>(), task => task.Success == false);
    }

    [Fact]
    public void A_task_that_never_ends_leaves_it_open_although_the_session_stopped()
    {
        var rehearsal = new Rehearsal(Rehearsal.With(new FailoverBehaviour { Task = TaskEnd.NeverEnds }));
        rehearsal.FailOver(10 * Minute);

        Assert.Equal(["erp-db: Stopped Success", "open"], rehearsal.Verdict());
    }

    [Fact]
    public void A_task_that_vanishes_and_a_session_that_shows_late_come_to_the_same_verdict()
    {
        var rehearsal = new Rehearsal(Rehearsal.With(new FailoverBehaviour { TaskFinishedAfter = Minute, TaskVanishesAfterReads = 2, SessionHiddenFor = TimeSpan.FromSeconds(90) }));
        rehearsal.FailOver(3 * Minute);

        Assert.Single(rehearsal.Facts.Of<TaskVanished>());
        Assert.Equal(["erp-db: Stopped Success", "settled"], rehearsal.Verdict());
    }

    [Fact]
    public void A_restart_of_the_service_in_the_middle_comes_to_the_same_verdict()
    {
        var scenario = Rehearsal.With(new FailoverBehaviour { SessionDuration = 5 * Minute }) with { Restarts = [new ServiceRestart(Minute, Minute)] };
        var rehearsal = new Rehearsal(scenario);
        rehearsal.FailOver(10 * Minute);

        Assert.Equal(["erp-db: Stopped Success", "settled"], rehearsal.Verdict());
        Assert.Single(rehearsal.Facts.Of<ManagerLost>());
        Assert.Single(rehearsal.Facts.Of<ManagerReached>());
        Assert.Single(rehearsal.Facts.Of<LogonRenewed>());
        Assert.Single(rehearsal.Manager.Ledger.FailoverPosts);
    }

    [Theory]
    [MemberData(nameof(Lost))]
    public void A_request_whose_answer_is_lost_is_unanswered_and_reaches_the_manager_once(FaultRule fault)
    {
        var rehearsal = new Rehearsal(Rehearsal.With(fault));
        rehearsal.Connect();

        Assert.IsType<FailoverUnanswered>(rehearsal.Request(rehearsal.FindPoint()));
        Assert.InRange(rehearsal.Manager.Ledger.Count(RequestKind.Failover), 1, 1);
    }

    [Fact]
    public void What_a_lost_request_left_behind_is_found_again()
    {
        var rehearsal = new Rehearsal(Rehearsal.With(new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.Reset, Moment = FaultMoment.After }));
        rehearsal.Connect();
        var point = rehearsal.FindPoint();
        var from = rehearsal.Clock.GetUtcNow();
        rehearsal.Request(point);
        rehearsal.Pass(Minute);

        var traces = VirtualManager.Done(rehearsal.Client.FindTracesAsync(point, from, from + (20 * Minute), CancellationToken.None));

        Assert.Equal("Success", traces.Sessions.Single().Result);
        Assert.Equal(traces.Sessions.Single().SessionUid, traces.Tasks.Single().SessionUid);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    public void A_refusal_of_the_manager_is_a_refusal(int status)
    {
        var rehearsal = new Rehearsal(Rehearsal.With(new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.Status, Status = status }));
        rehearsal.Connect();

        Assert.Equal(status, Assert.IsType<FailoverRefused>(rehearsal.Request(rehearsal.FindPoint())).Status);
    }

    [Fact]
    public void A_logon_that_ran_out_right_before_the_request_leads_to_a_second_intent_and_one_effect()
    {
        var rehearsal = new Rehearsal(Rehearsal.With(new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.SessionExpired }));
        rehearsal.Connect();
        var point = rehearsal.FindPoint();

        Assert.IsType<FailoverUnsent>(rehearsal.Request(point));
        Assert.Equal(2, Assert.IsType<FailoverAccepted>(rehearsal.Request(point)).Logon);
        Assert.Single(rehearsal.Manager.Ledger.FailoversOf("erp-db"));
    }

    [Fact]
    public void A_manager_that_is_down_has_not_been_sent_anything()
    {
        var rehearsal = new Rehearsal(Rehearsal.OneVApp);
        rehearsal.Connect();
        var point = rehearsal.FindPoint();
        rehearsal.Manager.Restart(Minute);

        Assert.IsType<FailoverUnsent>(rehearsal.Request(point));
        Assert.Empty(rehearsal.Manager.Ledger.FailoverPosts);
    }

    [Fact]
    public void However_the_manager_writes_its_bodies_the_facts_are_the_same()
    {
        var told = new[]
        {
            Told(WireFormat.Xml, new WireStyle { Order = WireOrder.Sample }),
            Told(WireFormat.Xml, new WireStyle { Order = WireOrder.Seeded, EndTimeWhileRunning = true, EmptyResult = EmptyResult.Absent }),
            Told(WireFormat.Json, new WireStyle { Json = JsonKeys.Pascal, ByteOrderMark = true, EscapeEquals = true }),
            Told(WireFormat.Json, new WireStyle { Json = JsonKeys.Camel, Nulls = true, Errors = ErrorBody.Opposite }),
        };

        Assert.NotEmpty(told[0]);
        Assert.All(told, lines => Assert.Equal(told[0], lines));
    }

    [Fact]
    public void The_requests_of_ten_minutes_are_as_many_for_one_running_vApp_as_for_a_hundred()
    {
        Assert.Equal(RequestsFor(1), RequestsFor(100));
    }

    [Fact]
    public async Task Over_HTTPS_a_pinned_manager_is_driven_as_in_memory()
    {
        var clock = new FakeTimeProvider(VirtualManager.Start);
        await using var host = await SimulatorHost.StartAsync(
            new Scenario { Managers = [Rehearsal.OneVApp] }, new SimulatorHostOptions { Clock = clock }, TestContext.Current.CancellationToken);
        await using var client = EnterpriseManagerClient.Create(
            SocketClient.Options(host.AddressOf("site-b"), clock) with { Credentials = () => new LogonCredentials("operator", "simulated"), Thumbprint = host.Thumbprint });

        Assert.Equal(host.Thumbprint, Assert.IsType<Connected>(await client.ConnectAsync(CancellationToken.None)).CertificateSha256);
        var point = (await client.FindRestorePointsAsync("erp-db", CancellationToken.None)).Points[0];
        Assert.Equal(["db1", "db2"], point.VmPoints.Select(vm => vm.Vm));
        Assert.Equal(new FailoverAccepted("task-1", 1), await client.RequestFailoverAsync(point.Uid, () => true, CancellationToken.None));
        Assert.Single(host.Manager("site-b").Ledger.FailoversOf("erp-db"));
    }

    private static ImmutableArray<string> Told(WireFormat format, WireStyle style)
    {
        var scenario = Rehearsal.With(new FailoverBehaviour { TaskVanishesAfter = TimeSpan.FromSeconds(8), OperationFinishedAfter = TimeSpan.FromSeconds(3) }) with { Wire = style };
        var rehearsal = new Rehearsal(scenario, format);
        rehearsal.FailOver(2 * Minute);
        return rehearsal.Facts.Lines();
    }

    private static int RequestsFor(int vApps)
    {
        var names = Enumerable.Range(1, vApps).Select(number => $"vapp-{number}").ToList();
        var rehearsal = new Rehearsal(Rehearsal.OneVApp with
        {
            MaxConcurrentFailovers = vApps,
            VApps = [.. names.Select(name => new ScenarioVApp { Name = name, Vms = [$"{name}-vm"], Failovers = [new() { SessionDuration = TimeSpan.FromHours(1) }] })],
        });
        rehearsal.Connect();
        foreach (var name in names)
        {
            var point = VirtualManager.Done(rehearsal.Client.FindRestorePointsAsync(name, CancellationToken.None)).Points.Single();
            var accepted = Assert.IsType<FailoverAccepted>(rehearsal.Request(point));
            rehearsal.Client.Watch(new FailoverWatch(new(name), accepted.Task, accepted.Logon, null, point, rehearsal.Clock.GetUtcNow(), rehearsal.Facts));
        }

        var before = rehearsal.Manager.Ledger.Requests.Values.Sum();
        rehearsal.Pass(10 * Minute);
        Assert.Equal(vApps, rehearsal.Facts.Of<TaskChanged>().Count(task => task.State == "Finished"));
        return rehearsal.Manager.Ledger.Requests.Values.Sum() - before;
    }
}
