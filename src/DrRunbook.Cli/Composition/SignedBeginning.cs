using System.Text;
using DrRunbook.Core.Signing;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Composition;

/// <summary>Lets who starts a run sign for it.</summary>
internal static class SignedBeginning
{
    /// <summary>The run with its starter's signature; null, after saying why, where there is none to be had.</summary>
    /// <param name="given">What <c>--as</c> says, or null.</param>
    /// <param name="key">The SSH key.</param>
    /// <param name="root">The runbook's root.</param>
    public static async Task<RunAssembly?> OfAsync(Invocation invocation, RunAssembly assembly, string? given, string key, string root)
    {
        if (assembly.Graph.Plan.AllowedSigners is not { } signersPath)
        {
            invocation.Refuse("the runbook states no 'allowedSigners': there is nothing to check a signature against", "start without --key");
            return null;
        }

        var signers = AllowedSigners.Parse(await File.ReadAllTextAsync(Path.GetFullPath(signersPath, root), invocation.Context.Signals.Halt));
        var (path, now) = (invocation.Context.PathOf(key), invocation.Context.HostClock.GetUtcNow());
        var (by, unclear) = Signer.Principal(given, path, assembly.Graph.Plan, signers, SignedStart.Namespace, now);
        if (by is null)
        {
            invocation.Refuse(unclear!, "--as says who you are, as the allowed signers name you");
            return null;
        }

        var message = new SignedStart(assembly.Start.Run, assembly.Start.PlanDigest, by, now).ToBytes();
        var signing = await SshKeygen.SignAsync(path, SignedStart.Namespace, message, invocation.Error, invocation.Context.Signals.Halt);
        if (signing.Signature is not { } signature)
        {
            invocation.Refuse(signing.Problem!, signing.Help);
            return null;
        }

        if (signers.WhyNot(by, signature.PublicKey, SignedStart.Namespace, now) is { } refusal)
        {
            invocation.Refuse(refusal);
            return null;
        }

        ImmutableArray<Blob> blobs = [Blob.Of(message), Blob.Of(Encoding.UTF8.GetBytes(signature.ToArmored()))];
        var start = assembly.Start with
        {
            StartedBy = OutsideText.From(by),
            Proof = new SignatureProof(signature.PublicKey.Fingerprint, blobs[0].Sha256, blobs[1].Sha256),
        };
        return assembly with { Start = start, Blobs = assembly.Blobs.AddRange(blobs) };
    }
}
