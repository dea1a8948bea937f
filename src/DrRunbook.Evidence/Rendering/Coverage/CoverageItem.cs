namespace DrRunbook.Evidence.Rendering.Coverage;

/// <summary>Something that is asked of the report of a recovery test.</summary>
/// <param name="Asked">In drrun's own words.</param>
/// <param name="Clauses">Where it is asked, named and not quoted.</param>
/// <param name="Shown">What this report has of it.</param>
/// <param name="Missing">What this run does not cover; empty: nothing is missing.</param>
internal sealed record CoverageItem(string Asked, ImmutableArray<string> Clauses, string Shown, ImmutableArray<string> Missing);
