using DrRunbook.Acceptance.Tests.Driving;

namespace DrRunbook.Acceptance.Tests;

/// <summary>The first command that a newcomer types. It takes about twenty seconds to be watched, so both its forms run side by side.</summary>
public sealed class ReadmeTests
{
    private static readonly string[] Command = ["execute", Repository.Runbook("site-a.yaml"), "--simulate", "--input", "ticket=CHG1", "--yes"];

    [Fact]
    public async Task The_first_command_fails_a_site_over_for_people_and_for_programs()
    {
        await using var forPeople = new Workplace();
        await using var forPrograms = new Workplace();
        var endings = await Task.WhenAll(forPeople.RunAsync(Command), forPrograms.RunAsync([.. Command, "--output", "json"]));

        SaysHowItWent(endings[0].MustExit(0));
        var run = IsJsonLines(endings[1].MustExit(0));
        var runs = (await forPrograms.RunAsync("runs", "--output", "json")).MustExit(0).JsonLines();
        Assert.Equal(run, Assert.Single(runs).GetProperty("run").GetString());
    }

    private static void SaysHowItWent(Ending ending)
    {
        Assert.Contains("REHEARSAL: run ", ending.Out, StringComparison.Ordinal);
        Assert.Contains(" of site-a: succeeded", ending.Out, StringComparison.Ordinal);
        Assert.Contains("RTO    met", ending.Out, StringComparison.Ordinal);
        foreach (var step in (string[])["directory", "database", "queue", "application", "archive"])
        {
            Assert.Matches($@"(?m)^\S+Z  \S+  {step} +succeeded after ", ending.Error);
        }
    }

    /// <returns>The run that every line names.</returns>
    private static string? IsJsonLines(Ending ending)
    {
        var lines = ending.JsonLines();
        var run = lines[^1].GetProperty("run").GetString();
        Assert.Equal("succeeded", lines[^1].GetProperty("outcome").GetString());
        Assert.All(lines, line => Assert.Equal(run, line.GetProperty("run").GetString()));
        Assert.Equal(Enumerable.Range(1, lines.Length - 1), lines[..^1].Select(line => line.GetProperty("seq").GetInt32()));
        Assert.Equal("run-started", lines[0].GetProperty("type").GetString());
        return run;
    }
}
