using BenchmarkDotNet.Attributes;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;
using DrRunbook.Storage;

namespace DrRunbook.Benchmarks;

/// <summary>One durable append: what every turn of the run loop waits for. Says more about the disk than about the code.</summary>
public class StoreBenchmarks
{
    private const string Run = "20260101T000000Z-000000";

    private string _folder = null!;
    private SqliteRunStore _store = null!;
    private RunLease _lease = null!;
    private string _head = JournalLine.NoHash;
    private long _length;

    /// <summary>Lines in one transaction.</summary>
    [Params(1, 10, 100)]
    public int Lines { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("drrun-bench-").FullName;
        _store = SqliteRunStore.Open(Path.Combine(_folder, "drrun.db"), TimeProvider.System);
        var first = new NewRun(Run, "bench", "drill", Simulated: false, DateTimeOffset.UnixEpoch, new AppendBatch([Next()], [], [], [], [], RunOutcome.Running));
        _lease = _store.CreateAsync(first, "bench", CancellationToken.None).GetAwaiter().GetResult();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark]
    public Task<ClaimRefusal?> Append()
    {
        var lines = ImmutableArray.CreateBuilder<JournalLine>(Lines);
        for (var line = 0; line < Lines; line++)
        {
            lines.Add(Next());
        }

        return _store.AppendAsync(_lease, new AppendBatch(lines.MoveToImmutable(), [], [], [], [], RunOutcome.Running));
    }

    private JournalLine Next()
    {
        var line = JournalLine.Write(Run, new JournalEntry(++_length, DateTimeOffset.UnixEpoch, TimeSpan.Zero, new StepStarted(new StepId("a-step-of-some-length"), 1)), _head);
        _head = line.Hash;
        return line;
    }
}
