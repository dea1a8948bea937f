using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using DrRunbook.Core.Signing;
using DrRunbook.Engine.Outside;

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
        var (signatures, problem, help) = await SignAllAsync(keyPath, forNamespace, [message], error, cancellationToken);
        return new SshSigning(problem is null ? signatures[0] : null, problem, help);
    }

    /// <summary>Signs some messages at once: whoever has to be asked for the key is asked once.</summary>
    /// <param name="keyPath">As in <see cref="SignAsync"/>.</param>
    /// <param name="forNamespace">What the signatures are for.</param>
    /// <param name="error">As in <see cref="SignAsync"/>.</param>
    /// <returns>A signature for each message, in order; or none, and why and the way out as in <see cref="SshSigning"/>.</returns>
    public static async Task<(ImmutableArray<SshSignature> Signatures, string? Problem, string? Help)> SignAllAsync(
        string keyPath, string forNamespace, ImmutableArray<byte[]> messages, TextWriter error, CancellationToken cancellationToken)
    {
        if (!File.Exists(keyPath))
        {
            return ([], $"there is no key at {keyPath}", "make one with: ssh-keygen -t ed25519");
        }

        var folder = Directory.CreateTempSubdirectory("drrun-sign-").FullName;
        try
        {
            ImmutableArray<string> files = [.. messages.Select((_, index) => Path.Combine(folder, index.ToString(CultureInfo.InvariantCulture)))];
            foreach (var (file, message) in files.Zip(messages))
            {
                await File.WriteAllBytesAsync(file, message, cancellationToken);
            }

            return await RunAsync(["-Y", "sign", "-q", "-n", forNamespace, "-f", keyPath, .. files], keyPath, error, cancellationToken) is { } refusal
                ? ([], refusal.Problem, refusal.Help)
                : await ReadAsync(files, messages, keyPath, forNamespace, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <returns>Why it did not sign; null where it did.</returns>
    private static async Task<SshSigning?> RunAsync(IEnumerable<string> arguments, string keyPath, TextWriter error, CancellationToken cancellationToken)
    {
        if (ProgramStart.Of(Program, arguments) is not { } start)
        {
            return new SshSigning(null, $"'{Program}' was not found", Install);
        }

        try
        {
            using var program = ProgramStart.Begin(start);
            return await RunAsync(program, keyPath, error, cancellationToken);
        }
        catch (Win32Exception unable)
        {
            return new SshSigning(null, $"'{Program}' cannot be started: {unable.Message}", Install);
        }
    }

    private static async Task<SshSigning?> RunAsync(Process program, string keyPath, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            program.StandardInput.Close();
            var said = PassOnAsync(program.StandardError, error);
            await program.StandardOutput.ReadToEndAsync(cancellationToken);
            await program.WaitForExitAsync(cancellationToken);
            var last = await said;
            return program.ExitCode == 0
                ? null
                : new SshSigning(null, $"{Program} made no signature with {keyPath}", last.Length > 0 ? $"it said: {last}" : Install);
        }
        catch (OperationCanceledException)
        {
            program.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static async Task<(ImmutableArray<SshSignature> Signatures, string? Problem, string? Help)> ReadAsync(
        ImmutableArray<string> files, ImmutableArray<byte[]> messages, string keyPath, string forNamespace, CancellationToken cancellationToken)
    {
        var signatures = ImmutableArray.CreateBuilder<SshSignature>();
        foreach (var (file, message) in files.Zip(messages))
        {
            var (signature, problem, help) = Checked(await File.ReadAllTextAsync($"{file}.sig", cancellationToken), keyPath, forNamespace, message);
            if (signature is null)
            {
                return ([], problem, help);
            }

            signatures.Add(signature);
        }

        return (signatures.ToImmutable(), null, null);
    }

    private static async Task<string> PassOnAsync(StreamReader from, TextWriter error)
    {
        var last = new StringBuilder();
        while (await from.ReadLineAsync() is { } line)
        {
            if (line.Trim() is not { Length: > 0 } text)
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
