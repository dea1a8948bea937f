using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Failovers;

/// <summary>Says what an answer to a failover request proves.</summary>
internal static class ReplyJudgement
{
    private static readonly ImmutableArray<int> Refusals = [400, 401, 403, 404, 405, 411];

    /// <summary>
    /// 202 is accepted whatever its body. A refusal counts only in the manager's own words: the same status from a proxy does not tell
    /// what the manager did. Everything else may have been carried out.
    /// </summary>
    /// <param name="logon">The number of the logon session it was sent in.</param>
    public static FailoverReply Of(PostResult result, int logon) => result switch
    {
        PostNeverLeft never => new FailoverUnsent(never.Detail),
        PostLost lost => new FailoverUnanswered(lost.Detail),
        PostAnswered { Status: 202 } accepted => new FailoverAccepted(WireTask.AllIn(accepted.Reading.Node).FirstOrDefault()?.Id, logon),
        PostAnswered answered when RefusalIn(answered) is { } refusal => refusal,
        PostAnswered answered => new FailoverUnanswered(Describe(answered)),
        _ => throw new InvalidOperationException($"unknown result {result.GetType().Name}"),
    };

    private static FailoverRefused? RefusalIn(PostAnswered answered) =>
        Refusals.Contains(answered.Status) && WireError.From(answered.Reading.Node) is { } error && error.StatusCode == answered.Status
            ? new FailoverRefused(answered.Status, error.Message)
            : null;

    private static string Describe(PostAnswered answered)
    {
        var error = WireError.From(answered.Reading.Node);
        return error is null
            ? $"HTTP {answered.Status} without an error of Enterprise Manager ({answered.Reading.Problem ?? "no such body"})"
            : $"HTTP {answered.Status}: {error.Message}";
    }
}
