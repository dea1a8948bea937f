using System.CommandLine;
using System.Text;
using DrRunbook.Cli.Composition;
using DrRunbook.Engine;
using DrRunbook.TestKit.Schemas;

namespace DrRunbook.Cli.Tests.Schemas;

/// <summary>Plans and journals as drrun makes them, against their schemas and against the page that tells how to get at them.</summary>
public sealed class JournalExportTests : IDisposable
{
    private readonly TestCli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("site-a.yaml", RunMode.Drill)]
    [InlineData("site-a.yaml", RunMode.Disaster)]
    [InlineData("two-waves.yaml", RunMode.Drill)]
    [InlineData("four-oclock.yaml", RunMode.Drill)]
    public async Task Plan_and_journal_of_a_shipped_runbook_fit_their_schemas(string runbook, RunMode mode)
    {
        var runbooks = Path.Combine(SchemaOracle.Of("plan.v1").SchemaFile, "../../runbooks");
        using var invocation = new Invocation(_cli.Context, new RootCommand().Parse([]));
        var inputs = ImmutableDictionary<string, string>.Empty;
        inputs = runbook == "site-a.yaml" ? inputs.Add("ticket", "CHG1") : inputs;
        var prepared = PreparedRunbook.Load(invocation, Path.GetFullPath(Path.Combine(runbooks, runbook)), mode, inputs, root: null);
        Assert.NotNull(prepared);

        var rehearsal = Rehearsal.Run(invocation, prepared, scenario: null, seed: 1, outageAt: null, observers: []);

        var start = rehearsal.Result!.State.Start!;
        var plan = await rehearsal.Store.ReadBlobAsync(start.PlanDigest, TestContext.Current.CancellationToken);
        var lines = await rehearsal.Store.ReadAsync(start.Run, afterSequence: 0, TestContext.Current.CancellationToken);
        Assert.Empty(SchemaOracle.Of("plan.v1").Judge(Encoding.UTF8.GetString(plan!.Value.Span)));
        Assert.True(lines.Length > 20, $"only {lines.Length} lines");
        Assert.All(lines, line => Assert.Empty(SchemaOracle.Of("journal.v1").Judge(Encoding.UTF8.GetString(line.Span))));
    }

    [Fact]
    public async Task The_pages_commands_export_a_journal_from_the_store_that_verifies()
    {
        var missing = DocumentPage.FirstMissing("sh", "jq", "sha256sum", "sqlite3");
        Assert.SkipWhen(missing is not null, $"this machine has no {missing}");
        var page = new DocumentPage("journal.md");
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        var script = $"run={ScriptedRun.Id}\n{page.Script("## Where it lies")}{page.Script("## Verify a journal")}";

        var (exitCode, output) = await DocumentPage.RunAsync(script, _cli.Folder, TestContext.Current.CancellationToken);

        await using var store = Storage.SqliteRunStore.Open(_cli.Store, _cli.Context.HostClock);
        var stored = await StoredRun.LoadAsync(store, ScriptedRun.Id, TestContext.Current.CancellationToken);
        Assert.Equal($"{stored.Entries.Length} lines, head {stored.Head}\nplan.json is the plan of this run\n", output);
        Assert.Equal(0, exitCode);
    }
}
