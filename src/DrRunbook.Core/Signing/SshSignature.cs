using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace DrRunbook.Core.Signing;

/// <summary>A signature as <c>ssh-keygen -Y sign</c> makes it (OpenSSH's PROTOCOL.sshsig, version 1).</summary>
/// <remarks>Of the many texts that OpenSSH would take for one signature this takes the one that <c>ssh-keygen</c> writes: whoever changes a byte, changes the verdict.</remarks>
public sealed class SshSignature
{
    private const string Begin = "-----BEGIN SSH SIGNATURE-----\n";
    private const string End = "-----END SSH SIGNATURE-----\n";
    private const int LineLength = 70;
    private const uint Version = 1;
    private const int MostBytes = 32 * 1024;

    private readonly byte[] _signature;

    private SshSignature(SshPublicKey key, string forNamespace, string hash, byte[] signature) =>
        (PublicKey, Namespace, HashAlgorithm, _signature) = (key, forNamespace, hash, signature);

    /// <summary>The key that the signature names as its own. Whose key it is, is another question.</summary>
    public SshPublicKey PublicKey { get; }

    /// <summary>What the signature is for, as in <c>drrun-approval@v1</c>: one made for something else is worth nothing here.</summary>
    public string Namespace { get; }

    /// <summary><c>sha256</c> or <c>sha512</c>.</summary>
    public string HashAlgorithm { get; }

    private static ReadOnlySpan<byte> Magic => "SSHSIG"u8;

    /// <summary>Reads the armored form, with LF at the end of every line.</summary>
    /// <param name="problem">What is wrong with it, as a sentence without its full stop.</param>
    public static bool TryParse(string armored, [NotNullWhen(true)] out SshSignature? signature, [NotNullWhen(false)] out string? problem)
    {
        if (armored.Length < Begin.Length + End.Length || armored.Length > 2 * MostBytes
            || !armored.StartsWith(Begin, StringComparison.Ordinal) || !armored.EndsWith(End, StringComparison.Ordinal))
        {
            (signature, problem) = (null, "this is no SSH signature: it begins with '-----BEGIN SSH SIGNATURE-----' and ends with '-----END SSH SIGNATURE-----'");
            return false;
        }

        var text = armored[Begin.Length..^End.Length].Replace("\n", "", StringComparison.Ordinal);
        if (StrictBase64.Decode(text) is not { } blob || Armor(blob) != armored)
        {
            (signature, problem) = (null, "the SSH signature is damaged: its lines are not as ssh-keygen writes them");
            return false;
        }

        return TryParse(blob, out signature, out problem);
    }

    /// <summary>Reads the binary form, which begins with <c>SSHSIG</c>.</summary>
    /// <param name="problem">What is wrong with it, as a sentence without its full stop.</param>
    public static bool TryParse(ReadOnlySpan<byte> blob, [NotNullWhen(true)] out SshSignature? signature, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            signature = Read(blob);
            problem = signature.ToBytes().AsSpan().SequenceEqual(blob) ? null : "the SSH signature is damaged: written again it is another one";
            return problem is null;
        }
        catch (FormatException damage)
        {
            (signature, problem) = (null, $"the SSH signature is damaged: {damage.Message}");
            return false;
        }
    }

    /// <summary>Why this is no signature of its key over this message for this purpose, as a sentence without its full stop; null where it is one.</summary>
    /// <param name="forNamespace">What it has to have been made for.</param>
    public string? WhyNot(ReadOnlySpan<byte> message, string forNamespace)
    {
        if (Namespace != forNamespace)
        {
            return $"the signature was made for '{Namespace}', not for '{forNamespace}'";
        }

        var signed = new SshWriter().Raw(Magic).Name(Namespace).Name("").Name(HashAlgorithm).Bytes(Hash(message)).ToArray();
        try
        {
            var reader = new SshReader(_signature);
            var algorithm = reader.Name();
            if (!PublicKey.Algorithms.Contains(algorithm))
            {
                return $"a signature by '{algorithm}' is not taken from a key of type '{PublicKey.Type}'; {string.Join(" or ", PublicKey.Algorithms)} is";
            }

            return PublicKey.Verifies(algorithm, signed, reader) ? null : $"the signature does not fit what was signed (key {PublicKey.Fingerprint})";
        }
        catch (FormatException damage)
        {
            return $"the SSH signature is damaged: {damage.Message}";
        }
    }

    /// <summary>The binary form.</summary>
    public byte[] ToBytes() =>
        new SshWriter().Raw(Magic).Number(Version).Bytes(PublicKey.Blob.Span).Name(Namespace).Name("").Name(HashAlgorithm).Bytes(_signature).ToArray();

    /// <summary>The armored form.</summary>
    public string ToArmored() => Armor(ToBytes());

    private static SshSignature Read(ReadOnlySpan<byte> blob)
    {
        var reader = new SshReader(blob);
        if (blob.Length > MostBytes || !reader.Take(Magic.Length).SequenceEqual(Magic))
        {
            throw new FormatException("it does not begin with 'SSHSIG'");
        }

        if (reader.Number() is var version && version != Version)
        {
            throw new FormatException($"version {version} is not known, {Version} is");
        }

        if (!SshPublicKey.TryParse(reader.Bytes(), out var key, out var problem))
        {
            throw new FormatException(problem);
        }

        var forNamespace = reader.Name();
        if (forNamespace.Length == 0 || !reader.Bytes().IsEmpty)
        {
            throw new FormatException("its namespace is empty, or a reserved place in it is not");
        }

        var hash = reader.Name();
        var signature = reader.Bytes();
        reader.End();
        return hash is "sha256" or "sha512"
            ? new SshSignature(key, forNamespace, hash, signature.ToArray())
            : throw new FormatException($"hash '{hash}' is not taken; sha256 and sha512 are");
    }

    private static string Armor(byte[] blob)
    {
        var text = new StringBuilder(Begin);
        foreach (var line in Convert.ToBase64String(blob).Chunk(LineLength))
        {
            text.Append(line).Append('\n');
        }

        return text.Append(End).ToString();
    }

    private byte[] Hash(ReadOnlySpan<byte> message) => HashAlgorithm == "sha256" ? SHA256.HashData(message) : SHA512.HashData(message);
}
