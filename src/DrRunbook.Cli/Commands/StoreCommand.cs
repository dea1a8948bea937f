using System.CommandLine;
using DrRunbook.Cli.Face;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun store migrate</c>: brings a store's schema forward. Nothing else ever changes one.</summary>
internal static class StoreCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliContext context)
    {
        var migrate = new CliCommand(
            "migrate",
            "Brings the store to the schema of this drrun, forward only; older versions of drrun cannot use it afterwards. Make a backup first.",
            "drrun store migrate",
            "drrun store migrate --store postgres://drrun@db.example/drrun");
        migrate.Does(context, Migrate);
        var command = new CliCommand("store", "Looks after the store of runs.", "drrun store migrate");
        command.Add(migrate);
        return command;
    }

    private static int Migrate(Invocation invocation)
    {
        Storage.MigrationResult result;
        string store;
        try
        {
            store = invocation.StoreName;
            result = Storage.StoreLocation.Migrate(invocation.StoreLocation, invocation.Context.HostClock);
        }
        catch (StoreException refused)
        {
            return invocation.Refuse(refused.Message);
        }

        if (invocation.IsJson)
        {
            JsonOutput.WriteLine(invocation.Out, new { store, from = result.From, to = result.To });
        }
        else
        {
            invocation.Out.WriteLine(result.From == result.To
                ? $"The store {TerminalEncoder.Encode(store)} has schema {result.To} already: there is nothing to do."
                : $"The store {TerminalEncoder.Encode(store)} was brought forward from schema {result.From} to {result.To}.");
        }

        return ExitCodes.Good;
    }
}
