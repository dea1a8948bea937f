using System.Globalization;
using System.Text;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Json;
using DrRunbook.Core.Signing;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Operators;

/// <summary>Checks the signatures of operators' commands against the allowed signers of the run's plan.</summary>
/// <param name="root">Where the runbook lies on this machine, a full path; null where it need not lie here.</param>
internal sealed class SealCheck(IRunStore store, TimeProvider clock, string? root)
{
    /// <summary>A signer's clock may be ahead of ours by this much.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private readonly PinnedSigners _signers = new(store, root);

    /// <summary>What the command's signature is worth now.</summary>
    public async Task<Seal> OfAsync(RunState state, OperatorCommand command)
    {
        if (command.Signature is not { } kept)
        {
            return Seal.None;
        }

        if (SignedText.Read(kept) is not { } signed || Encoding.UTF8.GetBytes(signed.Text) is not { } bytes || SignedAnswer.Read(bytes) is not { } answer)
        {
            return Seal.Broken("what was signed is no answer to a gate as drrun writes it");
        }

        return WrongPlace(state, command, answer) ?? WrongTime(answer) ?? await WrongJournalAsync(state, answer) ?? await CheckAsync(state, answer, bytes, signed.Signature);
    }

    private static Seal? WrongPlace(RunState state, OperatorCommand command, SignedAnswer answer)
    {
        var why = answer.WhyNot(state, command.Target ?? "", command.Kind, command.By)
            ?? (answer.Note == command.Text ? null : "the note is not the one that was signed");
        return why is null ? null : Seal.Broken(why);
    }

    private Seal? WrongTime(SignedAnswer answer)
    {
        var now = clock.GetUtcNow();
        return answer switch
        {
            _ when answer.ExpiresAt < now => Seal.Broken($"the signed answer expired at {Instant.Format(answer.ExpiresAt)}: answer anew"),
            _ when answer.At > now + Ahead => Seal.Broken($"the answer is dated {Instant.Format(answer.At)}, which is still to come: set the signer's clock"),
            _ => null,
        };
    }

    /// <summary>The journal that the person saw must be the beginning of this one.</summary>
    private async Task<Seal?> WrongJournalAsync(RunState state, SignedAnswer answer)
    {
        var lines = answer.JournalLength is >= 1 && answer.JournalLength <= state.Length
            ? await store.ReadAsync(answer.Run, answer.JournalLength - 1, CancellationToken.None)
            : [];
        return !lines.IsEmpty && JournalLine.HashOf(lines[0].Span) == answer.JournalHead
            ? null
            : Seal.Broken(string.Create(CultureInfo.InvariantCulture, $"the answer was signed for another journal: entry {answer.JournalLength} of this one has another hash"));
    }

    private async Task<Seal> CheckAsync(RunState state, SignedAnswer answer, byte[] bytes, string armored)
    {
        if (!SshSignature.TryParse(armored, out var signature, out var damage))
        {
            return Seal.Broken(damage);
        }

        if (signature.WhyNot(bytes, SignedAnswer.Namespace) is { } forged)
        {
            return Seal.Broken(forged);
        }

        var (signers, problem) = await _signers.ReadAsync(state.Graph.Plan);
        if (signers is null)
        {
            return Seal.Broken(problem!);
        }

        if (signers.WhyNot(answer.Principal, signature.PublicKey, SignedAnswer.Namespace, clock.GetUtcNow()) is { } refusal)
        {
            return Seal.Broken(refusal);
        }

        ImmutableArray<Blob> blobs = [Blob.Of(bytes), Blob.Of(Encoding.UTF8.GetBytes(armored))];
        return new Seal(new SignatureProof(signature.PublicKey.Fingerprint, blobs[0].Sha256, blobs[1].Sha256), Refusal: null, blobs);
    }
}
