using System.Runtime.Versioning;
using System.Text.Json;

namespace DrRunbook.Cli.Tests.Commands;

[UnsupportedOSPlatform("windows")]
public sealed class PlannedFilesTests : IDisposable
{
    private readonly TestCli _cli = new();

    public PlannedFilesTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "a program is told by its mode");

    [Fact]
    public async Task Programs_scripts_given_to_programs_and_authorities_are_pinned_and_data_is_not()
    {
        Write("scripts/fence", executable: true);
        Write("scripts/drain.py", executable: false);
        Write("scripts/tool", executable: true);
        Write("state.json", executable: false);
        Write("page-ca.pem", executable: false);
        var file = Write("files.yaml", executable: false, """
            version: 1
            name: files
            unfenced: a runbook of a test
            enterpriseManagers:
              site-b:
                url: https://em.site-b.example:9398
                credentials: { usernameFrom: env:U, passwordFrom: env:P }
            defaults: { enterpriseManager: site-b }
            steps:
              - id: fence
                command: { run: [./scripts/fence, state.json, missing.sh] }
              - id: drain
                command: { run: [python3, drain.py, --state, ../state.json], workingDirectory: scripts }
              - id: page
                gate:
                  http: { url: https://erp.site-b.example/health, caFile: page-ca.pem }
                verify:
                  - command: { run: [env, scripts/tool, '${run.id}'] }
            """);

        var (code, output, error) = await _cli.InvokeAsync("plan", file, "--root", _cli.Folder, "--offline", "--output", "json");

        Assert.True(code == ExitCodes.Good, error);
        using var plan = JsonDocument.Parse(output);
        Assert.Equal(
            ["page-ca.pem", "scripts/drain.py", "scripts/fence", "scripts/tool"],
            plan.RootElement.GetProperty("plan").GetProperty("files").EnumerateArray().Select(pinned => pinned.GetProperty("path").GetString()!.Replace("./", "", StringComparison.Ordinal)).Order());
    }

    public void Dispose() => _cli.Dispose();

    private string Write(string name, bool executable, string text = "x")
    {
        var path = Path.Combine(_cli.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (executable)
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
