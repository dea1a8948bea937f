using DrRunbook.Cli.Composition;
using DrRunbook.Core.Json;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Signing;
using DrRunbook.Engine;
using DrRunbook.Engine.Operators;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Commands;

/// <summary>A person's answer to a gate, signed where a key is given.</summary>
internal static class GateMove
{
    /// <summary>How long a signed answer may be taken: whoever drives the run may have to be started first.</summary>
    private static readonly TimeSpan Validity = TimeSpan.FromHours(1);

    /// <summary>Takes the answer to the run and says what became of it: accepted 0, refused 1, not answered yet 3.</summary>
    /// <param name="text">A reason or note, or null.</param>
    /// <param name="key">The SSH key to sign with, or null.</param>
    public static Task<int> MakeAsync(Invocation invocation, string run, GateDecision decision, string gate, string? principal, string? text, string? key) => key is null
        ? OperatorMove.MakeAsync(invocation, run, Words.Of(decision), gate, principal, text, wantsResume: true)
        : RunAccess.WithRunAsync(invocation, run, async (store, summary) =>
        {
            var stored = await StoredRun.LoadAsync(store, summary.Run, invocation.Context.Signals.Halt);
            var state = RunState.Fold(new PlanGraph(stored.Plan), stored.Entries);
            var (signers, problem) = await new PinnedSigners(store, root: null).ReadAsync(stored.Plan);
            if (signers is null)
            {
                return invocation.Refuse(problem!, "answer without --key");
            }

            var path = invocation.Context.PathOf(key);
            var (by, unclear) = Signer.Principal(principal, path, stored.Plan, signers, SignedAnswer.Namespace, invocation.Context.HostClock.GetUtcNow());
            if (by is null)
            {
                return invocation.Refuse(unclear!, "--as says who you are, as 'approvers' and the allowed signers name you");
            }

            var now = invocation.Context.HostClock.GetUtcNow();
            var command = new OperatorCommand(Words.Of(decision), gate, by, now, text);
            if (state.FindGate(gate)?.Gate.Asked is not { } asked)
            {
                // There is no question to sign an answer to: whoever drives the run says so, and the journal keeps it.
                return await OperatorMove.SubmitAsync(invocation, store, summary.Run, command, wantsResume: true);
            }

            var answer = new SignedAnswer(
                summary.Run, stored.Start.PlanDigest, asked.Gate, decision, by, text, asked.Nonce, now, now + Validity, stored.Entries.Length, stored.Head);
            var signing = await SshKeygen.SignAsync(path, SignedAnswer.Namespace, answer.ToBytes(), invocation.Error, invocation.Context.Signals.Halt);
            if (signing.Signature is not { } signature)
            {
                return invocation.Refuse(signing.Problem!, signing.Help);
            }

            var signed = new SignedText(System.Text.Encoding.UTF8.GetString(answer.ToBytes()), signature.ToArmored());
            return await OperatorMove.SubmitAsync(invocation, store, summary.Run, command with { Signature = signed.ToString() }, wantsResume: true);
        });
}
