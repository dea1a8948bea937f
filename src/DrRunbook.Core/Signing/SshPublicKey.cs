using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DrRunbook.Core.Signing;

/// <summary>An SSH public key. Two are equal where their bytes are.</summary>
public sealed class SshPublicKey : IEquatable<SshPublicKey>
{
    private readonly byte[] _blob;
    private readonly SshKeyMaterial _material;

    private SshPublicKey(string type, SshKeyMaterial material, byte[] blob) => (Type, _material, _blob) = (type, material, blob);

    /// <summary>The type's name, as in <c>ssh-ed25519</c>.</summary>
    public string Type { get; }

    /// <summary>The key in SSH's wire form.</summary>
    public ReadOnlyMemory<byte> Blob => _blob;

    /// <summary>How people compare keys, as in <c>SHA256:uNiVztksCsDhcc0u9e8BrrJ…</c> (Base64 without padding, as <c>ssh-keygen -l</c> prints it).</summary>
    public string Fingerprint => $"SHA256:{Convert.ToBase64String(SHA256.HashData(_blob)).TrimEnd('=')}";

    /// <summary>The signature algorithms that the key may be used with.</summary>
    internal ImmutableArray<string> Algorithms => _material.Algorithms;

    /// <summary>Reads one line as <c>authorized_keys</c> and <c>*.pub</c> files have it: type, Base64, and perhaps a comment.</summary>
    /// <param name="problem">What is wrong with it, as the end of a sentence.</param>
    public static bool TryParse(string line, [NotNullWhen(true)] out SshPublicKey? key, [NotNullWhen(false)] out string? problem)
    {
        var words = line.Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length < 2)
        {
            (key, problem) = (null, "a public key has a type and a text in Base64");
            return false;
        }

        if (StrictBase64.Decode(words[1]) is not { } blob)
        {
            (key, problem) = (null, "the text behind the key's type is not Base64");
            return false;
        }

        if (!TryParse(blob, out key, out problem))
        {
            return false;
        }

        problem = key.Type == words[0] ? null : $"the line says '{words[0]}', the key is '{key.Type}'";
        key = problem is null ? key : null;
        return problem is null;
    }

    /// <summary>Reads a key in SSH's wire form.</summary>
    /// <param name="problem">What is wrong with it, as the end of a sentence.</param>
    public static bool TryParse(ReadOnlySpan<byte> blob, [NotNullWhen(true)] out SshPublicKey? key, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            var reader = new SshReader(blob);
            var type = reader.Name();
            var material = SshKeyMaterial.Read(type, ref reader);
            reader.End();
            (key, problem) = (new SshPublicKey(type, material, blob.ToArray()), null);
            return true;
        }
        catch (FormatException damage)
        {
            (key, problem) = (null, $"the public key is not taken: {damage.Message}");
            return false;
        }
    }

    /// <inheritdoc />
    public bool Equals(SshPublicKey? other) => other is not null && _blob.AsSpan().SequenceEqual(other._blob);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as SshPublicKey);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_blob);
        return hash.ToHashCode();
    }

    /// <summary>The line that <see cref="TryParse(string, out SshPublicKey?, out string?)"/> reads, without a comment.</summary>
    public override string ToString() => $"{Type} {Convert.ToBase64String(_blob)}";

    /// <exception cref="FormatException">The signature is not shaped as the algorithm's are.</exception>
    internal bool Verifies(string algorithm, ReadOnlySpan<byte> signed, SshReader signature) => _material.Verifies(algorithm, signed, signature);
}
