using DrRunbook.Cli.Face;
using DrRunbook.Core.Journal;
using DrRunbook.Engine;
using DrRunbook.Engine.Ports;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Cli.Bundles;

/// <summary>Makes the bundle of a stored run and says what came of it.</summary>
internal static class BundleMaking
{
    /// <summary>Makes it.</summary>
    /// <param name="keyFile">The key that signs; null for an unsigned bundle.</param>
    /// <param name="supersedes">The folder of an earlier bundle, or null.</param>
    /// <param name="authority">The timestamp authority to ask; null for no timestamp.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> MakeAsync(Invocation invocation, IRunStore store, string run, string folder, string? keyFile, string? supersedes, Uri? authority)
    {
        try
        {
            var earlier = supersedes is null ? null : SupersededBundle.Of(await BundleFolder.ReadAsync(invocation.Context.PathOf(supersedes), invocation.Context.Signals.Halt));
            var files = BundleBuilder.Build(await ReadAsync(store, run, invocation.Context.Signals.Halt), earlier);
            using var signer = keyFile is null ? null : KeyFiles.OpenSigner(invocation.Context, keyFile);
            SignerKey? key = null;
            files = signer is null ? files : files.SignedBy(signer, out key);
            var stamp = authority is null ? null : await Stamp.AskAsync(files, authority, invocation.Context.Signals.Halt);
            files = stamp?.Files ?? files;
            await BundleFolder.WriteNewAsync(invocation.Context.PathOf(folder), files);
            Say(invocation, run, folder, files, key, stamp);
            return ExitCodes.Good;
        }
        catch (Exception refused) when (refused is BundleException or SigningException)
        {
            return invocation.Refuse(refused.Message);
        }
    }

    private static async Task<RunMaterial> ReadAsync(IRunStore store, string run, CancellationToken cancellationToken)
    {
        var stored = await StoredRun.LoadAsync(store, run, cancellationToken);
        using var journal = new MemoryStream();
        foreach (var line in (await store.ReadAsync(run, afterSequence: 0, cancellationToken)).Take(stored.Entries.Length))
        {
            journal.Write(line.Span);
            journal.WriteByte((byte)'\n');
        }

        var lines = journal.ToArray();
        var plan = (await store.ReadBlobAsync(stored.Start.PlanDigest, cancellationToken))!.Value;
        var blobs = new Dictionary<string, ReadOnlyMemory<byte>?>(StringComparer.Ordinal);
        foreach (var sha256 in BundleBuilder.BlobsOf(lines, plan.Span))
        {
            blobs[sha256] = await store.ReadBlobAsync(sha256, cancellationToken);
        }

        return new RunMaterial(lines, sha256 => blobs.GetValueOrDefault(sha256));
    }

    private static void Say(Invocation invocation, string run, string folder, BundleFiles files, SignerKey? key, Stamp? stamp)
    {
        var path = invocation.Context.PathOf(folder);
        if (invocation.IsJson)
        {
            JsonOutput.WriteLine(invocation.Out, new { run, bundle = path, files = files.All.Count, manifest = JournalLine.HashOf(files.Find(BundleNames.Manifest)!.Value.Span), signedBy = key?.Id, timestampedAt = stamp?.At });
            stamp?.SayWhyNot(invocation, folder);
            return;
        }

        invocation.Out.WriteLine($"Bundle of run {run}: {Readable.Count(files.All.Count, "file")} in {TerminalEncoder.Encode(path)}");
        invocation.Out.WriteLine(key is null
            ? $"Nobody has signed it: drrun sign {TerminalEncoder.Encode(folder)} --key FILE"
            : $"Signed by {key.Id} ({key.Type})");
        stamp?.Say(invocation, folder);
    }
}
