namespace DrRunbook.Simulator;

/// <summary>How answers look on the wire, where real servers differ.</summary>
public sealed record WireStyle
{
    /// <summary>The case of JSON keys.</summary>
    public JsonKeys Json { get; init; }

    /// <summary>Whether a JSON answer begins with a UTF-8 byte order mark.</summary>
    public bool ByteOrderMark { get; init; }

    /// <summary>Whether JSON writes <c>null</c> for what is absent instead of leaving it out.</summary>
    public bool Nulls { get; init; }

    /// <summary>Whether <c>=</c> in JSON text is written as an escape.</summary>
    public bool EscapeEquals { get; init; }

    /// <summary>What error bodies look like.</summary>
    public ErrorBody Errors { get; init; }

    /// <summary>The order of attributes and links, and whether optional ones are left out.</summary>
    public WireOrder Order { get; init; }

    /// <summary>Fractional digits of times at most, 0 to 7; trailing zeros are dropped as in the product.</summary>
    public int TimeDigits { get; init; } = 3;

    /// <summary>Whether a running session says 1753-01-01 as its end instead of leaving it out.</summary>
    public bool EndTimeWhileRunning { get; init; }

    /// <summary>What a query without results looks like.</summary>
    public EmptyResult EmptyResult { get; init; }
}

/// <summary>The case of JSON keys.</summary>
public enum JsonKeys
{
    /// <summary><c>CreationTimeUTC</c>: products 9.5 to 12.</summary>
    Pascal,

    /// <summary><c>creationTimeUTC</c>: early builds of product 13.</summary>
    Camel,
}

/// <summary>What error bodies look like.</summary>
public enum ErrorBody
{
    /// <summary>XML or JSON, as asked.</summary>
    Negotiated,

    /// <summary>JSON where XML was asked for, and the other way round.</summary>
    Opposite,

    /// <summary>The message as plain text.</summary>
    PlainText,

    /// <summary>A page for browsers, as proxies and HTTP.sys send.</summary>
    Html,

    /// <summary>No body.</summary>
    Empty,
}

/// <summary>The order of attributes and links.</summary>
public enum WireOrder
{
    /// <summary>Varies with the seed and the kind of resource, and leaves out what some published samples leave out.</summary>
    Seeded,

    /// <summary>That of the published samples.</summary>
    Sample,
}

/// <summary>What a query without results looks like; undocumented, so a client must accept each.</summary>
public enum EmptyResult
{
    /// <summary>An empty plural element, one page.</summary>
    EmptyElement,

    /// <summary>No plural element, no pages.</summary>
    Absent,
}
