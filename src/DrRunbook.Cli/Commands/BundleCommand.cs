using System.CommandLine;
using DrRunbook.Cli.Bundles;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun bundle RUN --out DIR</c>: all that a stranger needs to check a run.</summary>
internal sealed class BundleCommand
{
    private readonly Option<string> _out = new("--out") { Description = "Where to write it: a folder that is empty, or not there yet.", HelpName = "DIR", Required = true };
    private readonly Option<string?> _key = SigningOptions.Key();
    private readonly Option<string?> _authority = SigningOptions.Authority();
    private readonly Option<string?> _supersedes = new("--supersedes")
    {
        Description = "An earlier bundle of the same run that this one takes the place of, such as one made before an undo was confirmed.",
        HelpName = "DIR",
    };

    /// <summary>Makes the command.</summary>
    public static Command Create(CliContext context)
    {
        var bundle = new BundleCommand();
        var run = RunArgument.Run(context);
        var command = new CliCommand(
            "bundle",
            "Writes a run's evidence into a folder: report, journal, plan, runbook, raw answers, and a signed statement about them all.",
            "drrun bundle 20261123T08 --out evidence-20261123 --key executor.pem",
            "drrun bundle 20261123T08 --out evidence-20261123 --key ~/.ssh/id_ed25519",
            "drrun bundle 20261123T08 --out evidence-2 --supersedes evidence-20261123 --key executor.pem");
        command.Add(run);
        command.Add(bundle._out);
        command.Add(bundle._key);
        command.Add(bundle._supersedes);
        command.Add(bundle._authority);
        command.Does(context, invocation => bundle.MakeAsync(invocation, invocation.Value(run)!));
        return command;
    }

    private async Task<int> MakeAsync(Invocation invocation, string run)
    {
        try
        {
            var authority = SigningOptions.AuthorityOf(invocation, _authority);
            return await RunAccess.WithRunAsync(invocation, run, (store, summary) => BundleMaking.MakeAsync(
                invocation, store, summary.Run, invocation.Value(_out)!, SigningOptions.KeyOf(invocation, _key), invocation.Value(_supersedes), authority));
        }
        catch (SigningException refused)
        {
            return invocation.Refuse(refused.Message);
        }
    }
}
