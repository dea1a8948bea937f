using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using DrRunbook.Cli.Simulation;
using DrRunbook.Simulator;
using DrRunbook.Yaml;

namespace DrRunbook.Cli.Tests.Commands;

/// <summary>Every runbook that people are told to copy is validated, planned and rehearsed, in both modes.</summary>
public sealed partial class ShippedRunbookTests : IDisposable
{
    private readonly TestCli _cli = new(clock: TimeProvider.System);

    public static TheoryData<string, string> RunbooksInBothModes => [.. from name in Names from mode in new[] { "drill", "disaster" } select (name, mode)];

    private static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.yaml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static string Folder => Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../runbooks");

    [Fact]
    public async Task All_of_them_are_in_order_where_warnings_count()
    {
        var (code, _, error) = await _cli.InvokeAsync(["validate", "--strict", .. Names.Select(name => Path.Combine(Folder, name))]);
        Assert.True(code == ExitCodes.Good, error);
    }

    [Theory]
    [MemberData(nameof(RunbooksInBothModes))]
    public async Task It_is_planned_without_a_manager(string name, string mode)
    {
        var (code, output, error) = await _cli.InvokeAsync(["plan", Path.Combine(Folder, name), "--offline", "--mode", mode, "--output", "json", .. Inputs(name)]);
        Assert.True(code == ExitCodes.Good, error);
        using var plan = JsonDocument.Parse(output);
        Assert.Equal(mode, plan.RootElement.GetProperty("plan").GetProperty("mode").GetString());
    }

    [Theory]
    [MemberData(nameof(RunbooksInBothModes))]
    public async Task It_is_planned_against_its_managers_with_a_point_for_each_failover_and_nothing_is_written(string name, string mode)
    {
        var plan = PlanOf(name, mode);
        await using var host = await SimulatorHost.StartAsync(
            BenignScenario.For(plan, TimeProvider.System.GetUtcNow(), seed: 1), new SimulatorHostOptions { UseHttps = false }, TestContext.Current.CancellationToken);
        var runbook = CopyFor(host, name);
        foreach (var manager in plan.Managers)
        {
            _cli.Environment[manager.UserName!.Name] = new ScenarioAccount().User;
            _cli.Environment[manager.Password!.Name] = new ScenarioAccount().Password;
        }

        var (code, output, error) = await _cli.InvokeAsync(["plan", runbook, "--root", _cli.Folder, "--mode", mode, "--output", "json", .. Inputs(name)]);

        Assert.True(code == ExitCodes.Good, error);
        using var shown = JsonDocument.Parse(output);
        var resolved = PlanJson.Read(System.Text.Encoding.UTF8.GetBytes(shown.RootElement.GetProperty("plan").GetRawText()));
        Assert.All(resolved.Steps.Where(step => step.Action is FailoverAction), step => Assert.NotNull(step.Point));
        Assert.Equal(plan.Steps.Select(step => step.Id), resolved.Steps.Select(step => step.Id));
        var ledger = Ledger.Combine(host.Managers.Select(manager => manager.Ledger));
        Assert.Empty(ledger.Effects);
        Assert.Empty(ledger.FailoverPosts);
    }

    [Theory]
    [MemberData(nameof(RunbooksInBothModes))]
    public async Task It_is_rehearsed_and_succeeds_within_its_objectives(string name, string mode)
    {
        var (code, output, error) = await _cli.InvokeAsync(["rehearse", Path.Combine(Folder, name), "--mode", mode, "--output", "json", .. Inputs(name)]);
        Assert.True(code == ExitCodes.Good, error);
        using var end = JsonDocument.Parse(output.TrimEnd('\n').Split('\n')[^1]);
        Assert.Equal("succeeded", end.RootElement.GetProperty("outcome").GetString());
        var owed = end.RootElement.GetProperty("owedUndos").GetArrayLength();
        var failovers = PlanOf(name, mode).Steps.Select(step => step.Action).OfType<FailoverAction>().DistinctBy(failover => failover.VApp).Count();
        Assert.Equal(mode == "drill" ? 0 : failovers, owed);
    }

    public void Dispose() => _cli.Dispose();

    private static string[] Inputs(string name) => name == "site-a.yaml" ? ["--input", "ticket=CHG1"] : [];

    private static Plan PlanOf(string name, string mode)
    {
        var inputs = name == "site-a.yaml" ? new Dictionary<string, string> { ["ticket"] = "CHG1" } : [];
        var runbook = RunbookLoader.Load(new LoadRequest(Path.Combine(Folder, name)) { Inputs = inputs }).Runbook!;
        return PlanCompiler.Compile(runbook, mode == "drill" ? RunMode.Drill : RunMode.Disaster, TimeProvider.System.GetUtcNow()).Plan!;
    }

    /// <summary>The folder of runbooks, with the managers of one at the addresses of the simulated ones.</summary>
    private string CopyFor(SimulatorHost host, string name)
    {
        foreach (var path in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_cli.Folder, Path.GetRelativePath(Folder, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        var runbook = Path.Combine(_cli.Folder, name);
        var text = TlsLine().Replace(File.ReadAllText(runbook), "");
        foreach (var manager in host.Managers)
        {
            text = text.Replace($"https://em.{manager.Name}.example:9398", host.AddressOf(manager.Name).GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        }

        File.WriteAllText(runbook, text);
        return runbook;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("^    tls: .*\n", RegexOptions.Multiline)]
    private static partial Regex TlsLine();
}
