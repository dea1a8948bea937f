using System.Diagnostics;
using System.Globalization;
using DrRunbook.Core.Journal;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Storage.Tests;

public sealed class KilledWriterTests : IDisposable
{
    /// <summary>First argument of this program where it is to be the writer.</summary>
    public const string WriterVerb = "write-until-killed";

    private const string Run = "20261123T080000Z-aaaaaa";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_writer_killed_in_mid_write_loses_no_acknowledged_line_and_leaves_the_chain_whole()
    {
        var file = _folder.File("drrun.db");
        var stored = 0L;
        foreach (var acknowledgements in new[] { 1, 17, 64, 150 })
        {
            var acknowledged = await KillAfterAsync(acknowledgements, file);

            // The lease of the killed writer has not run out: a clock that is ahead stands for the wait.
            await using var store = SqliteRunStore.Open(file, new ClockAhead());
            var lines = await store.ReadAsync(Run, 0, CancellationToken.None);
            var reader = new JournalReader(Run);
            Assert.All(lines, line => reader.Read(line.Span));
            Assert.True(reader.Length >= acknowledged, $"line {acknowledged} was acknowledged, {reader.Length} are stored");
            Assert.True(reader.Length > stored, "the writer wrote nothing");
            Assert.Equal(reader.Length, Assert.Single(await store.ListAsync(CancellationToken.None)).Length);
            stored = reader.Length;

            var lease = await store.TryAcquireAsync(Run, "another", CancellationToken.None);
            await store.ReleaseAsync(lease!, CancellationToken.None);
        }
    }

    /// <summary>The writer: goes on with the run, appends for ever, and names each line on stdout once it is acknowledged.</summary>
    internal static async Task WriteUntilKilledAsync(string file, string run)
    {
        await using var store = SqliteRunStore.Open(file, TimeProvider.System);
        var isNew = (await store.ListAsync(CancellationToken.None)).IsEmpty;
        var lines = isNew ? [] : await store.ReadAsync(run, 0, CancellationToken.None);
        var journal = TestRun.After(run, lines);
        var lease = isNew
            ? await store.CreateAsync(journal.New(), "writer", CancellationToken.None)
            : await store.TryAcquireAsync(run, "writer", CancellationToken.None);
        while (true)
        {
            var batch = journal.Batch(lines: 3) with { Blobs = [Blob.Of(Guid.NewGuid().ToByteArray())], Claims = ["replica"] };
            await store.AppendAsync(lease!, batch);
            await Console.Out.WriteLineAsync(batch.Lines[^1].Sequence.ToString(CultureInfo.InvariantCulture));
            await Console.Out.FlushAsync();
        }
    }

    /// <summary>Starts the writer, kills it with SIGKILL after so many acknowledgements, and tells the last one it gave.</summary>
    private static async Task<long> KillAfterAsync(int acknowledgements, string file)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(KilledWriterTests).Assembly.Location);
        }

        start.ArgumentList.Add(WriterVerb);
        start.ArgumentList.Add(file);
        start.ArgumentList.Add(Run);
        using var writer = Process.Start(start)!;
        var last = 0L;
        for (var count = 1; await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line; count++)
        {
            if (count == acknowledgements)
            {
                writer.Kill();
            }

            last = long.Parse(line, CultureInfo.InvariantCulture);
        }

        await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
        return last;
    }

    private sealed class ClockAhead : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddMinutes(1);
    }
}
