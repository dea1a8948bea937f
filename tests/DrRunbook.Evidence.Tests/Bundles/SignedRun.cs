using System.Text;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Core.Signing;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Tests.Journals;
using DrRunbook.TestKit;

namespace DrRunbook.Evidence.Tests.Bundles;

/// <summary>A run that its starter signed for, and in which a gate was answered with a signature, both by the real <c>ssh-keygen</c>.</summary>
internal static class SignedRun
{
    private const string Starter = "jonas@example.org";
    private const string Approver = "maria@example.org";
    private const string GateName = "go";

    /// <summary>As it should be.</summary>
    public static BundleFiles Good { get; } = Forged("");

    /// <summary>What somebody who owns the store might have done, and what is said of it.</summary>
    public static TheoryData<string, string> Forgeries => new()
    {
        { "run", "was signed for run 20261124T080000Z-abc123" },
        { "plan", "was signed for another plan" },
        { "gate", "was signed for gate 'go-live'" },
        { "decision", "what was signed is 'reject', not 'approve'" },
        { "principal", "was signed as 'omar@example.org', not as 'maria@example.org'" },
        { "note", "the note is not the one that was signed" },
        { "nonce", "was signed for an earlier question" },
        { "head", "was signed for another journal" },
        { "length", "was signed for another journal" },
        { "namespace", "was made for 'drrun-start@v1', not for 'drrun-approval@v1'" },
        { "key", "is not one of 'maria@example.org' by the allowed signers" },
        { "late key", "is not valid at" },
        { "text", "does not fit what was signed" },
        { "start run", "the start was signed for run 20261124T080000Z-abc123" },
        { "start principal", "the start was signed as 'omar@example.org'" },
    };

    /// <summary>What only drrun notices: it knows the rules of gates, and the one form of what is signed.</summary>
    public static TheoryData<string, string> SubtleForgeries => new()
    {
        { "unsigned", "takes signed answers alone, and this one is not signed" },
        { "fingerprint", "the key is SHA256:" },
        { "form", "is no answer to a gate as drrun writes it" },
        { "start form", "is no start of a run as drrun writes it" },
        { "future", "after it is said to have been given" },
        { "expired", "had expired at" },
    };

    /// <summary>The run with one thing wrong, bundled and signed by the trusted key itself; an empty text for nothing.</summary>
    public static BundleFiles Forged(string what)
    {
        using var ring = new SshKeyRing();
        foreach (var name in (string[])["jonas", "maria", "omar"])
        {
            ring.Make(name);
        }

        var since = what == "late key" ? "valid-after=\"20261124Z\" " : "";
        var signers = Encoding.UTF8.GetBytes($"{Starter} {ring.PublicLine("jonas")}\n{Approver} {since}{ring.PublicLine("maria")}\nomar@example.org {ring.PublicLine("omar")}\n");
        var run = new TestRun(PlanOf(JournalLine.HashOf(signers)), new ScriptedWorld());
        var (entries, blobs) = Sign(ring, what, run.Write());
        return BundleBuilder.Build(BundledRuns.Material(run.Plan, entries, [signers, .. blobs]), supersedes: null).SignedBy(BundledRuns.Signer);
    }

    private static Plan PlanOf(string signers) => BundledRuns.WithSource(Plans.Of("signed", Plans.Sequence(Plans.GateStep(GateName, Plans.Approval()), Plans.Failover("db", "erp-db")))) with
    {
        AllowedSigners = "people/allowed_signers",
        Files = [new FileDigest("people/allowed_signers", signers)],
    };

    private static (List<JournalEntry> Entries, List<byte[]> Blobs) Sign(SshKeyRing ring, string what, IReadOnlyList<JournalEntry> told)
    {
        var (entries, blobs) = (new List<JournalEntry>(), new List<byte[]>());
        foreach (var entry in told)
        {
            entries.Add(entry.Event switch
            {
                RunStarted start => entry with { Event = start with { Proof = Seal(ring, blobs, "jonas", SignedStart.Namespace, StartText(what, start, entry.At)) } },
                GateAnswered answer when what != "unsigned" => entry with { Event = Answered(ring, what, answer, entry.At, entries, blobs) },
                _ => entry,
            });
        }

        return (entries, blobs);
    }

    private static byte[] StartText(string what, RunStarted start, DateTimeOffset at)
    {
        var right = new SignedStart(start.Run, start.PlanDigest, start.StartedBy.Raw, at);
        var signed = what switch
        {
            "start run" => right with { Run = "20261124T080000Z-abc123" },
            "start principal" => right with { Principal = "omar@example.org" },
            _ => right,
        };
        return what == "start form" ? [.. signed.ToBytes(), (byte)'\n'] : signed.ToBytes();
    }

    private static GateAnswered Answered(SshKeyRing ring, string what, GateAnswered answer, DateTimeOffset at, List<JournalEntry> before, List<byte[]> blobs)
    {
        var start = (RunStarted)before[0].Event;
        var lines = Encoding.UTF8.GetString(BundledRuns.Journal(before)).Split('\n');
        var right = new SignedAnswer(
            start.Run, start.PlanDigest, answer.Gate, answer.Decision, answer.Principal.Raw, null, "nonce-1", at, at.AddHours(1), before.Count, JournalLine.HashOf(Encoding.UTF8.GetBytes(lines[before.Count - 1])));
        var signed = what switch
        {
            "run" => right with { Run = "20261124T080000Z-abc123" },
            "plan" => right with { PlanDigest = new string('0', 64) },
            "gate" => right with { Gate = new GateId("go-live") },
            "decision" => right with { Decision = GateDecision.Reject },
            "principal" => right with { Principal = "omar@example.org" },
            "note" => right with { Note = "under protest" },
            "nonce" => right with { Nonce = "of yesterday" },
            "head" => right with { JournalHead = new string('0', 64) },
            "length" => right with { JournalLength = before.Count + 1 },
            "future" => right with { At = at.AddHours(1) },
            "expired" => right with { ExpiresAt = at.AddHours(-1) },
            _ => right,
        };
        var text = what == "form" ? [.. signed.ToBytes(), (byte)'\n'] : signed.ToBytes();
        var proof = Seal(ring, blobs, what == "key" ? "omar" : "maria", what == "namespace" ? SignedStart.Namespace : SignedAnswer.Namespace, text);
        if (what == "text")
        {
            blobs.Add((right with { ExpiresAt = at.AddDays(9) }).ToBytes());
            proof = proof with { Statement = JournalLine.HashOf(blobs[^1]) };
        }

        return answer with { SignatureChecked = true, Proof = what == "fingerprint" ? proof with { Fingerprint = ring.Fingerprint("omar") } : proof };
    }

    private static SignatureProof Seal(SshKeyRing ring, List<byte[]> blobs, string key, string forNamespace, byte[] text)
    {
        var armored = Encoding.UTF8.GetBytes(ring.Sign(key, forNamespace, text));
        blobs.AddRange([text, armored]);
        return new SignatureProof(ring.Fingerprint(key), JournalLine.HashOf(text), JournalLine.HashOf(armored));
    }
}
