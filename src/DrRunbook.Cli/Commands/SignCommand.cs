using System.CommandLine;
using DrRunbook.Cli.Bundles;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Bundles.Verification;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun sign DIR --key FILE</c>: a signature beside those that are there; <c>--timestamp</c>: a timestamp.</summary>
internal sealed class SignCommand
{
    private readonly Argument<string> _folder = new("DIR") { Description = "The bundle." };
    private readonly Option<string?> _key = SigningOptions.Key();

    private readonly Option<bool> _timestamp = new("--timestamp") { Description = "Has a timestamp authority say when the journal was there; without --key that alone." };
    private readonly Option<string?> _authority = SigningOptions.Authority();

    /// <summary>Makes the command.</summary>
    public static Command Create(CliContext context)
    {
        var sign = new SignCommand();
        var command = new CliCommand(
            "sign",
            "Adds a signature to a bundle, such as a reviewer's. A bundle that does not hold is not signed.",
            "drrun sign evidence-20261123 --key ~/.ssh/id_ed25519",
            "drrun sign evidence-20261123 --timestamp --tsa https://tsa.example.org");
        command.Add(sign._folder);
        command.Add(sign._key);
        command.Add(sign._timestamp);
        command.Add(sign._authority);
        command.Does(context, sign.SignAsync);
        return command;
    }

    private async Task<int> SignAsync(Invocation invocation)
    {
        var folder = invocation.Context.PathOf(invocation.Value(_folder));
        try
        {
            var keyFile = SigningOptions.KeyOf(invocation, _key);
            var authority = invocation.Value(_timestamp) ? SigningOptions.AuthorityOf(invocation, _authority) : null;
            if (invocation.Value(_timestamp) ? authority is null : keyFile is null)
            {
                return invocation.Refuse(invocation.Value(_timestamp) ? "'drrun sign --timestamp' needs --tsa URL" : "'drrun sign' needs --key FILE");
            }

            var before = await BundleFolder.ReadAsync(folder, invocation.Context.Signals.Halt);
            var verdict = BundleVerifier.Verify(before, BundleTrust.None);
            if (verdict.Standing == BundleStanding.Refused)
            {
                VerdictText.WriteFindings(invocation.Error, verdict);
                Invocation.Say(invocation.Error, "error", "the bundle does not hold, and was not signed");
                return ExitCodes.NotGood;
            }

            using var signer = keyFile is null ? null : KeyFiles.OpenSigner(invocation.Context, keyFile);
            SignerKey? key = null;
            var after = signer is null ? before : before.SignedBy(signer, out key);
            var stamp = authority is null ? null : await Stamp.AskAsync(after, authority, invocation.Context.Signals.Halt);
            await BundleFolder.UpdateAsync(folder, before, stamp?.Files ?? after);
            Say(invocation, folder, verdict, key, stamp);
            return stamp is { At: null } ? ExitCodes.Unreachable : ExitCodes.Good;
        }
        catch (Exception refused) when (refused is BundleException or SigningException)
        {
            return invocation.Refuse(refused.Message);
        }
    }

    private static void Say(Invocation invocation, string folder, BundleVerdict verdict, SignerKey? key, Stamp? stamp)
    {
        if (invocation.IsJson)
        {
            JsonOutput.WriteLine(invocation.Out, new { run = verdict.Claim!.Run, bundle = folder, signedBy = key?.Id, timestampedAt = stamp?.At });
            stamp?.SayWhyNot(invocation, folder);
            return;
        }

        if (key is not null)
        {
            invocation.Out.WriteLine($"Signed by {key.Id} ({key.Type}): {VerdictText.Title(verdict.Claim!)}");
        }

        stamp?.Say(invocation, folder);
    }
}
