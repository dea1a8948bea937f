using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Forecasting;
using DrRunbook.Core.Planning.Comparing;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Against;

/// <summary>A plan held against another.</summary>
/// <param name="Other">What it is held against, as the operator named it.</param>
/// <param name="Commit">The commit that was, or null where it is no revision.</param>
/// <param name="Differences">What weakens first.</param>
/// <param name="Before">The forecast of the other plan; null where it has none.</param>
/// <param name="After">The forecast of this one, from the same history.</param>
internal sealed record AgainstView(string Other, string? Commit, ImmutableArray<ToldDifference> Differences, RunForecast? Before, RunForecast? After)
{
    /// <summary>The differences that weaken, accepted or not.</summary>
    public int Weakening => Differences.Count(one => one.Weakens);

    /// <summary>The differences that weaken and were accepted.</summary>
    public int Accepted => Differences.Count(one => one.Weakens && one.IsAccepted);

    /// <summary>Whether something weakens that nobody accepted.</summary>
    public bool Blocks => Weakening > Accepted;

    /// <summary>What it is held against: <c>main (1a2b3c4d5e6f)</c>. Not encoded.</summary>
    public string Name => Commit is null ? Other : $"{Other} ({Commit[..12]})";

    /// <summary>What came of it, in one sentence.</summary>
    public string Verdict
    {
        get
        {
            if (Weakening == 0)
            {
                return Differences.IsEmpty ? "Nothing has changed" : "Nothing weakens the recovery";
            }

            var weaken = $"{Face.Readable.Count(Weakening, "change")} {(Weakening == 1 ? "weakens" : "weaken")} the recovery";
            return Accepted == 0 ? weaken
                : Blocks ? FormattableString.Invariant($"{weaken}, {Accepted} of them accepted")
                : $"{weaken}, and {(Weakening == 1 ? "is" : "are")} accepted";
        }
    }
}

/// <summary>A difference with where it stands and whether it was accepted.</summary>
/// <param name="At">In the runbook at hand.</param>
/// <param name="Mode">The mode whose plans differ in it; null where that is the one asked for.</param>
internal sealed record ToldDifference(PlanDifference Difference, SourceSpan At, bool IsAccepted, RunMode? Mode)
{
    /// <summary>Whether it weakens the recovery.</summary>
    public bool Weakens => Difference.Effect == DifferenceEffect.Weakens;

    /// <summary>What it does, in a word: <c>accepted</c> in place of <c>weakens</c> where it was.</summary>
    public string Word => Weakens && IsAccepted ? "accepted" : Difference.Effect switch { DifferenceEffect.Weakens => "weakens", DifferenceEffect.Strengthens => "strengthens", _ => "neutral" };

    /// <summary>What <c>--accept</c> takes for it and for nothing else.</summary>
    public string Acceptance => Difference.Step is { } step ? $"{Difference.Code}:{step}" : Difference.Code;

    /// <summary>What has changed, and in which mode where that is not the one asked for. Not encoded.</summary>
    public string Text => Mode is { } mode ? $"{Difference.Text} (in a {Face.Readable.Word(mode)})" : Difference.Text;
}
