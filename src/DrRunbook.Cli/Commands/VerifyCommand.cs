using System.CommandLine;
using DrRunbook.Cli.Bundles;
using DrRunbook.Core.Signing;
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

    private readonly Option<string?> _allowedSigners = new("--allowed-signers")
    {
        Description = "A file that says whose SSH key is whose, as ssh-keygen reads it; goes with --as.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _principals = new("--as")
    {
        Description = "A principal of that file who must have signed; may be given several times.",
        HelpName = "PRINCIPAL",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _authorities = new("--tsa-ca")
    {
        Description = "Certificates (PEM) of the timestamp authority, or of those who vouch for it: it must have stamped the journal's head.",
        HelpName = "FILE",
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
            "drrun verify evidence-20261123 --allowed-signers signers --as jonas@example.org",
            "drrun verify evidence-20261123 --key executor.pem.pub --tsa-ca tsa-roots.pem     # and when the journal was there",
            "drrun verify evidence-20261123 --output json | jq -r .standing");
        command.Add(verify._folder);
        command.Add(verify._keys);
        command.Add(verify._allowedSigners);
        command.Add(verify._principals);
        command.Add(verify._authorities);
        command.Does(context, verify.VerifyAsync);
        return command;
    }

    private async Task<int> VerifyAsync(Invocation invocation)
    {
        try
        {
            var trust = TrustOf(invocation);
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

    private BundleTrust TrustOf(Invocation invocation)
    {
        ImmutableArray<string> principals = [.. invocation.Value(_principals) ?? []];
        var file = invocation.Value(_allowedSigners);
        if (file is null == !principals.IsEmpty)
        {
            throw new SigningException("--allowed-signers and --as go together: the file says whose key is whose, and --as whose signature counts");
        }

        var allowed = file is null ? null : AllowedSigners.Parse(KeyFiles.Read(invocation.Context, file));
        foreach (var problem in allowed?.Problems ?? [])
        {
            Invocation.Say(invocation.Error, "warning", $"'{file}', {problem}");
        }

        return new BundleTrust
        {
            Keys = [.. (invocation.Value(_keys) ?? []).Select(key => KeyFiles.ReadPublic(invocation.Context, key))],
            AllowedSigners = allowed,
            Principals = principals,
            TimestampAuthorities = invocation.Value(_authorities) is { } authorities ? KeyFiles.ReadCertificates(invocation.Context, authorities) : [],
            At = invocation.Context.HostClock.GetUtcNow(),
        };
    }
}
