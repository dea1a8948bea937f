using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Cli.Composition;

/// <summary>Reads secrets where the runbook says they are.</summary>
/// <param name="environment">From a variable's name to its value, or null.</param>
/// <param name="root">The runbook's root, which paths are relative to.</param>
internal sealed class ProcessSecrets(Func<string, string?> environment, string root) : ISecrets
{
    /// <summary>The most bytes of a secret file or certificate file: 1 MiB.</summary>
    private const int MaxBytes = 1 << 20;

    /// <inheritdoc />
    public string Environment(string name) => environment(name) ?? throw new ValueMissingException($"environment variable '{name}' is not set");

    /// <inheritdoc />
    public string Read(SecretReference reference)
    {
        if (reference.Origin == SecretOrigin.Environment)
        {
            return Environment(reference.Name);
        }

        try
        {
            return ReadSmall(Path.GetFullPath(reference.Name, root)).TrimEnd('\r', '\n');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ValueMissingException($"secret file '{reference.Name}' cannot be read: {failure.Message}");
        }
    }

    /// <summary>Reads a file to its end, but not one that has none.</summary>
    /// <exception cref="IOException">It is no regular file, or too large.</exception>
    private static string ReadSmall(string path)
    {
        using var file = RegularFile.OpenRead(path) ?? throw new IOException("it is no regular file");
        var bytes = new byte[MaxBytes + 1];
        var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return count <= MaxBytes
            ? new StreamReader(new MemoryStream(bytes, 0, count)).ReadToEnd()
            : throw new IOException("it has more than 1 MiB");
    }
}
