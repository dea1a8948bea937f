namespace DrRunbook.Evidence.Bundles;

/// <summary>A run as it is kept: the exact bytes that a bundle is made of.</summary>
/// <param name="Journal">The lines, each with its LF.</param>
/// <param name="Blob">The bytes of a blob by its SHA-256, or null where it is lost.</param>
public sealed record RunMaterial(ReadOnlyMemory<byte> Journal, Func<string, ReadOnlyMemory<byte>?> Blob);

/// <summary>A bundle cannot be made of a run.</summary>
public sealed class BundleException(string message) : Exception(message);
