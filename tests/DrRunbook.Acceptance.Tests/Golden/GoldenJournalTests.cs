using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Evidence;
using DrRunbook.Evidence.Rendering;
using DrRunbook.TestKit;

namespace DrRunbook.Acceptance.Tests.Golden;

/// <summary>Journals that versions of drrun have written, byte for byte: every later version reads them, and tells the same of them.</summary>
public sealed class GoldenJournalTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Every journal that is kept, by its folder.</summary>
    public static TheoryData<string> Kept => [.. Directory.EnumerateDirectories(Folder("")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Every_recording_is_kept_as_it_was_first_written()
    {
        foreach (var (name, record) in GoldenRecordings.All.Where(recording => !File.Exists(Journal(recording.Key))))
        {
            Assert.True(Environment.GetEnvironmentVariable("GOLDEN_RECORD") == "1", $"'{name}' has never been recorded: run this test once with GOLDEN_RECORD=1");
            await using var place = new Workplace();
            var run = record(place);
            Directory.CreateDirectory(Folder(name));
            await File.WriteAllBytesAsync(Path.Combine(Folder(name), "plan.json"), run.Blobs.Single(blob => blob.Sha256 == run.State.Start!.PlanDigest).Content.ToArray(), TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(Journal(name), [.. run.Lines.SelectMany(line => line.ToArray().Append((byte)'\n'))], TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void Each_line_names_the_hash_of_the_bytes_before_it(string name)
    {
        var previous = new string('0', 64);
        foreach (var line in Lines(name))
        {
            using var entry = JsonDocument.Parse(line);
            Assert.Equal(previous, entry.RootElement.GetProperty("prev").GetString());
            previous = Convert.ToHexStringLower(SHA256.HashData(line));
        }
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void It_tells_the_run_that_it_has_always_told(string name)
    {
        var (plan, entries) = Read(name);
        var state = RunState.Fold(new PlanGraph(plan), entries);
        var report = RunReport.From(plan, entries);

        Assert.Equal(state.Standing, report.Verdict.Outcome);
        Snap.Verify(JsonSerializer.Serialize(JsonDocument.Parse(ReportJson.Write(report)), Indented), "json", $"name={name}");
    }

    [Fact]
    public void Every_type_of_event_stands_in_one_of_them()
    {
        var told = Kept.SelectMany(name => Lines(name.Data)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString()!).ToHashSet(StringComparer.Ordinal);

        Assert.Equal([], RunEventNames.All.Keys.Except(told).Order(StringComparer.Ordinal));
    }

    private static (Plan Plan, ImmutableArray<JournalEntry> Entries) Read(string name)
    {
        var plan = File.ReadAllBytes(Path.Combine(Folder(name), "plan.json"));
        var lines = Lines(name);
        var reader = new JournalReader(JsonDocument.Parse(lines[0]).RootElement.GetProperty("run").GetString()!);
        ImmutableArray<JournalEntry> entries = [.. lines.Select(line => reader.Read(line))];
        Assert.Equal(Assert.IsType<RunStarted>(entries[0].Event).PlanDigest, PlanJson.Digest(plan));
        return (PlanJson.Read(plan), entries);
    }

    /// <summary>The lines, each without the LF that ends it.</summary>
    private static ImmutableArray<byte[]> Lines(string name)
    {
        var text = Encoding.UTF8.GetString(File.ReadAllBytes(Journal(name)));
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return [.. text[..^1].Split('\n').Select(Encoding.UTF8.GetBytes)];
    }

    private static string Journal(string name) => Path.Combine(Folder(name), "journal.jsonl");

    private static string Folder(string name) => Path.Combine(Repository.Root, "tests", "DrRunbook.Acceptance.Tests", "Golden", "format-1", name);
}
