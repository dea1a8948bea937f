using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DrRunbook.Core.Signing;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Cli.Bundles;

/// <summary>Keys in files.</summary>
internal static class KeyFiles
{
    private const int MostBytes = 64 * 1024;

    /// <summary>Opens a private key, or the public half of one that an SSH agent holds.</summary>
    /// <exception cref="SigningException">The file holds no key that can sign a bundle.</exception>
    public static IBundleSigner OpenSigner(CliContext context, string file)
    {
        var text = Read(context, file);
        if (text.Contains("-----BEGIN OPENSSH PRIVATE KEY-----", StringComparison.Ordinal) || SshPublicKey.TryParse(text.Trim(), out _, out _))
        {
            return new SshKeygenSigner(context.PathOf(file), context.Error);
        }

        return PemSigner.TryRead(text, out var signer, out var problem) ? signer : throw new SigningException($"'{file}' cannot sign: {problem}");
    }

    /// <summary>Reads a public key, in PEM form or as a line of SSH.</summary>
    /// <exception cref="SigningException">The file holds no public key.</exception>
    public static SignerKey ReadPublic(CliContext context, string file)
    {
        var text = Read(context, file);
        if (text.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw new SigningException($"'{file}' is a private key: the public one verifies");
        }

        if (SshPublicKey.TryParse(text.Trim(), out var ssh, out _))
        {
            return new SshSignerKey(ssh);
        }

        return PemSignerKey.TryRead(text, out var key, out var problem) ? key : throw new SigningException($"'{file}' is no public key: {problem}");
    }

    /// <summary>Reads certificates in PEM form.</summary>
    /// <exception cref="SigningException">The file holds none, or is damaged.</exception>
    public static ImmutableArray<X509Certificate2> ReadCertificates(CliContext context, string file)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Read(context, file));
        }
        catch (CryptographicException damage)
        {
            throw new SigningException($"'{file}' cannot be read: {damage.Message}");
        }

        return certificates.Count > 0 ? [.. certificates] : throw new SigningException($"'{file}' holds no certificate in PEM form");
    }

    /// <summary>Reads a small text file.</summary>
    /// <exception cref="SigningException">It cannot be read.</exception>
    public static string Read(CliContext context, string file)
    {
        try
        {
            var path = context.PathOf(file);
            return new FileInfo(path).Length <= MostBytes ? File.ReadAllText(path) : throw new SigningException($"'{file}' is too large for a key");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SigningException($"'{file}' cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>Writes a new file that its owner alone may read, or everybody; never over another.</summary>
    /// <exception cref="BundleException">It is there already, or cannot be written.</exception>
    public static void WriteNew(CliContext context, string file, string text, bool isSecret)
    {
        var path = context.PathOf(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = isSecret
                ? UnixFileMode.UserRead | UnixFileMode.UserWrite
                : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var writer = new StreamWriter(path, options);
            writer.Write(text);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new BundleException(File.Exists(path) ? $"'{file}' is there already: a key is never overwritten" : $"'{file}' cannot be written: {unwritable.Message}");
        }
    }
}
