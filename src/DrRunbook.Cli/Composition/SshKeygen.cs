using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using DrRunbook.Core.Signing;

namespace DrRunbook.Cli.Composition;

/// <summary>A signature, or why there is none.</summary>
/// <param name="Problem">A sentence without its full stop; null where there is a signature.</param>
/// <param name="Help">The way out, or null where the problem says it.</param>
internal sealed record SshSigning(SshSignature? Signature, string? Problem, string? Help = null);

/// <summary>Signs with the operator's own <c>ssh-keygen</c>, so that agents, passphrases and hardware keys work as they do everywhere else.</summary>
internal static class SshKeygen
{
    private const string Program = "ssh-keygen";
    private const string Install = "signing needs OpenSSH 8.1 or later: install openssh-client";

    /// <summary>Signs a message.</summary>
    /// <param name="keyPath">The private key's file, absolute; or the public one's, where an agent holds the key.</param>
    /// <param name="forNamespace">What the signature is for.</param>
    /// <param name="error">Where what <c>ssh-keygen</c> says while it works is passed on to ("Confirm user presence…").</param>
    public static async Task<SshSigning> SignAsync(string keyPath, string forNamespace, byte[] message, TextWriter error, CancellationToken cancellationToken)
    {
        if (!File.Exists(keyPath))
        {
            return new SshSigning(null, $"there is no key at {keyPath}", "make one with: ssh-keygen -t ed25519");
        }

        var start = new ProcessStartInfo(Program, ["-Y", "sign", "-n", forNamespace, "-f", keyPath])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var program = Process.Start(start)!;
            return await SignAsync(program, keyPath, forNamespace, message, error, cancellationToken);
        }
        catch (Win32Exception)
        {
            return new SshSigning(null, $"'{Program}' was not found", Install);
        }
    }

    private static async Task<SshSigning> SignAsync(Process program, string keyPath, string forNamespace, byte[] message, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            var said = PassOnAsync(program.StandardError, error);
            var output = program.StandardOutput.ReadToEndAsync(cancellationToken);
            await GiveAsync(program, message, cancellationToken);
            await program.WaitForExitAsync(cancellationToken);
            return program.ExitCode == 0
                ? Checked(await output, keyPath, forNamespace, message)
                : new SshSigning(null, $"{Program} made no signature with {keyPath}", await said is { Length: > 0 } why ? $"it said: {why}" : Install);
        }
        catch (OperationCanceledException)
        {
            program.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static async Task GiveAsync(Process program, byte[] message, CancellationToken cancellationToken)
    {
        try
        {
            await program.StandardInput.BaseStream.WriteAsync(message, cancellationToken);
            program.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended before it read all: its exit code and its words say why.
        }
    }

    private static async Task<string> PassOnAsync(StreamReader from, TextWriter error)
    {
        var last = new StringBuilder();
        while (await from.ReadLineAsync() is { } line)
        {
            if (line.Trim() is not { Length: > 0 } text || text == "Signing data on standard input")
            {
                continue;
            }

            await error.WriteLineAsync($"{Program}: {Face.TerminalEncoder.Encode(text)}");
            last.Clear().Append(text);
        }

        return last.ToString();
    }

    /// <summary>What was made has to pass our own check: a wrong one is told here, not by whoever drives the run.</summary>
    private static SshSigning Checked(string armored, string keyPath, string forNamespace, byte[] message)
    {
        var problem = SshSignature.TryParse(armored.ReplaceLineEndings("\n"), out var signature, out var damage) ? signature.WhyNot(message, forNamespace) : damage;
        return problem is null ? new SshSigning(signature, null) : new SshSigning(null, $"the signature made with {keyPath} is not taken: {problem}");
    }
}
