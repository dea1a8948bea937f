using System.CommandLine;
using DrRunbook.Cli.Bundles;
using DrRunbook.Cli.Face;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun keys new FILE</c> and <c>drrun keys show FILE</c>.</summary>
internal static class KeysCommand
{
    /// <summary>Makes the command and those in it.</summary>
    public static Command Create(CliContext context)
    {
        var keys = new CliCommand(
            "keys",
            "Makes and shows keys that sign bundles. An SSH key that you have does as well.",
            "drrun keys new ~/.config/drrun/executor.pem",
            "drrun keys show executor.pem.pub");
        keys.Add(New(context));
        keys.Add(Show(context));
        return keys;
    }

    private static CliCommand New(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "Where the private key goes; the public one goes beside it, into FILE.pub." };
        var command = new CliCommand(
            "new",
            "Makes a key pair (ECDSA P-256, PEM) and prints its fingerprint. It overwrites nothing.",
            "drrun keys new executor.pem");
        command.Add(file);
        command.Does(context, invocation => New(invocation, invocation.Value(file)));
        return command;
    }

    private static int New(Invocation invocation, string file)
    {
        var publicFile = file + ".pub";
        if (File.Exists(invocation.Context.PathOf(publicFile)))
        {
            return invocation.Refuse($"'{publicFile}' is there already: a key is never overwritten");
        }

        using var pair = PemSigner.New();
        try
        {
            KeyFiles.WriteNew(invocation.Context, file, pair.WritePrivate(), isSecret: true);
            KeyFiles.WriteNew(invocation.Context, publicFile, pair.PublicPem, isSecret: false);
        }
        catch (BundleException refused)
        {
            return invocation.Refuse(refused.Message);
        }

        return Print(invocation, pair.Key, publicFile, file);
    }

    private static CliCommand Show(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "A public key." };
        var command = new CliCommand("show", "Prints the fingerprint of a public key, for comparing it with its owner.", "drrun keys show executor.pem.pub");
        command.Add(file);
        command.Does(context, invocation =>
        {
            try
            {
                return Print(invocation, KeyFiles.ReadPublic(invocation.Context, invocation.Value(file)), invocation.Value(file), privateFile: null);
            }
            catch (SigningException unusable)
            {
                return invocation.Refuse(unusable.Message);
            }
        });
        return command;
    }

    private static int Print(Invocation invocation, SignerKey key, string publicFile, string? privateFile)
    {
        if (invocation.IsJson)
        {
            JsonOutput.WriteLine(invocation.Out, new { keyId = key.Id, type = key.Type, publicKey = publicFile, privateKey = privateFile });
            return ExitCodes.Good;
        }

        if (privateFile is not null)
        {
            invocation.Out.WriteLine($"Private key: {TerminalEncoder.Encode(privateFile)} (keep it secret; who has it can sign as you)");
        }

        invocation.Out.WriteLine($"Public key:  {TerminalEncoder.Encode(publicFile)} (give it to those who verify)");
        invocation.Out.WriteLine($"Fingerprint: {key.Id} ({key.Type})");
        return ExitCodes.Good;
    }
}
