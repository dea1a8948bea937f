using System.Globalization;
using System.Net;

namespace DrRunbook.Simulator.Tests;

/// <summary>What can become of a failover, in memory and over sockets alike.</summary>
public sealed class FailurePlanTests
{
    [Theory]
    [InlineData(Carrier.Memory)]
    [InlineData(Carrier.Http)]
    public async Task A_task_can_finish_without_success_and_say_why(Carrier carrier)
    {
        await using var stage = await Stage.SetAsync(Scenarios.With(new FailoverBehaviour { Task = TaskEnd.Failed, TaskMessage = "No host." }), carrier);
        using var client = await stage.LoggedOnAsync();
        var task = await client.FailOverNewestAsync("erp-db");
        stage.Pass(4);
        Assert.Equal("Running", await client.TaskAsync(task));
        stage.Pass(1);
        Assert.Equal("Finished false No host.", await client.TaskAsync(task));
        Assert.Empty(await client.SessionsAsync());
        Assert.False(Assert.Single(stage.Manager.Ledger.Effects).Real);
    }

    [Theory]
    [InlineData(Carrier.Memory)]
    [InlineData(Carrier.Http)]
    public async Task A_task_can_finish_without_success_and_not_say_why(Carrier carrier)
    {
        await using var stage = await Stage.SetAsync(Scenarios.With(new FailoverBehaviour { Task = TaskEnd.FailedWithoutMessage }), carrier);
        using var client = await stage.LoggedOnAsync();
        var task = await client.FailOverNewestAsync("erp-db");
        stage.Pass(5);
        Assert.Equal("Finished false", await client.TaskAsync(task));
    }

    [Theory]
    [InlineData(Carrier.Memory)]
    [InlineData(Carrier.Http)]
    public async Task Not_found_clears_after_two_reads(Carrier carrier)
    {
        await using var stage = await Stage.SetAsync(Scenarios.With(new FailoverBehaviour { Task = TaskEnd.NotFoundThatClears }), carrier);
        using var client = await stage.LoggedOnAsync();
        var task = await client.FailOverNewestAsync("erp-db");
        stage.Pass(5);
        Assert.Equal("Finished false Restore session not found.", await client.TaskAsync(task));
        Assert.Equal("Finished false Restore session not found.", await client.TaskAsync(task));
        Assert.Equal("Finished true Ok related", await client.TaskAsync(task));
        Assert.True(Assert.Single(stage.Manager.Ledger.Effects).Real);
    }

    [Theory]
    [InlineData(Carrier.Memory)]
    [InlineData(Carrier.Http)]
    public async Task A_task_can_finish_with_neither_success_nor_failure(Carrier carrier)
    {
        await using var stage = await Stage.SetAsync(Scenarios.With(new FailoverBehaviour { Task = TaskEnd.WithoutResult }), carrier);
        using var client = await stage.LoggedOnAsync();
        var task = await client.FailOverNewestAsync("erp-db");
        stage.Pass(60);
        Assert.Equal("Finished", await client.TaskAsync(task));
        Assert.Equal(["erp-db Stopped Success 100"], await client.SessionsAsync());
    }

    [Theory]
    [InlineData(Carrier.Memory)]
    [InlineData(Carrier.Http)]
    public async Task A_task_can_run_for_ever_while_its_session_ends(Carrier carrier)
    {
        await using var stage = await Stage.SetAsync(Scenarios.With(new FailoverBehaviour { Task = TaskEnd.NeverEnds }), carrier);
        using var client = await stage.LoggedOnAsync();
        var task = await client.FailOverNewestAsync("erp-db");
        stage.Pass(600);
        Assert.Equal("Running true Ok related", await client.TaskAsync(task));
        Assert.Equal(["erp-db Stopped Success 100"], await client.SessionsAsync());
    }

