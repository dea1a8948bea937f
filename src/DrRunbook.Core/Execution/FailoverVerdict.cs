using System.Globalization;

namespace DrRunbook.Core.Execution;

/// <summary>What the restore sessions of a failover prove.</summary>
public enum FailoverProof
{
    /// <summary>Nothing that can be relied on.</summary>
    None,

    /// <summary>Every session ended with Success.</summary>
    Success,

    /// <summary>No session failed, at least one said Warning.</summary>
    Warning,

    /// <summary>Some VMs or sessions ended well; others failed, or the manager says nothing of them.</summary>
    Partial,

    /// <summary>Every session failed.</summary>
    Failure,

    /// <summary>The task says that it failed, and no session came of it.</summary>
    NeverBegun,
}

/// <summary>Judges a failover by its task and its restore sessions. Where the two contradict each other, nothing is proven.</summary>
/// <param name="Detail">In words, naming the VMs that failed and those that the manager said nothing of.</param>
/// <param name="LeavesVmsOut">Whether the manager reported single VMs and said nothing of others: what became of those is not known.</param>
public sealed record FailoverVerdict(FailoverProof Proof, OutsideText Detail, bool LeavesVmsOut = false)
{
    private const int MostNames = 10;

    /// <summary>Judges the sessions of a settled failover. A session that stopped without a result proves nothing.</summary>
    /// <remarks>
    /// A VM without a session of its own is no success. Where two VMs or more have theirs and no session stands for the vApp, the manager
    /// reports VM by VM, and a vApp of which it reported some is <see cref="FailoverProof.Partial"/> at best. A single session, whatever it
    /// names, may stand for the whole vApp: the product does not document which it is.
    /// </remarks>
    public static FailoverVerdict Of(StepProgress step)
    {
        var track = step.Failover!;
        var sessions = track.Sessions.Values.ToList();
        var taskFailed = track.Task is { State: "Finished", Success: false };
        if (sessions.Count == 0 && taskFailed)
        {
            return new FailoverVerdict(FailoverProof.NeverBegun, track.Task!.Message.IsEmpty ? new OutsideText("the manager gave no reason") : track.Task.Message);
        }

        if (sessions.Count == 0)
        {
            return new FailoverVerdict(FailoverProof.None, new OutsideText("no restore session was found for this failover"));
        }

        var unproven = sessions.Where(session => session.Result is not ("Success" or "Warning" or "Failed")).ToList();
        if (unproven.Count > 0)
        {
            return new FailoverVerdict(FailoverProof.None, OutsideText.From($"{Names(unproven)}: the restore session stopped with the result {unproven[0].Result}"));
        }

        var leftOut = VmStanding.AreReportedSingly(step) ? VmStanding.NotReported(step) : [];
        var failed = sessions.Where(session => session.Result == "Failed").ToList();
        if (failed.Count > 0)
        {
            var proof = failed.Count == sessions.Count ? FailoverProof.Failure : FailoverProof.Partial;
            return new FailoverVerdict(
                proof, OutsideText.From($"{Count(failed.Count, sessions.Count)} failed: {Names(failed)}{Message(failed)}{Also(leftOut)}"), !leftOut.IsEmpty);
        }

        if (taskFailed)
        {
            return new FailoverVerdict(FailoverProof.None, OutsideText.From($"the task says that it failed, but {Count(sessions.Count, sessions.Count)} ended well"));
        }

        if (!leftOut.IsEmpty)
        {
            return new FailoverVerdict(FailoverProof.Partial, OutsideText.From($"{Count(sessions.Count, sessions.Count)} ended well{Also(leftOut)}"), LeavesVmsOut: true);
        }

        var warned = sessions.Where(session => session.Result == "Warning").ToList();
        return warned.Count > 0
            ? new FailoverVerdict(FailoverProof.Warning, OutsideText.From($"{Count(warned.Count, sessions.Count)} ended with a warning: {Names(warned)}{Message(warned)}"))
            : new FailoverVerdict(FailoverProof.Success, OutsideText.From($"{Count(sessions.Count, sessions.Count)} ended with success"));
    }

    /// <summary>Names in a list, the first ten of them.</summary>
    internal static string Listed(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MostNames} more") : "");

    private static string Count(int part, int whole) => part == whole
        ? string.Create(CultureInfo.InvariantCulture, $"{whole} restore session{(whole == 1 ? "" : "s")}")
        : string.Create(CultureInfo.InvariantCulture, $"{part} of {whole} restore sessions");

    private static string Names(List<SessionChanged> sessions) => Listed([.. sessions.Select(session => session.Vm.Raw)]);

    private static string Also(ImmutableArray<VmStanding> leftOut) => leftOut.IsEmpty
        ? ""
        : $"; not reported by the manager: {Listed([.. leftOut.Select(vm => vm.Vm.Raw)])}";

    private static string Message(List<SessionChanged> sessions)
    {
        var message = sessions.Select(session => session.Message).FirstOrDefault(message => !message.IsEmpty);
        return message.IsEmpty ? "" : $" ({message.Raw})";
    }
}
