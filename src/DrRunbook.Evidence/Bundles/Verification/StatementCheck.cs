using System.Text.Json;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Json;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Evidence.Bundles.Verification;

/// <summary>What is signed is what the bundle holds: its files, and what they amount to.</summary>
internal static class StatementCheck
{
    /// <summary>The files that a statement names are those of the bundle.</summary>
    /// <returns>What the attestation claims; null where it cannot be read.</returns>
    public static BundlePredicate? CheckSubjects(
        ImmutableDictionary<string, DsseEnvelope> envelopes, ImmutableArray<Subject> subjects, VerificationNotes notes)
    {
        BundlePredicate? claim = null;
        foreach (var (name, envelope) in envelopes)
        {
            if (!JsonForm.IsCanonical(envelope.Payload.Span))
            {
                notes.Find(VerificationDiagnostics.NotCanonical(name, "its payload is no canonical JSON (RFC 8785)"));
                continue;
            }

            var known = name == BundleNames.Attestation ? BundlePredicate.Type : TestResultPredicate.Type;
            try
            {
                var statement = JsonSerializer.Deserialize<Statement<JsonElement>>(envelope.Payload.Span, CoreJson.Options)!;
                if (statement.StatementType != Statement.Type || statement.PredicateType != known)
                {
                    notes.Find(VerificationDiagnostics.OtherFormat(name, $"{statement.StatementType}, {statement.PredicateType}", known));
                }
                else if (!statement.Subject.SequenceEqual(subjects))
                {
                    var differing = statement.Subject.Except(subjects).Concat(subjects.Except(statement.Subject)).Select(subject => subject.Name).Distinct();
                    notes.Find(VerificationDiagnostics.StatementDiffers(name, $"it is about other files, or other bytes of them: {string.Join(", ", differing.Take(5))}"));
                }
                else if (name == BundleNames.Attestation)
                {
                    claim = statement.Predicate.Deserialize<BundlePredicate>(CoreJson.Options);
                }
            }
            catch (JsonException damaged)
            {
                notes.Find(VerificationDiagnostics.Unreadable(name, damaged.Message));
            }
        }

        return claim;
    }

    /// <summary>The statements are those that follow from the run.</summary>
    /// <param name="sameRenderer">Whether the report is of this program's renderer; else what a later version may say otherwise is not compared.</param>
    public static void CheckClaims(
        ImmutableDictionary<string, DsseEnvelope> envelopes, BundledRun run, ImmutableArray<Subject> subjects, BundlePredicate claim, bool sameRenderer, VerificationNotes notes)
    {
        if (claim.Supersedes is { } earlier && !run.Continues(earlier))
        {
            notes.Find(VerificationDiagnostics.StatementDiffers(BundleNames.Attestation, "the bundle that it supersedes is not of this run, or of a later state of it"));
        }

        var derived = BundlePredicate.Of(run, claim.Supersedes) with { RendererVersion = claim.RendererVersion };
        if (CanonicalJson.Write(claim) is var said && !said.AsSpan().SequenceEqual(CanonicalJson.Write(derived)))
        {
            notes.Find(VerificationDiagnostics.StatementDiffers(BundleNames.Attestation, "it claims another run, outcome, time or journal than the files amount to"));
        }

        if (sameRenderer)
        {
            Compare(envelopes, BundleNames.Attestation, Statement.Attestation(run, subjects, claim.Supersedes), notes);
            Compare(envelopes, BundleNames.TestResult, Statement.TestResult(run, subjects), notes);
        }
        else
        {
            notes.Leave("statement", $"the tests of {BundleNames.TestResult} are covered by the signature, not re-derived");
        }

        if (!notes.Stopped)
        {
            notes.Prove("statement", "the signed statements name these files, this journal and this outcome");
        }
    }

    private static void Compare(ImmutableDictionary<string, DsseEnvelope> envelopes, string name, byte[] derived, VerificationNotes notes)
    {
        if (!envelopes[name].Payload.Span.SequenceEqual(derived))
        {
            notes.Find(VerificationDiagnostics.StatementDiffers(name, "drrun would state otherwise of these files"));
        }
    }
}
