using System.ComponentModel;
using System.Diagnostics;
using DrRunbook.Core.Signing;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Cli.Bundles;

/// <summary>Signs with an SSH key by <c>ssh-keygen -Y sign</c>, which knows agents, passphrases and hardware keys and asks for them itself.</summary>
/// <param name="keyFile">The private key, or the public one of a key that an agent holds.</param>
internal sealed class SshKeygenSigner(string keyFile) : IBundleSigner
{
    /// <inheritdoc />
    public KeySignatures Sign(ImmutableArray<ReadOnlyMemory<byte>> messages)
    {
        var folder = Directory.CreateTempSubdirectory("drrun-sign-").FullName;
        try
        {
            ImmutableArray<string> files = [.. messages.Select((_, index) => Path.Combine(folder, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"statement-{index}")))];
            for (var index = 0; index < files.Length; index++)
            {
                File.WriteAllBytes(files[index], messages[index].Span);
            }

            Run(["-Y", "sign", "-q", "-n", SshSignerKey.Namespace, "-f", keyFile, .. files]);
            ImmutableArray<SshSignature> signatures = [.. files.Select(file => Read($"{file}.sig"))];
            return new KeySignatures(new SshSignerKey(signatures[0].PublicKey), [.. signatures.Select(signature => (ReadOnlyMemory<byte>)signature.ToBytes())]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // The key stays with ssh-keygen.
    }

    private static SshSignature Read(string file) =>
        SshSignature.TryParse(File.ReadAllText(file), out var signature, out var problem) ? signature : throw new SigningException($"ssh-keygen wrote a signature that is not taken: {problem}");

    private void Run(IEnumerable<string> arguments)
    {
        // Its questions go to the terminal and what it says to standard error: both are the operator's.
        var start = new ProcessStartInfo("ssh-keygen", arguments) { RedirectStandardOutput = true };
        try
        {
            using var program = Process.Start(start)!;
            program.StandardOutput.ReadToEnd();
            program.WaitForExit();
            if (program.ExitCode != 0)
            {
                throw new SigningException($"ssh-keygen did not sign with '{keyFile}' (exit code {program.ExitCode})");
            }
        }
        catch (Win32Exception missing)
        {
            throw new SigningException($"ssh-keygen, which signs with SSH keys, cannot be started: {missing.Message}");
        }
    }
}