    [Theory]
    [InlineData(Carrier.Memory)]
    [InlineData(Carrier.Http)]
    public async Task A_task_can_pass_through_OperationFinished(Carrier carrier)
    {
        await using var stage = await Stage.SetAsync(Scenarios.With(new FailoverBehaviour { OperationFinishedAfter = TimeSpan.FromSeconds(3) }), carrier);
        using var client = await stage.LoggedOnAsync();
        var task = await client.FailOverNewestAsync("erp-db");
        stage.Pass(3);
        Assert.Equal("OperationFinished true OperationFinished related", await client.TaskAsync(task));
        stage.Pass(2);
        Assert.Equal("Finished true Ok related", await client.TaskAsync(task));
    }

    [Theory]
    [InlineData(Carrier.Memory)]
    [InlineData(Carrier.Http)]
    public async Task A_task_can_vanish_after_its_end_or_after_some_reads(Carrier carrier)
    {
        await using var stage = await Stage.SetAsync(
            Scenarios.With(new FailoverBehaviour { TaskVanishesAfter = TimeSpan.FromSeconds(10) }) is var later
                ? later with { VApps = [later.VApps[0], later.VApps[0] with { Name = "erp-app", Failovers = [new() { TaskVanishesAfterReads = 2 }] }] }
                : later,
            carrier);
        using var client = await stage.LoggedOnAsync();
        var first = await client.FailOverNewestAsync("erp-db");
        var second = await client.FailOverNewestAsync("erp-app");
        Assert.Equal(["Running", "Running", "500"], [await client.TaskAsync(second), await client.TaskAsync(second), await client.TaskAsync(second)]);
        stage.Pass(14);
        Assert.Equal("Finished true Ok related", await client.TaskAsync(first));
        stage.Pass(1);
        Assert.Equal("500", await client.TaskAsync(first));
        Assert.Contains("There is no backup task with id [task-1] in current rest session", await client.BodyAsync("tasks/task-1"));
    }

    [Theory]
    [InlineData(Carrier.Memory, SessionEnd.Failed, null, "Stopped Failed 0")]
    [InlineData(Carrier.Http, SessionEnd.Failed, "Failed to power on the replica VM.", "Stopped Failed 0 Failed to power on the replica VM.")]
    [InlineData(Carrier.Memory, SessionEnd.Warning, null, "Stopped Warning 100")]
    [InlineData(Carrier.Http, SessionEnd.None, null, "Stopped None 100")]
    [InlineData(Carrier.Http, SessionEnd.Hangs, null, "Working None 64")]
    public async Task A_session_can_end_otherwise_although_the_task_succeeds(Carrier carrier, SessionEnd end, string? message, string expected)
    {
        await using var stage = await Stage.SetAsync(Scenarios.With(new FailoverBehaviour { Session = end, FailureMessage = message }), carrier);
        using var client = await stage.LoggedOnAsync();
        var task = await client.FailOverNewestAsync("erp-db");
        stage.Pass(600);
        Assert.Equal("Finished true Ok related", await client.TaskAsync(task));
        Assert.Equal(expected, await client.SessionAsync(await client.RelatedAsync(task)));
    }

    [Theory]
    [InlineData(Carrier.Memory)]
    [InlineData(Carrier.Http)]
    public async Task A_failover_can_run_although_its_task_fails(Carrier carrier)
    {
        await using var stage = await Stage.SetAsync(Scenarios.With(new FailoverBehaviour { Task = TaskEnd.Failed, RunsDespiteFailedTask = true }), carrier);
        using var client = await stage.LoggedOnAsync();
        var task = await client.FailOverNewestAsync("erp-db");
        stage.Pass(60);
        Assert.Equal("Finished false Failed to start the failover.", await client.TaskAsync(task));
        Assert.Equal(["erp-db Stopped Success 100"], await client.SessionsAsync());
        Assert.Single(stage.Manager.Ledger.FailoversOf("erp-db"));
    }

