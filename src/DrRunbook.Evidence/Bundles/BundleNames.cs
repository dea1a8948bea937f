using System.Globalization;

namespace DrRunbook.Evidence.Bundles;

/// <summary>The names in a bundle. Paths have forward slashes.</summary>
public static class BundleNames
{
    /// <summary>Every file of the run, with its digest, in the form of <c>sha256sum</c>.</summary>
    public const string Manifest = "manifest.sha256";

    /// <summary>What is signed about the run.</summary>
    public const string Attestation = "attestation.dsse.json";

    /// <summary>The same for programs that enforce policies: steps as tests.</summary>
    public const string TestResult = "test-result.dsse.json";

    /// <summary>How to verify the bundle without drrun.</summary>
    public const string VerifyPage = "VERIFY.md";

    /// <summary>The report.</summary>
    public const string Report = "report.json";

    /// <summary>The exact lines of the journal.</summary>
    public const string Journal = "journal.jsonl";

    /// <summary>The plan's canonical JSON.</summary>
    public const string Plan = "plan.json";

    /// <summary>The folder of the runbook's files, by their paths below the root.</summary>
    public const string RunbookFolder = "runbook/";

    /// <summary>The folder of raw answers and outputs, by their digests.</summary>
    public const string EvidenceFolder = "evidence/";

    /// <summary>The folder of what people signed during the run, and their signatures.</summary>
    public const string ApprovalsFolder = "approvals/";

    /// <summary>Whose SSH key was whose in the run: the file that the plan pins.</summary>
    public const string AllowedSigners = ApprovalsFolder + "allowed_signers";

    /// <summary>What was signed for an entry of the journal.</summary>
    /// <param name="sequence">The entry's number, from 1.</param>
    public static string StatementOf(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{ApprovalsFolder}{sequence}.json");

    /// <summary>The armored SSH signature over <see cref="StatementOf"/>.</summary>
    public static string SignatureOf(long sequence) => $"{StatementOf(sequence)}.sig";

    /// <summary>The folder of signers' public keys, by their digests; of SSH keys there are none, for their signatures hold them.</summary>
    public const string KeysFolder = "keys/";

    /// <summary>The folder of what timestamp authorities said of the journal's head, by their digests.</summary>
    public const string TimestampsFolder = "timestamps/";

    /// <summary>Whether the file is of the run itself, named by the manifest and covered by the signatures; what vouches for the run is not.</summary>
    public static bool IsContent(string path) =>
        path is not (Manifest or Attestation or TestResult)
        && !path.StartsWith(KeysFolder, StringComparison.Ordinal)
        && !path.StartsWith(TimestampsFolder, StringComparison.Ordinal);

    /// <summary>Whether a path stays in its folder, on every system: relative, without empty, <c>.</c> or <c>..</c> parts, backslashes, colons and control characters.</summary>
    public static bool IsSafe(string path) =>
        path.Length is > 0 and <= 1024
        && path.Split('/').All(part => part is not ("" or "." or ".."))
        && !path.Any(c => c is '\\' or ':' || char.IsControl(c));
}
