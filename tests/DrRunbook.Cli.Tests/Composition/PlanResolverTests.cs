using DrRunbook.Core.Diagnostics;
using DrRunbook.Engine.Planning;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Tests.Composition;

public sealed class PlanResolverTests
{
    private static readonly SourceSpan Place = new("shop.yaml", 1, 1);

    [Fact]
    public async Task Every_manager_of_the_plan_must_answer_and_all_are_asked_at_once()
    {
        var known = Example.Plan();
        var other = known.Managers[0] with { Name = new ManagerName("site-c") };
        var optional = known.Managers[0] with { Name = new ManagerName("site-d"), Required = false };
        var plan = known with { Managers = [known.Managers[0], other, optional] };
        var asked = new AskedManagers(plan.Managers.Length);
        var clients = plan.Managers.ToDictionary(manager => manager.Name, manager => (IManagerClient)new AwayManager(manager.Name, asked));

        var resolved = await PlanResolver.ResolveAsync(plan, clients, _ => Place, _ => Place, Example.Start, Example.Start, TestContext.Current.CancellationToken);

        Assert.Null(resolved.Plan);
        Assert.Equal(["site-b", "site-c"], resolved.Failures.Select(failure => failure.Manager.Value));
    }

    /// <summary>Nobody gets an answer before all were asked.</summary>
    private sealed class AskedManagers(int expected)
    {
        private readonly TaskCompletionSource _all = new();
        private int _count;

        public async Task WaitAsync(CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _count) == expected)
            {
                _all.SetResult();
            }

            await _all.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        }
    }

    private sealed record Away : ConnectOutcome
    {
        public override string Description => "does not answer";
    }

    private sealed class AwayManager(ManagerName name, AskedManagers asked) : IManagerClient
    {
        public ManagerName Name => name;

        public async Task<ConnectOutcome> ConnectAsync(CancellationToken cancellationToken)
        {
            await asked.WaitAsync(cancellationToken);
            return new Away();
        }

        public Task<PointsOutcome> FindRestorePointsAsync(string vApp, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<FailoverReply> RequestFailoverAsync(string pointUid, Func<bool> mayStillSend, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Watch(FailoverWatch watch) => throw new NotSupportedException();

        public void Unwatch(StepId step) => throw new NotSupportedException();

        public Task<TracesOutcome> FindTracesAsync(RestorePoint point, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