    [Theory]
    [InlineData(ProgressStyle.Absent, "Stopped Success")]
    [InlineData(ProgressStyle.StaysZero, "Stopped Success 0")]
    public async Task A_session_need_not_tell_its_progress(ProgressStyle style, string expected)
    {
        await using var stage = await Stage.SetAsync(Scenarios.With(new FailoverBehaviour { Progress = style }), Carrier.Memory);
        using var client = await stage.LoggedOnAsync();
        var task = await client.FailOverNewestAsync("erp-db");
        stage.Pass(60);
        Assert.Equal(expected, await client.SessionAsync(await client.RelatedAsync(task)));
    }

    [Theory]
    [InlineData(Carrier.Memory)]
    [InlineData(Carrier.Http)]
    public async Task A_session_can_be_missing_for_a_while(Carrier carrier)
    {
        await using var stage = await Stage.SetAsync(Scenarios.With(new FailoverBehaviour { SessionHiddenFor = TimeSpan.FromSeconds(60) }), carrier);
        using var client = await stage.LoggedOnAsync();
        var task = await client.FailOverNewestAsync("erp-db");
        stage.Pass(30);
        Assert.Equal("Finished true Ok related", await client.TaskAsync(task));
        var session = await client.RelatedAsync(task);
        Assert.Equal("404", await client.SessionAsync(session));
        Assert.Empty(await client.SessionsAsync());
        stage.Pass(31);
        Assert.Equal("Stopped Success 100", await client.SessionAsync(session));
    }

    [Fact]
    public async Task Each_vm_can_have_a_session_and_fare_differently()
    {
        await using var stage = await Stage.SetAsync(
            Scenarios.With(new FailoverBehaviour
            {
                SessionsPer = SessionsPer.Vm,
                VmStagger = TimeSpan.FromSeconds(10),
                Vms = [new() { Vm = "db2", Session = SessionEnd.Failed, FailureMessage = "No host.", Duration = TimeSpan.FromSeconds(5) }],
            }),
            Carrier.Memory);
        using var client = await stage.LoggedOnAsync();
        var task = await client.FailOverNewestAsync("erp-db");
        stage.Pass(60);
        Assert.Equal(["db1 Stopped Success 100", "db2 Stopped Failed 0 No host."], await client.SessionsAsync());
        Assert.Equal("Stopped Success 100", await client.SessionAsync(await client.RelatedAsync(task)));
        var effect = Assert.Single(stage.Manager.Ledger.Effects);
        Assert.Equal((SessionEnd.Failed, 31.0), (effect.End, (effect.WorkEnd - effect.At)!.Value.TotalSeconds));
    }

    [Theory]
    [InlineData(SecondFailover.TaskFails, "Finished false Replica VM is already in the failover state.", 1)]
    [InlineData(SecondFailover.SessionFails, "Finished true Ok related", 2)]
    [InlineData(SecondFailover.Executes, "Finished true Ok related", 2)]
    public async Task A_second_failover_does_what_the_scenario_says(SecondFailover second, string expected, int real)
    {
        await using var stage = await Stage.SetAsync(Scenarios.OneVApp with { VApps = [Scenarios.OneVApp.VApps[0] with { SecondFailover = second }] }, Carrier.Memory);
        using var client = await stage.LoggedOnAsync();
        await client.FailOverNewestAsync("erp-db");
        stage.Pass(60);
        var task = await client.FailOverNewestAsync("erp-db");
        stage.Pass(60);
        Assert.Equal(expected, await client.TaskAsync(task));
        Assert.Equal(real, stage.Manager.Ledger.FailoversOf("erp-db").Count());
    }

    [Fact]
    public async Task A_failed_failover_can_be_tried_again_and_each_attempt_has_its_own_course()
    {
        await using var stage = await Stage.SetAsync(
            Scenarios.OneVApp with { VApps = [Scenarios.OneVApp.VApps[0] with { Failovers = [new() { Session = SessionEnd.Failed }, new() { Session = SessionEnd.Warning }] }] },
            Carrier.Memory);
        using var client = await stage.LoggedOnAsync();
        await client.FailOverNewestAsync("erp-db");
        stage.Pass(60);
        await client.FailOverNewestAsync("erp-db");
        stage.Pass(60);
        Assert.Equal(["erp-db Stopped Failed 0", "erp-db Stopped Warning 100"], await client.SessionsAsync());
        Assert.Equal([1, 2], stage.Manager.Ledger.Effects.Select(effect => effect.Attempt));
    }

