using System.Globalization;
using System.Text;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Json;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Signing;

namespace DrRunbook.Evidence.Bundles.Verification;

/// <summary>Who started the run and who answered its gates has signed exactly that, with a key that was theirs by the allowed signers of the plan.</summary>
internal sealed class ApprovalCheck
{
    /// <summary>Clocks may differ, and an answer is taken some time after it was looked at.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    private readonly BundleFiles _files;
    private readonly BundledRun _run;
    private readonly VerificationNotes _notes;
    private readonly AllowedSigners? _signers;

    private ApprovalCheck(BundleFiles files, BundledRun run, VerificationNotes notes)
    {
        (_files, _run, _notes) = (files, run, notes);
        _signers = files.Find(BundleNames.AllowedSigners) is { } text ? AllowedSigners.Parse(Encoding.UTF8.GetString(text.Span)) : null;
    }

    /// <summary>Checks every signature that the journal names, and says which answers have none.</summary>
    public static void Check(BundleFiles files, BundledRun run, VerificationNotes notes) => new ApprovalCheck(files, run, notes).Check();

    private void Check()
    {
        var state = new RunState(new PlanGraph(_run.Plan));
        var proven = 0;
        foreach (var entry in _run.Entries)
        {
            if (BundledRun.ProofOf(entry.Event) is { } proof)
            {
                if (WhyNot(state, entry, proof) is { } why)
                {
                    _notes.Find(VerificationDiagnostics.ApprovalWrong(BundleNames.StatementOf(entry.Sequence), entry.Sequence, why));
                    return;
                }

                proven++;
            }
            else if (entry.Event is GateAnswered answer && !TryLeave(state, entry.Sequence, answer))
            {
                return;
            }

            state.Apply(entry);
        }

        if (proven > 0)
        {
            _notes.Prove("approvals", string.Create(
                CultureInfo.InvariantCulture, $"{proven} {(proven == 1 ? "act was" : "acts were")} signed by whom the journal names, with a key that was theirs by the allowed signers of the plan"));
        }
    }

    /// <returns>Whether the gate takes answers that nobody signed.</returns>
    private bool TryLeave(RunState state, long sequence, GateAnswered answer)
    {
        if (state.FindGate(answer.Gate.Value) is { } found && state.WantsSignature(found.Gate))
        {
            _notes.Find(VerificationDiagnostics.ApprovalWrong(BundleNames.Journal, sequence, $"gate '{answer.Gate}' takes signed answers alone, and this one is not signed"));
            return false;
        }

        _notes.Leave("approvals", string.Create(
            CultureInfo.InvariantCulture, $"entry {sequence}: '{Words.Of(answer.Decision)}' at gate '{answer.Gate}' is not signed: not proven that '{answer.Principal}' answered"));
        return true;
    }

    private string? WhyNot(RunState state, JournalEntry entry, SignatureProof proof)
    {
        var signed = _files.Find(BundleNames.StatementOf(entry.Sequence))!.Value.Span;
        var armored = Encoding.UTF8.GetString(_files.Find(BundleNames.SignatureOf(entry.Sequence))!.Value.Span);
        var (forNamespace, principal) = entry.Event is RunStarted start
            ? (SignedStart.Namespace, start.StartedBy.Raw)
            : (SignedAnswer.Namespace, ((GateAnswered)entry.Event).Principal.Raw);
        if (!SshSignature.TryParse(armored, out var signature, out var damage))
        {
            return damage;
        }

        return signature.WhyNot(signed, forNamespace)
            ?? (signature.PublicKey.Fingerprint == proof.Fingerprint ? null : $"the key is {signature.PublicKey.Fingerprint}, not {proof.Fingerprint}")
            ?? (_signers is null ? "the plan pins no allowed signers" : _signers.WhyNot(principal, signature.PublicKey, forNamespace, entry.At))
            ?? (entry.Event is RunStarted started ? WhyNot(started, entry.At, signed) : WhyNot(state, (GateAnswered)entry.Event, entry, signed));
    }

    private static string? WhyNot(RunStarted start, DateTimeOffset at, ReadOnlySpan<byte> signed) => SignedStart.Read(signed) switch
    {
        null => "it is no start of a run as drrun writes it",
        { } told when told.Run != start.Run => $"the start was signed for run {told.Run}",
        { } told when told.PlanDigest != start.PlanDigest => $"the start was signed for another plan ({told.PlanDigest})",
        { } told when told.Principal != start.StartedBy.Raw => $"the start was signed as '{told.Principal}', not as '{start.StartedBy}'",
        { } told when told.At > at + Slack => $"the start was signed at {Instant.Format(told.At)}, after it is said to have been made",
        _ => null,
    };

    private string? WhyNot(RunState state, GateAnswered answer, JournalEntry entry, ReadOnlySpan<byte> signed)
    {
        if (SignedAnswer.Read(signed) is not { } told)
        {
            return "it is no answer to a gate as drrun writes it";
        }

        return told.WhyNot(state, answer.Gate.Value, Words.Of(answer.Decision), answer.Principal.Raw) ?? told switch
        {
            _ when OutsideText.From(told.Note) != answer.Note => "the note is not the one that was signed",
            _ when state.FindGate(answer.Gate.Value)?.Gate is not { Asked: not null } => "nobody had been asked",
            { JournalLength: < 1 } => "the answer was signed for another journal",
            _ when told.JournalLength >= entry.Sequence || _run.LineHashes[(int)told.JournalLength - 1] != told.JournalHead => "the answer was signed for another journal",
            _ when told.At > entry.At + Slack => $"the answer was signed at {Instant.Format(told.At)}, after it is said to have been given",
            _ when told.ExpiresAt < entry.At - Slack => $"the signed answer had expired at {Instant.Format(told.ExpiresAt)}",
            _ => null,
        };
    }
}
