namespace DrRunbook.Cli.Face;

/// <summary>Messages to the addresses of <c>notify</c> in words.</summary>
internal static class NoticeText
{
    /// <summary>What they are told under in the plain lines.</summary>
    public const string Subject = "notify";

    /// <summary>Tells what came of one.</summary>
    public static string Tell(NotificationEvent told, RunState state)
    {
        var address = TerminalEncoder.Encode(state.Graph.Plan.Notify[told.Notification - 1].ShownAddress());
        var about = (told.Gate?.Value ?? told.Step?.Value) is { } id ? $" at {id}" : "";
        var again = told.Count > 1 ? $", for the {Ordinal(told.Count)} time" : "";
        var what = $"{Readable.Word(told.Occasion)}{about}{again}";
        return told is NotificationSent
            ? $"{address} {(state.Start!.Simulation is null ? "was told" : "would be told")} of {what}"
            : $"{address} was NOT told of {what}: {TerminalEncoder.Encode(told.Detail)}";
    }

    /// <summary>How many there were; null where there was none.</summary>
    public static string? Summary(RunState state)
    {
        var (sent, failed) = (state.Notices.Sent, state.Notices.Failed);
        if (sent + failed == 0)
        {
            return null;
        }

        var verb = state.Start!.Simulation is null ? "sent" : "would be sent";
        return $"{Readable.Count(sent, "message")} {verb}{(failed == 0 ? "" : $", {failed} NOT delivered")}";
    }

    /// <summary>Says why drrun stays although the run is over, or left.</summary>
    public static string TellsLast(int addresses, TimeSpan patience) =>
        $"telling {Readable.Count(addresses, "address", "addresses")}, for {Readable.Span(patience)} at most; Ctrl+C leaves";

    private static string Ordinal(int number) => (number % 100, number % 10) switch
    {
        (11 or 12 or 13, _) => $"{number}th",
        (_, 1) => $"{number}st",
        (_, 2) => $"{number}nd",
        (_, 3) => $"{number}rd",
        _ => $"{number}th",
    };
}
