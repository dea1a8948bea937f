using DrRunbook.Cli.Face;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Bundles.Verification;

namespace DrRunbook.Cli.Bundles;

/// <summary>The outcome of a verification, for people and for programs.</summary>
internal static class VerdictText
{
    /// <summary>For people: what is proven, what is not, what does not hold, and what that comes to.</summary>
    public static void Write(TextWriter output, BundleVerdict verdict)
    {
        if (verdict.Claim is { } claim)
        {
            output.WriteLine($"{Title(claim)}{(verdict.Standing == BundleStanding.Refused ? " (as it claims)" : "")}");
            if (claim.Rehearsal)
            {
                output.WriteLine("A REHEARSAL: everything outside was simulated; it proves nothing of a site.");
            }

            output.WriteLine();
        }

        WriteFacts(output, "Proven", "+", verdict.Proven);
        WriteFacts(output, "Not proven", "-", verdict.NotProven);
        WriteFindings(output, verdict);
        output.WriteLine(verdict.Standing switch
        {
            BundleStanding.Authentic => "Authentic.",
            BundleStanding.Intact => "Intact, origin not proven.",
            _ => "REFUSED: do not rely on this bundle.",
        });
    }

    /// <summary>What does not hold, each with its code.</summary>
    public static void WriteFindings(TextWriter output, BundleVerdict verdict)
    {
        foreach (var finding in verdict.Findings)
        {
            output.WriteLine(DiagnosticText.Of(finding));
        }

        if (!verdict.Findings.IsEmpty)
        {
            output.WriteLine();
        }
    }

    /// <summary>The same as one JSON value.</summary>
    public static void WriteJson(TextWriter output, string folder, BundleVerdict verdict) => JsonOutput.WriteLine(output, new
    {
        bundle = folder,
        standing = verdict.Standing,
        run = verdict.Claim?.Run,
        outcome = verdict.Claim?.Outcome,
        claim = verdict.Claim,
        proven = verdict.Proven,
        notProven = verdict.NotProven,
        signatures = verdict.Signatures,
        findings = verdict.Findings.Select(finding => new
        {
            code = finding.Code,
            severity = finding.Severity,
            file = finding.At.File,
            line = finding.At.Line == 0 ? (int?)null : finding.At.Line,
            message = finding.Message,
            help = finding.Help,
        }),
    });

    /// <summary>What a bundle says of its run, in one line.</summary>
    public static string Title(BundlePredicate claim) =>
        $"Run {TerminalEncoder.Encode(claim.Run)}, {Readable.Word(claim.Kind)} of {TerminalEncoder.Encode(claim.Runbook)}: {Readable.Word(claim.Outcome)}{(claim.Final ? "" : ", not final")}";

    private static void WriteFacts(TextWriter output, string title, string sign, ImmutableArray<ProvenFact> facts)
    {
        if (facts.IsEmpty)
        {
            return;
        }

        output.WriteLine($"{title}:");
        foreach (var fact in facts)
        {
            output.WriteLine($"  {sign} {fact.What,-10} {TerminalEncoder.Encode(fact.Text)}");
        }

        output.WriteLine();
    }
}
