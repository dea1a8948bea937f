using System.Diagnostics;

namespace DrRunbook.TestKit;

/// <summary>Keys in a folder of their own, made, used and checked by the real <c>ssh-keygen</c>.</summary>
public sealed class SshKeyRing : IDisposable
{
    /// <summary>Where the keys lie.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("drrun-keys-").FullName;

    /// <summary>Makes a key without a passphrase.</summary>
    /// <param name="options">Type and size, as in <c>-t ecdsa -b 256</c>.</param>
    /// <returns>The path of the private half.</returns>
    public string Make(string name, params string[] options)
    {
        var path = Path.Combine(Folder, name);
        var type = options.Length == 0 ? ["-t", "ed25519"] : options;
        Run(["-q", "-N", "", "-C", $"{name} of the tests", .. type, "-f", path]);
        return path;
    }

    /// <summary>The line of the public half: type, Base64, comment.</summary>
    public string PublicLine(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.pub")).Trim();

    /// <summary>The key's fingerprint as <c>ssh-keygen -l</c> prints it.</summary>
    public string Fingerprint(string name) => Run(["-l", "-f", Path.Combine(Folder, $"{name}.pub")]).Output.Split(' ')[1];

    /// <summary>Signs a message as <c>ssh-keygen -Y sign</c> does.</summary>
    /// <param name="options">Further options, as in <c>-O hashalg=sha256</c>.</param>
    /// <returns>The armored signature.</returns>
    public string Sign(string name, string forNamespace, byte[] message, params string[] options)
    {
        var path = Path.Combine(Folder, $"{name}.message");
        File.WriteAllBytes(path, message);
        File.Delete($"{path}.sig");
        Run(["-Y", "sign", "-n", forNamespace, "-f", Path.Combine(Folder, name), .. options, path]);
        return File.ReadAllText($"{path}.sig");
    }

    /// <summary>Whether <c>ssh-keygen -Y verify</c> takes the signature.</summary>
    /// <param name="allowedSigners">The text of the file of allowed signers.</param>
    /// <param name="options">Further options, as in <c>-O verify-time=20261126Z</c>.</param>
    public bool Verifies(string allowedSigners, string principal, string forNamespace, byte[] message, string armored, params string[] options)
    {
        var (signers, signature) = (Path.Combine(Folder, "signers"), Path.Combine(Folder, "signature"));
        File.WriteAllText(signers, allowedSigners);
        File.WriteAllText(signature, armored);
        return Start(["-Y", "verify", "-f", signers, "-I", principal, "-n", forNamespace, "-s", signature, .. options], message).ExitCode == 0;
    }

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static (int ExitCode, string Output) Run(IEnumerable<string> arguments)
    {
        var result = Start(arguments, []);
        return result.ExitCode == 0 ? result : throw new InvalidOperationException($"ssh-keygen said: {result.Output}");
    }

    private static (int ExitCode, string Output) Start(IEnumerable<string> arguments, byte[] input)
    {
        var start = new ProcessStartInfo("ssh-keygen", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("SSH_AUTH_SOCK");
        using var program = Process.Start(start)!;
        program.StandardInput.BaseStream.Write(input);
        program.StandardInput.Close();
        var error = program.StandardError.ReadToEndAsync();
        var output = program.StandardOutput.ReadToEnd();
        program.WaitForExit();
        return (program.ExitCode, output + error.GetAwaiter().GetResult());
    }
}
