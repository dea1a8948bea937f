using System.Globalization;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Storage;

/// <summary>One step of a store's schema, from the version before to this one. A step that was released is never changed.</summary>
/// <param name="Version">The schema that it leads to; the first is 1.</param>
internal sealed record Migration(long Version, string Sql);

/// <summary>What a store's schema is and what it should be.</summary>
internal static class Migrations
{
    /// <summary>The schema that a list of steps leads to.</summary>
    public static long Target(ImmutableArray<Migration> steps) => steps[^1].Version;

    /// <summary>The steps that a store of this version still needs.</summary>
    public static IEnumerable<Migration> After(ImmutableArray<Migration> steps, long version) => steps.Where(step => step.Version > version);

    /// <summary>Refuses a store that is not of the wanted version; nothing has been written to it.</summary>
    /// <param name="store">The store's name, for people.</param>
    public static void Check(string store, long version, ImmutableArray<Migration> steps)
    {
        RefuseNewer(store, version, steps);
        if (version < Target(steps))
        {
            throw new StoreException(string.Create(
                CultureInfo.InvariantCulture,
                $"store '{store}' has schema {version}, this drrun needs schema {Target(steps)}: bring it forward with 'drrun store migrate'; older versions of drrun cannot use it afterwards"));
        }
    }

    /// <summary>Refuses a store that only a newer drrun knows.</summary>
    public static void RefuseNewer(string store, long version, ImmutableArray<Migration> steps)
    {
        if (version > Target(steps))
        {
            throw new StoreException(string.Create(
                CultureInfo.InvariantCulture,
                $"store '{store}' has schema {version}, this drrun knows schema {Target(steps)}: use the version of drrun that wrote it, or a newer one"));
        }
    }

    /// <summary>Refuses to change the tables under a process that uses them.</summary>
    public static void RefuseDriven(string store, string? drivenRun)
    {
        if (drivenRun is not null)
        {
            throw new StoreException($"store '{store}' is not brought forward while a process drives run {drivenRun}: halt the run, or wait for its end");
        }
    }
}

/// <summary>What bringing a store's schema forward did.</summary>
/// <param name="From">The schema before.</param>
/// <param name="To">The schema now; the same where there was nothing to do.</param>
public sealed record MigrationResult(long From, long To);
