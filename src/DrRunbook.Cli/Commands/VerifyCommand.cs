using System.CommandLine;
using DrRunbook.Cli.Bundles;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Bundles.Verification;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun verify DIR</c>: needs the bundle and the trusted keys, and nothing else.</summary>
internal sealed class VerifyCommand
{
    private readonly Argument<string> _folder = new("DIR") { Description = "The bundle." };
    private readonly Option<string[]> _keys = new("--key")
    {
        Description = "A public key that must have signed; may be given several times. Take it from its owner, never from the bundle.",
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>Makes the command.</summary>
    public static Command Create(CliContext context)
    {
        var verify = new VerifyCommand();
        var command = new CliCommand(
            "verify",
            "Verifies a bundle: files, chain, plan, every decision, report, statements, signatures. It needs no store, no network and no configuration.",
            "drrun verify evidence-20261123 --key executor.pem.pub",
            "drrun verify evidence-20261123 --key executor.pem.pub --key reviewer.pub     # both must have signed",
            "drrun verify evidence-20261123 --output json | jq -r .standing");
        command.Add(verify._folder);
        command.Add(verify._keys);
        command.Does(context, verify.VerifyAsync);
        return command;
    }

    private async Task<int> VerifyAsync(Invocation invocation)
    {
        try
        {
            var trust = new BundleTrust { Keys = [.. (invocation.Value(_keys) ?? []).Select(file => KeyFiles.ReadPublic(invocation.Context, file))] };
            var folder = invocation.Context.PathOf(invocation.Value(_folder));
            var files = await BundleFolder.ReadAsync(folder, invocation.Context.Signals.Halt);
            if (files.Find(BundleNames.Manifest) is null && files.Find(BundleNames.Attestation) is null)
            {
                return invocation.Refuse($"'{folder}' is no bundle: it has neither {BundleNames.Manifest} nor {BundleNames.Attestation}");
            }

            var verdict = BundleVerifier.Verify(files, trust);
            if (invocation.IsJson)
            {
                VerdictText.WriteJson(invocation.Out, folder, verdict);
            }
            else
            {
                VerdictText.Write(invocation.Out, verdict);
            }

            return verdict.Standing == BundleStanding.Authentic ? ExitCodes.Good : ExitCodes.NotGood;
        }
        catch (Exception refused) when (refused is BundleException or SigningException)
        {
            return invocation.Refuse(refused.Message);
        }
    }
}
