using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using DrRunbook.Core.Journal;

namespace DrRunbook.Evidence.Bundles;

/// <summary>The files of a run and their digests: <c>manifest.sha256</c>, which <c>sha256sum -c</c> reads.</summary>
internal static class Manifest
{
    private const int DigestLength = 64;
    private const string Between = "  ";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>One line per file, in the ordinal order of their paths.</summary>
    public static byte[] Write(BundleFiles files)
    {
        var text = new StringBuilder();
        foreach (var (path, content) in files.All.Where(file => BundleNames.IsContent(file.Key)))
        {
            text.Append(JournalLine.HashOf(content.Span)).Append(Between).Append(path).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads a manifest; another text than <see cref="Write"/> could write is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ImmutableSortedDictionary<string, string>? digests)
    {
        digests = null;
        var text = Encoding.UTF8.GetString(bytes);
        if (text.Length == 0 || text[^1] != '\n' || !bytes.SequenceEqual(Encoding.UTF8.GetBytes(text)))
        {
            return false;
        }

        var read = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var before = "";
        foreach (var line in text[..^1].Split('\n'))
        {
            if (line.Length <= DigestLength + Between.Length || line.AsSpan(DigestLength, Between.Length) is not Between
                || line.AsSpan(0, DigestLength).ContainsAnyExcept(HexDigits))
            {
                return false;
            }

            var path = line[(DigestLength + Between.Length)..];
            if (string.CompareOrdinal(before, path) >= 0 || !BundleNames.IsSafe(path) || !BundleNames.IsContent(path))
            {
                return false;
            }

            read.Add(path, line[..DigestLength]);
            before = path;
        }

        digests = read.ToImmutable();
        return true;
    }
}
