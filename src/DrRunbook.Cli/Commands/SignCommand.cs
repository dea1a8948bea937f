using System.CommandLine;
using DrRunbook.Cli.Bundles;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Bundles.Verification;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun sign DIR --key FILE</c>: a signature beside those that are there.</summary>
internal sealed class SignCommand
{
    private readonly Argument<string> _folder = new("DIR") { Description = "The bundle." };
    private readonly Option<string?> _key = SigningOptions.Key();

    /// <summary>Makes the command.</summary>
    public static Command Create(CliContext context)
    {
        var sign = new SignCommand();
        var command = new CliCommand(
            "sign",
            "Adds a signature to a bundle, such as a reviewer's. A bundle that does not hold is not signed.",
            "drrun sign evidence-20261123 --key ~/.ssh/id_ed25519");
        command.Add(sign._folder);
        command.Add(sign._key);
        command.Does(context, sign.SignAsync);
        return command;
    }

    private async Task<int> SignAsync(Invocation invocation)
    {
        if (SigningOptions.KeyOf(invocation, _key) is not { } keyFile)
        {
            return invocation.Refuse("'drrun sign' needs --key FILE");
        }

        var folder = invocation.Context.PathOf(invocation.Value(_folder));
        try
        {
            var before = await BundleFolder.ReadAsync(folder, invocation.Context.Signals.Halt);
            var verdict = BundleVerifier.Verify(before, BundleTrust.None);
            if (verdict.Standing == BundleStanding.Refused)
            {
                VerdictText.WriteFindings(invocation.Error, verdict);
                Invocation.Say(invocation.Error, "error", "the bundle does not hold, and was not signed");
                return ExitCodes.NotGood;
            }

            using var signer = KeyFiles.OpenSigner(invocation.Context, keyFile);
            await BundleFolder.UpdateAsync(folder, before, before.SignedBy(signer, out var key));
            Say(invocation, folder, verdict, key);
            return ExitCodes.Good;
        }
        catch (Exception refused) when (refused is BundleException or SigningException)
        {
            return invocation.Refuse(refused.Message);
        }
    }

    private static void Say(Invocation invocation, string folder, BundleVerdict verdict, SignerKey key)
    {
        if (invocation.IsJson)
        {
            JsonOutput.WriteLine(invocation.Out, new { run = verdict.Claim!.Run, bundle = folder, signedBy = key.Id });
            return;
        }

        invocation.Out.WriteLine($"Signed by {key.Id} ({key.Type}): {VerdictText.Title(verdict.Claim!)}");
    }
}
