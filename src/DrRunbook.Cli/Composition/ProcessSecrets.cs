using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Composition;

/// <summary>Reads secrets where the runbook says they are.</summary>
/// <param name="environment">From a variable's name to its value, or null.</param>
/// <param name="root">The runbook's root, which paths are relative to.</param>
internal sealed class ProcessSecrets(Func<string, string?> environment, string root) : ISecrets
{
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
            return File.ReadAllText(Path.GetFullPath(reference.Name, root)).TrimEnd('\r', '\n');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ValueMissingException($"secret file '{reference.Name}' cannot be read: {failure.Message}");
        }
    }
}
