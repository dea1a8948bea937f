using System.Reflection;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Json;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Tests.Execution;
using DrRunbook.TestKit;

namespace DrRunbook.Core.Tests.Schemas;

/// <summary>Holds <c>docs/journal.md</c> against the types, and does what it tells its reader to do.</summary>
public sealed class JournalPageTests : IDisposable
{
    private static readonly DocumentPage Page = new("journal.md");
    private readonly string _folder = Directory.CreateTempSubdirectory("drrun-journal-").FullName;

    public static TheoryData<string> Names => [.. RunEventNames.All.Keys];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_page_describes_every_type_of_event_and_no_other()
    {
        var described = Page.Section("## Events").Where(line => line.StartsWith("#### `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]);

        Assert.Equal(RunEventNames.All.Keys.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_names_the_fields_of_an_event(string name)
    {
        var fields = CoreJson.Options.GetTypeInfo(RunEventNames.All[name]).Properties.Select(property => property.Name);

        var described = DocumentPage.FirstCells(Page.Section($"#### `{name}`"));

        Assert.Equal(fields.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_lists_every_reason_of_a_failure()
    {
        var words = typeof(FailureReasons).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(words.Order(StringComparer.Ordinal), DocumentPage.FirstCells(Page.Section("### Reasons")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_pages_commands_accept_a_journal_as_it_was_written()
    {
        var run = Export();

        var (exitCode, output) = await VerifyAsync();

        Assert.Equal($"{run.Lines.Count} lines, head {run.Lines[^1].Hash}\nplan.json is the plan of this run\n", output);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task The_pages_commands_refuse_a_changed_line_and_name_the_one_after_it()
    {
        Export();
        var lines = await File.ReadAllLinesAsync(Journal, TestContext.Current.CancellationToken);
        lines[4] = lines[4].Replace("step", "stop", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Journal, string.Join('\n', lines) + "\n", TestContext.Current.CancellationToken);

        var (exitCode, output) = await VerifyAsync();

        Assert.Equal("line 6 does not follow the line before it\n", output);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task The_pages_commands_refuse_another_plan()
    {
        Export();
        await File.AppendAllTextAsync(Path.Combine(_folder, "plan.json"), " ", TestContext.Current.CancellationToken);

        var (exitCode, output) = await VerifyAsync();

        Assert.EndsWith("plan.json is not the plan of this run\n", output, StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
    }

    private string Journal => Path.Combine(_folder, "journal.jsonl");

    private Task<(int ExitCode, string Output)> VerifyAsync()
    {
        var missing = DocumentPage.FirstMissing("sh", "jq", "sha256sum");
        Assert.SkipWhen(missing is not null, $"this machine has no {missing}");
        return DocumentPage.RunAsync(Page.Script("## Verify a journal"), _folder, TestContext.Current.CancellationToken);
    }

    private ScriptedRun Export()
    {
        var plan = Plans.Of(Plans.Failover("db"), Plans.Command("app"));
        var bytes = PlanJson.Write(plan);
        var run = new ScriptedRun(plan, planDigest: PlanJson.Digest(bytes)).Go();
        File.WriteAllBytes(Journal, [.. run.Lines.SelectMany(line => line.Bytes.ToArray().Append((byte)'\n'))]);
        File.WriteAllBytes(Path.Combine(_folder, "plan.json"), bytes);
        return run;
    }
}
