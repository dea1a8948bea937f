using System.Globalization;
using System.Text;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Journal;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Evidence.Bundles.Verification;

/// <summary>The files are those of the manifest, no more and no less.</summary>
internal static class FileCheck
{
    private static readonly ImmutableArray<string> Vouching = [BundleNames.Manifest, BundleNames.Attestation, BundleNames.TestResult];

    /// <returns>The manifest's digests; null where it cannot be read.</returns>
    public static ImmutableSortedDictionary<string, string>? Check(BundleFiles files, VerificationNotes notes)
    {
        foreach (var name in Vouching.Where(name => files.Find(name) is null))
        {
            notes.Find(VerificationDiagnostics.FileMissing(name));
        }

        if (files.Find(BundleNames.Manifest) is not { } manifest)
        {
            return null;
        }

        if (!Manifest.TryRead(manifest.Span, out var digests))
        {
            notes.Find(VerificationDiagnostics.NotCanonical(BundleNames.Manifest, "a line has a digest, two spaces and a path, and the paths are in order"));
            return null;
        }

        foreach (var (path, digest) in digests)
        {
            if (files.Find(path) is not { } content)
            {
                notes.Find(VerificationDiagnostics.FileMissing(path));
            }
            else if (JournalLine.HashOf(content.Span) is var found && found != digest)
            {
                notes.Find(VerificationDiagnostics.FileAltered(path, found));
            }
        }

        foreach (var (path, content) in files.All)
        {
            if (BundleNames.IsContent(path) && !digests.ContainsKey(path))
            {
                notes.Find(VerificationDiagnostics.FileUnknown(path));
            }
            else if (path.StartsWith(BundleNames.KeysFolder, StringComparison.Ordinal))
            {
                CheckKey(path, content.Span, notes);
            }
        }

        if (!notes.Stopped)
        {
            notes.Prove("files", string.Create(CultureInfo.InvariantCulture, $"the {digests.Count} files of manifest.sha256 are all there and unchanged, and no other is"));
        }

        return digests;
    }

    private static void CheckKey(string path, ReadOnlySpan<byte> content, VerificationNotes notes)
    {
        if (!PemSignerKey.TryRead(Encoding.UTF8.GetString(content), out var key, out var problem))
        {
            notes.Find(VerificationDiagnostics.Unreadable(path, problem));
        }
        else if (BundleSigning.KeyFile(key) != path || !content.SequenceEqual(Encoding.UTF8.GetBytes(key.Write())))
        {
            notes.Find(VerificationDiagnostics.NotCanonical(path, $"the key in it belongs into {BundleSigning.KeyFile(key)}, as one PEM text"));
        }
    }
}
