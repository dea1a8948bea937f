namespace DrRunbook.Simulator.Http;

/// <summary>An answer before something carries it to the client.</summary>
internal sealed record SimulatorAnswer
{
    public required int Status { get; init; }

    public byte[] Body { get; init; } = [];

    public string? ContentType { get; init; }

    /// <summary>Headers besides those of the body.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>How long it is held back.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Where the connection breaks.</summary>
    public Break Break { get; init; }

    /// <summary>The number of the effect the request had; null: none that counts.</summary>
    public int? Effect { get; init; }

    /// <summary>As the service writes it, without blanks.</summary>
    public string ReasonPhrase => Status is 202 ? "Accepted" : ((System.Net.HttpStatusCode)Status).ToString();
}

/// <summary>Where a connection breaks.</summary>
internal enum Break
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>Nobody listens.</summary>
    Refused,

    /// <summary>While the connection is being secured.</summary>
    Tls,

    /// <summary>Before a byte of the answer.</summary>
    BeforeHead,

    /// <summary>Inside the head.</summary>
    InHead,

    /// <summary>Inside the body.</summary>
    InBody,

    /// <summary>Nowhere, but nothing is sent either.</summary>
    Silence,
}
