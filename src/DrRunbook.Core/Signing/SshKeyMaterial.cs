namespace DrRunbook.Core.Signing;

/// <summary>What of a public key checks signatures.</summary>
internal abstract class SshKeyMaterial
{
    /// <summary>The signature algorithms that this key may be used with.</summary>
    public abstract ImmutableArray<string> Algorithms { get; }

    /// <summary>Whether the signature is this key's over these bytes.</summary>
    /// <param name="algorithm">One of <see cref="Algorithms"/>.</param>
    /// <param name="signature">What follows the algorithm's name.</param>
    /// <exception cref="FormatException">The signature is not shaped as the algorithm's are.</exception>
    public abstract bool Verifies(string algorithm, ReadOnlySpan<byte> signed, SshReader signature);

    /// <summary>Reads what follows the type's name in a key's wire form.</summary>
    /// <exception cref="FormatException">The key is damaged, weak, or of a type that is not taken.</exception>
    public static SshKeyMaterial Read(string type, ref SshReader reader) => type switch
    {
        Ed25519Material.Name => Ed25519Material.Read(ref reader),
        EcdsaMaterial.Name256 or EcdsaMaterial.Name384 or EcdsaMaterial.Name521 => EcdsaMaterial.ReadOnCurve(type, ref reader),
        RsaMaterial.Name => RsaMaterial.Read(ref reader),
        SecurityKeyMaterial.Ed25519Name => new SecurityKeyMaterial(type, Ed25519Material.Read(ref reader), reader.Bytes()),
        SecurityKeyMaterial.EcdsaName => new SecurityKeyMaterial(type, EcdsaMaterial.ReadOnCurve(EcdsaMaterial.Name256, ref reader), reader.Bytes()),
        _ => throw new FormatException($"keys of type '{type}' are not taken; these are: ed25519, ecdsa, rsa, and both kinds of security keys"),
    };
}
