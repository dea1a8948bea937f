using System.Globalization;
using DrRunbook.Simulator.State;

namespace DrRunbook.Simulator.Wire;

/// <summary>What all forms share: absolute addresses with the host the manager gives itself, times by its clock, and where links stand.</summary>
internal sealed class Addresses(ScenarioManager scenario, ulong seed)
{
    private readonly string _timeFormat = "yyyy-MM-ddTHH:mm:ss" + (scenario.Wire.TimeDigits == 0 ? "" : "." + new string('F', scenario.Wire.TimeDigits)) + "Z";

    public string Root { get; } = $"https://{scenario.ServerHost}/api/";

    /// <summary>Whether this manager leaves out something optional; always kept in the samples' order.</summary>
    public bool LeavesOut(string what) => scenario.Wire.Order is WireOrder.Seeded && (Seeded.Bits(seed, "leaves out " + what) & 1) == 0;

    public string Of(string collection, Guid id) => $"{Root}{collection}/{id}";

    public string Entity(string collection, Guid id) => $"{Root}{collection}/{id}?format=Entity";

    /// <summary>A time of the manager's own clock.</summary>
    public string Time(DateTimeOffset created) => created.UtcDateTime.ToString(_timeFormat, CultureInfo.InvariantCulture);

    /// <summary>A true time, as the manager's clock shows it.</summary>
    public DateTimeOffset ByManagersClock(DateTimeOffset time) => time + scenario.ClockOffset;

    public string TrueTime(DateTimeOffset time) => Time(ByManagersClock(time));

    /// <summary>The head of an entity, without its links.</summary>
    public Element EntityOf(string type, string collection, Row row) => new Element(type)
        .With("Type", type).With("Href", Entity(collection, row.Id)).With("Name", row.Name).With("UID", row.Uid);

    /// <summary>The head of a reference, without its links.</summary>
    public Element ReferenceOf(string collection, Row row, string name = "Ref") => new Element(name) { Shape = JsonShape.Reference }
        .With("Type", row.Type + "Reference").With("Href", Of(collection, row.Id)).With("Name", row.Name).With("UID", row.Uid);
}
