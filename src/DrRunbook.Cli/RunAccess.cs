using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli;

/// <summary>Opens the store and finds runs in it, for commands about runs that are there already.</summary>
internal static class RunAccess
{
    /// <summary>Opens the store for work; says so and ends with <see cref="ExitCodes.Usage"/> where there is none to be had.</summary>
    public static async Task<int> WithStoreAsync(Invocation invocation, Func<IRunStore, Task<int>> work)
    {
        IRunStore store;
        try
        {
            store = invocation.Context.OpenStore(invocation.StoreLocation, invocation.Context.HostClock);
        }
        catch (StoreException unusable)
        {
            return invocation.Refuse(unusable.Message);
        }

        await using (store)
        {
            return await work(store);
        }
    }

    /// <summary>Opens the store that is there, and makes none.</summary>
    public static Task<int> WithExistingStoreAsync(Invocation invocation, Func<IRunStore, Task<int>> work) => StoreExists(invocation.StoreLocation)
        ? WithStoreAsync(invocation, work)
        : Task.FromResult(invocation.Refuse($"there is no store at {invocation.StoreLocation}", "name the one that holds the run with --store or DRRUN_STORE; 'drrun execute' makes one"));

    /// <summary>Finds a run by its id or any unique prefix of it; an unknown or ambiguous one ends with <see cref="ExitCodes.Usage"/>.</summary>
    public static Task<int> WithRunAsync(Invocation invocation, string prefix, Func<IRunStore, RunSummary, Task<int>> work) =>
        WithExistingStoreAsync(invocation, async store =>
        {
            var runs = await store.ListAsync(invocation.Context.Signals.Halt);
            var found = runs.Where(run => run.Run == prefix).Take(1).ToList() is [var exact] ? [exact] : runs.Where(run => run.Run.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).ToList();
            return found switch
            {
                [var run] => await work(store, run),
                [] => invocation.Refuse($"there is no run '{prefix}' in this store", "'drrun runs' lists them"),
                _ => invocation.Refuse($"'{prefix}' fits {found.Count} runs: {string.Join(", ", found.Take(10).Select(run => run.Run))}", "give more of the id"),
            };
        });

    /// <summary>Whether there is something to open: a file that is not there is not made by a question.</summary>
    public static bool StoreExists(string location) => location.Contains("://", StringComparison.Ordinal) || File.Exists(location);
}
