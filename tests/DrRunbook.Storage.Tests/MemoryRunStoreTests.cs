using DrRunbook.Engine.Ports;

namespace DrRunbook.Storage.Tests;

public sealed class MemoryRunStoreTests : RunStoreContract
{
    private protected override IRunStore Open() => new MemoryRunStore(Clock);

    [Fact]
    public async Task Every_task_has_ended_when_it_is_handed_out()
    {
        var run = new TestRun("run");
        var created = Store.CreateAsync(run.New(), "me", CancellationToken.None);
        Assert.True(created.IsCompletedSuccessfully);
        Assert.True(Store.AppendAsync(await created, run.Batch()).IsCompletedSuccessfully);
        Assert.True(Store.ReadAsync("run", 0, CancellationToken.None).IsCompletedSuccessfully);
        Assert.True(Store.PendingCommandsAsync("run", CancellationToken.None).IsCompletedSuccessfully);
        Assert.True(Store.ReadAsync("gone", 0, CancellationToken.None).IsFaulted);
    }
}
