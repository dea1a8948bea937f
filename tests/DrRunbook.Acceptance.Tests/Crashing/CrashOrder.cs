using System.Globalization;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Time;
using DrRunbook.Storage;

namespace DrRunbook.Acceptance.Tests.Crashing;

/// <summary>When a drrun ends itself, and by which clock it runs.</summary>
/// <param name="Number">Where <paramref name="Type"/> is empty a boundary of a transaction: 1 is before the first one, 2 after it, 3 before the second. Else the so many-th line of that type. 0: never.</param>
/// <param name="Type">A type of event: then each line of the journal is a transaction of its own, and the end comes behind one of them.</param>
/// <param name="Origin">When the quickened clock and the host's told the same, UTC.</param>
internal sealed record CrashOrder(int Number, string Type, DateTimeOffset Origin)
{
    /// <summary>Seconds of the run in one of the host's.</summary>
    public const double Speed = 10;

    /// <summary>How long a lease lasts: short, because a dead owner's is waited for.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(3);

    /// <summary>One that lets the program live.</summary>
    public CrashOrder Never => this with { Number = 0 };

    /// <summary>Opens a store with these leases.</summary>
    public static IRunStore Open(string location, TimeProvider clock) => StoreLocation.Open(location, clock, Lease);

    /// <summary>A clock that tells in every process the same as in every other.</summary>
    public TimeProvider RunClock()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new QuickenedClock(TimeProvider.System, Speed, Origin + ((now - Origin) * Speed));
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static CrashOrder Parse(string text) => text.Split(',') is [var number, var type, var ticks]
        ? new CrashOrder(int.Parse(number, CultureInfo.InvariantCulture), type, new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero))
        : throw new FormatException($"'{text}' is no order");

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number},{Type},{Origin.UtcTicks}");
}
