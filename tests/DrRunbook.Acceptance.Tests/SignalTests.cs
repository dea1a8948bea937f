using System.Net;
using System.Net.Sockets;
using DrRunbook.Acceptance.Tests.Driving;

namespace DrRunbook.Acceptance.Tests;

/// <summary>What signals do to a real run, and that <c>resume</c> goes on where the facts are.</summary>
public sealed class SignalTests : IAsyncDisposable
{
    private readonly Workplace _place = new();

    [Fact]
    public async Task The_first_Ctrl_C_halts_and_what_was_sent_is_followed_to_its_end()
    {
        using var run = await TwoStepRun.StartAsync(_place);
        await run.DbIsCheckedAsync();
        await run.Execute.InterruptAsync();
        await run.Execute.SaysAsync("\"type\":\"halt-requested\"");
        run.OpenPort();

        var ending = (await run.Execute.EndAsync()).MustExit(3);
        Assert.Equal("halted", TwoStepRun.OutcomeOf(ending));
        var status = await _place.StatusAsync(run.Run);
        Assert.Equal(1, status.GetProperty("steps").GetProperty("well").GetInt32());
        Assert.Equal(["db"], (await run.Manager.LedgerAsync()).Effects.Select(effect => effect.Target));

        await run.ResumeToTheEndAsync();
    }

    [Fact]
    public async Task The_second_Ctrl_C_abandons_and_resume_finds_the_work()
    {
        using var run = await TwoStepRun.StartAsync(_place);
        await run.DbIsCheckedAsync();
        await run.Execute.InterruptAsync();
        await run.Execute.SaysAsync("\"type\":\"halt-requested\"");
        await run.Execute.InterruptAsync();
        (await run.Execute.EndAsync()).MustExit(3);

        run.OpenPort();
        await run.ResumeToTheEndAsync();
    }

    [Fact]
    public async Task Termination_abandons_at_once_and_resume_finds_the_work()
    {
        using var run = await TwoStepRun.StartAsync(_place);
        await run.DbIsAcceptedAsync();
        await run.Execute.TerminateAsync();
        (await run.Execute.EndAsync()).MustExit(3);

        run.OpenPort();
        await run.ResumeToTheEndAsync();
    }

    [Theory]
    [InlineData("INT", 128 + 2)]
    [InlineData("TERM", 128 + 15)]
    public async Task A_command_that_only_reads_is_ended_by_the_platform(string signal, int code)
    {
        using var manager = new TcpListener(IPAddress.Loopback, 0);
        manager.Start();
        _place.Environment["EM_USER"] = "drrun";
        _place.Environment["EM_PASSWORD"] = "correct-horse";
        var runbook = _place.Write("silent.yaml", $"""
            {ShortRunbook.Head("silent", $"http://{manager.LocalEndpoint}")}
            steps:
              - {"{"} id: db, failover: db {"}"}
            """);
        var plan = _place.Start("plan", runbook);
        using var neverAnswered = await manager.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        await (signal == "INT" ? plan.InterruptAsync() : plan.TerminateAsync());
        (await plan.EndAsync()).MustExit(code);
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();
}
