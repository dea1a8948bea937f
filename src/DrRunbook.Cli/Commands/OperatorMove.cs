using System.CommandLine;
using System.Globalization;
using DrRunbook.Cli.Face;
using DrRunbook.Core.Planning;
using DrRunbook.Engine;
using DrRunbook.Engine.Operators;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Commands;

/// <summary>What the operators' commands share: who acts, and taking the move to whoever drives the run.</summary>
internal static class OperatorMove
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary><c>--as PRINCIPAL</c>.</summary>
    public static Option<string?> As() => new("--as")
    {
        Description = "The principal who acts, as approvers names it (default: the user who is logged on).",
        HelpName = "PRINCIPAL",
    };

    /// <summary><c>--key PATH</c>.</summary>
    public static Option<string?> Key() => new("--key")
    {
        Description = "Signs with this SSH key, by ssh-keygen: a private key, or a public one whose private half an agent holds.",
        HelpName = "PATH",
    };

    /// <summary>Takes the move to the run and says what became of it: accepted 0, refused 1, not answered yet 3.</summary>
    /// <param name="kind">The command's name.</param>
    /// <param name="target">The gate or step, or null for the run.</param>
    /// <param name="text">A reason or note, or null.</param>
    /// <param name="wantsResume">Whether the move comes to something only when the run goes on.</param>
    /// <param name="numberOf">The number under which an accepted move of this principal stands in the run, where it has one.</param>
    public static Task<int> MakeAsync(
        Invocation invocation,
        string run,
        string kind,
        string? target,
        string? principal,
        string? text,
        bool wantsResume = false,
        Func<RunState, string, int?>? numberOf = null) =>
        RunAccess.WithRunAsync(invocation, run, (store, summary) =>
        {
            var context = invocation.Context;
            var by = string.IsNullOrWhiteSpace(principal) ? context.UserName : principal;
            return SubmitAsync(invocation, store, summary.Run, new OperatorCommand(kind, target, by, context.HostClock.GetUtcNow(), text), wantsResume, numberOf);
        });

    /// <summary>Takes a command to the run and says what became of it: accepted 0, refused 1, not answered yet 3.</summary>
    public static async Task<int> SubmitAsync(Invocation invocation, IRunStore store, string run, OperatorCommand command, bool wantsResume, Func<RunState, string, int?>? numberOf = null)
    {
        // What is asked stays in the store: whoever does not wait for the answer is told so.
        var context = invocation.Context;
        context.Signals.Own();
        var desk = new OperatorDesk(store, context.HostClock, context.Owner);
        using var patience = new CancellationTokenSource(Patience, context.HostClock);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.Signals.Halt);
        try
        {
            var answer = await desk.SubmitAsync(run, command, wait.Token);
            if (wantsResume && answer.Accepted && !invocation.IsJson && await FoldAsync(store, run) is var state && await IsLeftAsync(store, state))
            {
                Invocation.Say(invocation.Error, "next", $"nobody drives run {run}{StandingFailure(state)}", $"go on with it: {invocation.Commands(run).Resume}");
            }

            var number = numberOf is not null && answer.Accepted ? numberOf(await FoldAsync(store, run), command.By) : null;
            return Answered(invocation, run, command, answer, number);
        }
        catch (OperationCanceledException) when (wait.IsCancellationRequested)
        {
            return Unanswered(invocation, run, command);
        }
    }

    /// <summary>Whether the move comes to something only with a <c>resume</c>. Whoever left the run may hold its lease a while longer, for the last messages.</summary>
    private static async Task<bool> IsLeftAsync(IRunStore store, RunState state) =>
        RunLifecycle.IsPaused(state.Phase)
        || (!RunLifecycle.IsFinal(state.Phase) && !(await store.ListAsync(CancellationToken.None)).Single(candidate => candidate.Run == state.Start!.Run).Driven);

    private static async Task<RunState> FoldAsync(IRunStore store, string run)
    {
        var stored = await StoredRun.LoadAsync(store, run, CancellationToken.None);
        return RunState.Fold(new PlanGraph(stored.Plan), stored.Entries);
    }

    /// <summary>A failure that still stands ends the run again as soon as it goes on: whoever reopened it for another one is told.</summary>
    private static string StandingFailure(RunState state) =>
        state.FirstFailure is { } failure ? $"; step '{failure}' has failed too: retry, settle or skip it first" : "";

    private static int Answered(Invocation invocation, string run, OperatorCommand command, CommandAnswer answer, int? number)
    {
        if (invocation.IsJson)
        {
            JsonOutput.WriteLine(invocation.Out, new { run, command = command.Kind, target = command.Target, by = command.By, accepted = answer.Accepted, reason = answer.Reason, number });
        }
        else if (answer.Accepted)
        {
            invocation.Out.WriteLine($"{command.Kind}{Target(command)} of run {run} accepted, as {TerminalEncoder.Encode(command.By)}{(number is null ? "" : string.Create(CultureInfo.InvariantCulture, $": number {number}"))}");
        }
        else
        {
            Invocation.Say(invocation.Error, "refused", $"{command.Kind}{Target(command)} of run {run}: {answer.Reason}");
        }

        return answer.Accepted ? ExitCodes.Good : ExitCodes.NotGood;
    }

    private static int Unanswered(Invocation invocation, string run, OperatorCommand command)
    {
        if (invocation.IsJson)
        {
            JsonOutput.WriteLine(invocation.Out, new { run, command = command.Kind, target = command.Target, by = command.By });
        }

        Invocation.Say(
            invocation.Error,
            "waiting",
            $"whoever drives run {run} has not answered {command.Kind}{Target(command)} yet; it stays in the store and will be",
            $"{invocation.Commands(run).Status} shows what became of it");
        return ExitCodes.NotFinished;
    }

    private static string Target(OperatorCommand command) => command.Target is { } target ? $" {TerminalEncoder.Encode(target)}" : "";
}
