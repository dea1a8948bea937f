using DrRunbook.Core.Runbooks;

namespace DrRunbook.Engine.Ports;

/// <summary>Reads environment variables and secret files of the machine drrun runs on.</summary>
public interface ISecrets
{
    /// <summary>The value of an environment variable.</summary>
    /// <exception cref="ValueMissingException">It is not set.</exception>
    string Environment(string name);

    /// <summary>The value behind a secret reference.</summary>
    /// <exception cref="ValueMissingException">The variable or file is not there.</exception>
    string Read(SecretReference reference);
}
