namespace DrRunbook.Evidence.Rendering.Graphs;

/// <summary>Who or what acts in a box of a graph.</summary>
public enum BoxKind
{
    /// <summary>A failover.</summary>
    Failover,

    /// <summary>A person.</summary>
    People,

    /// <summary>A program, a request or a probe.</summary>
    Other,
}

/// <summary>What a box of a graph says.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Lines">What stands below, at most two lines; what is too long is cut on the drawing and whole in its tooltip.</param>
public sealed record GraphBox(BoxKind Kind, string Title, ImmutableArray<string> Lines);
