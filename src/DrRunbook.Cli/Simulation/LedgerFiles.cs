using DrRunbook.Core.Journal;
using DrRunbook.Engine.Ports;
using DrRunbook.Simulator;

namespace DrRunbook.Cli.Simulation;

/// <summary>Keeps what simulated managers have carried out beside the run, so that a resumed rehearsal finds them as they were.</summary>
/// <param name="folder">One file for each manager.</param>
internal sealed class LedgerFiles(string folder, SimulatedSite site) : IRunObserver
{
    private int _kept = -1;

    /// <summary>The folder of a run.</summary>
    /// <param name="store">The store's file.</param>
    public static string FolderOf(string store, string run) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(store))!, "simulated", run);

    /// <summary>The ledgers of a run, by manager; empty where nothing was kept.</summary>
    public static ImmutableDictionary<string, Ledger> Read(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.json").Select(file => Ledger.FromJson(File.ReadAllBytes(file))).ToImmutableDictionary(ledger => ledger.Manager)
        : ImmutableDictionary<string, Ledger>.Empty;

    /// <inheritdoc />
    public void Started(RunState state)
    {
    }

    /// <inheritdoc />
    public void Committed(ImmutableArray<JournalEntry> entries, RunState state)
    {
        var ledgers = site.Ledgers;
        var effects = ledgers.Values.Sum(ledger => ledger.Effects.Length);
        if (effects == _kept)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        foreach (var (manager, ledger) in ledgers)
        {
            var file = Path.Combine(folder, $"{manager}.json");
            File.WriteAllBytes(file + ".new", ledger.ToJson());
            File.Move(file + ".new", file, overwrite: true);
        }

        _kept = effects;
    }

    /// <inheritdoc />
    public void Ended(RunState state) => Committed([], state);
}
