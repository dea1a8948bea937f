using System.Diagnostics;

namespace DrRunbook.Cli.Tests.Pipeline;

/// <summary>A repository of a team, and a shell in it with the built drrun on its path: what a pipeline's machine is.</summary>
internal sealed class Shell : IDisposable
{
    public const string Good = """
        version: 1
        name: shop

        enterpriseManagers:
          site-b:
            url: https://em.site-b.example:9398
            credentials: { usernameFrom: env:SITE_B_USER, passwordFrom: env:SITE_B_PASSWORD }

        inputs:
          ticket: { required: true }

        steps:
          - id: pause
            gate: { wait: 1s }

          - id: note
            command: { run: [scripts/note, '${inputs.ticket}'] }

        """;

    public Shell()
    {
        Folder = Directory.CreateTempSubdirectory("drrun-pipeline-").FullName;
        Directory.CreateDirectory(Path.Combine(Folder, ".git"));
        Variables["GIT_CONFIG_GLOBAL"] = "/dev/null";
        WriteProgram("runbooks/scripts/note", "#!/bin/sh\ntouch \"$(dirname \"$0\")/../../started\"\n");
        var host = System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
        WriteProgram("bin/drrun", $"#!/bin/sh\nexec '{host}' '{Path.Combine(AppContext.BaseDirectory, "drrun.dll")}' \"$@\"\n");
        Variables["PATH"] = $"{Path.Combine(Folder, "bin")}{Path.PathSeparator}{System.Environment.GetEnvironmentVariable("PATH")}";
    }

    public string Folder { get; }

    public Dictionary<string, string> Variables { get; } = [];

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void WriteProgram(string name, string text)
    {
        var path = Write(name, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    public bool Has(string name) => File.Exists(Path.Combine(Folder, name));

    /// <summary>Runs the lines as the runners of GitHub and GitLab do: in bash, ended by the first line that fails.</summary>
    public async Task<(int Code, string Said)> RunAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", "exec 2>&1\n" + script]) { WorkingDirectory = Folder, RedirectStandardOutput = true };
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        using var bash = Process.Start(start)!;
        var said = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (bash.ExitCode, said);
    }

    /// <summary>Commits everything that lies there.</summary>
    public async Task CommitAsync()
    {
        var (code, said) = await RunAsync("git init -q && git add -A && git -c user.name=t -c user.email=t@example.com commit -q -m all");
        Assert.True(code == 0, said);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