    [Theory]
    [InlineData(GonePoint.NotFound, 404)]
    [InlineData(GonePoint.TaskFails, 202)]
    public async Task A_listed_point_can_be_gone(GonePoint gone, int status)
    {
        await using var stage = await Stage.SetAsync(
            Scenarios.OneVApp with { VApps = [Scenarios.OneVApp.VApps[0] with { Points = [new() { Ghost = true, Gone = gone }] }] }, Carrier.Memory);
        using var client = await stage.LoggedOnAsync();
        using var response = await client.FailOverAsync(await client.NewestPointAsync("erp-db"));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(stage.Manager.Ledger.FailoversOf("erp-db"));
    }

    [Fact]
    public async Task Beyond_the_limit_failovers_wait_in_the_queue_of_the_manager()
    {
        await using var stage = await Stage.SetAsync(Scenarios.Many(4) with { MaxConcurrentFailovers = 2 }, Carrier.Memory);
        using var client = await stage.LoggedOnAsync();
        var tasks = new List<string>();
        for (var number = 1; number <= 4; number++)
        {
            tasks.Add(await client.FailOverNewestAsync(string.Create(CultureInfo.InvariantCulture, $"vapp-{number:D4}")));
        }

        stage.Pass(20);
        Assert.Equal("Running", await client.TaskAsync(tasks[2]));
        Assert.Equal(2, (await client.SessionsAsync()).Length);
        stage.Pass(13);
        Assert.Equal("Running true Ok related", await client.TaskAsync(tasks[2]));
        Assert.Equal([0.0, 0, 31, 31], stage.Manager.Ledger.Effects.Select(effect => (effect.WorkStart - effect.At)!.Value.TotalSeconds));
    }

    [Theory]
    [InlineData(false, "Stopped Success 100")]
    [InlineData(true, "Stopped Failed 0")]
    public async Task Deleting_a_task_aborts_the_failover_only_where_the_scenario_says_so(bool aborts, string expected)
    {
        await using var stage = await Stage.SetAsync(Scenarios.OneVApp with { DeletingTaskAborts = aborts }, Carrier.Memory);
        using var client = await stage.LoggedOnAsync();
        var task = await client.FailOverNewestAsync("erp-db");
        stage.Pass(10);
        Assert.Equal(204, await client.StatusAsync(HttpMethod.Delete, "tasks/" + task));
        Assert.Equal("500", await client.TaskAsync(task));
        stage.Pass(50);
        Assert.Equal(["erp-db " + expected], await client.SessionsAsync());
        Assert.Equal(aborts, stage.Manager.Ledger.Effects.Single().AbortedAt is not null);
    }

    [Fact]
    public async Task An_abort_lets_the_queue_move_up()
    {
        var hangs = Scenarios.Many(2) with { MaxConcurrentFailovers = 1, DeletingTaskAborts = true };
        hangs = hangs with { VApps = [hangs.VApps[0] with { Failovers = [new() { Session = SessionEnd.Hangs }] }, hangs.VApps[1]] };
        await using var stage = await Stage.SetAsync(hangs, Carrier.Memory);
        using var client = await stage.LoggedOnAsync();
        var first = await client.FailOverNewestAsync("vapp-0001");
        var second = await client.FailOverNewestAsync("vapp-0002");
        stage.Pass(1000 - 200);
        Assert.Equal("Running", await client.TaskAsync(second));
        Assert.Equal(204, await client.StatusAsync(HttpMethod.Delete, "tasks/" + first));
        stage.Pass(60);
        Assert.Equal("Finished true Ok related", await client.TaskAsync(second));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(await client.RelatedAsync(second))).StatusCode);
    }
}
