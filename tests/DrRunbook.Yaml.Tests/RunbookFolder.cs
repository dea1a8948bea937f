using DrRunbook.Core.Runbooks;

namespace DrRunbook.Yaml.Tests;

/// <summary>A folder of its own for each test, with the files that the language page's example names.</summary>
internal sealed class RunbookFolder : IDisposable
{
    public RunbookFolder()
    {
        Path = Directory.CreateTempSubdirectory("drrun-yaml-").FullName;
        Directory.CreateDirectory(System.IO.Path.Combine(Path, ".git"));
        Write("certs/site-b-ca.pem", "-----BEGIN CERTIFICATE-----\n");
        Write("certs/allowed_signers", "alice@example.com ssh-ed25519 AAAA\n");
    }

    public string Path { get; }

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Loads a file of the folder; places in the findings are relative to the folder.</summary>
    public LoadResult Load(string name, bool inputsRequired = true, params (string Name, string Value)[] inputs)
    {
        var request = new LoadRequest(System.IO.Path.Combine(Path, name))
        {
            InputsRequired = inputsRequired,
            Inputs = inputs.ToDictionary(input => input.Name, input => input.Value),
        };
        return RunbookLoader.Load(request);
    }

    /// <summary>Writes and loads a runbook; the findings as text, with the folder's own path left away.</summary>
    public string Findings(string yaml, bool inputsRequired = true, params (string Name, string Value)[] inputs)
    {
        Write("runbook.yaml", yaml);
        return Text(Load("runbook.yaml", inputsRequired, inputs));
    }

    public Runbook Valid(string yaml, params (string Name, string Value)[] inputs)
    {
        Write("runbook.yaml", yaml);
        var result = Load("runbook.yaml", inputsRequired: true, inputs);
        Assert.Equal("", Text(result));
        return result.Runbook!;
    }

    public string Text(LoadResult result) =>
        string.Join('\n', result.Diagnostics).Replace(Path + "/", "", StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
