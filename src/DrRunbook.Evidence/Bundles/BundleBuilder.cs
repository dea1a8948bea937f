using System.Text;
using DrRunbook.Core.Journal;
using DrRunbook.Evidence.Rendering;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Evidence.Bundles;

/// <summary>Makes the bundle of a run: everything that a stranger needs to check it. The same run gives the same bytes.</summary>
public static class BundleBuilder
{
    /// <summary>Makes a bundle that nobody has signed yet.</summary>
    /// <param name="supersedes">The earlier bundle of the same run that this one takes the place of, or null.</param>
    /// <exception cref="JournalDamagedException">Journal or plan are not what they were.</exception>
    /// <exception cref="BundleException">What the journal names is lost or altered, a path cannot be a bundle's, or the earlier bundle is of another run.</exception>
    public static BundleFiles Build(RunMaterial material, SupersededBundle? supersedes)
    {
        var plan = PlanOf(material);
        var run = BundledRun.Read(material.Journal.Span, plan.Span);
        if (supersedes is not null && !run.Continues(supersedes))
        {
            throw new BundleException("the bundle to be superseded is not of this run, or of a later state of it");
        }

        var files = Renderings(run.Report)
            .With(BundleNames.Journal, material.Journal)
            .With(BundleNames.VerifyPage, VerifyPage.Bytes);
        foreach (var (path, sha256) in run.Named)
        {
            if (!BundleNames.IsSafe(path))
            {
                throw new BundleException($"'{path}' cannot be the path of a file in a bundle");
            }

            files = files.With(path, material.Blob(sha256) is { } content && JournalLine.HashOf(content.Span) == sha256
                ? content
                : throw new BundleException($"{path} is lost or altered in the store: SHA-256 {sha256} is missing"));
        }

        var manifest = Manifest.Write(files);
        files = files.With(BundleNames.Manifest, manifest);
        if (!Manifest.TryRead(manifest, out var digests))
        {
            throw new BundleException("a path cannot stand in a manifest");
        }

        var subjects = Statement.Subjects(digests, manifest);
        return files
            .With(BundleNames.Attestation, DsseEnvelope.Of(Statement.Attestation(run, subjects, supersedes)).Write())
            .With(BundleNames.TestResult, DsseEnvelope.Of(Statement.TestResult(run, subjects)).Write());
    }

    /// <summary>The SHA-256 of every blob that the bundle of a run holds.</summary>
    /// <param name="journal">The lines, each with its LF.</param>
    /// <param name="plan">The plan's canonical JSON.</param>
    /// <exception cref="JournalDamagedException">Journal or plan are not what they were.</exception>
    public static ImmutableArray<string> BlobsOf(ReadOnlySpan<byte> journal, ReadOnlySpan<byte> plan) =>
        [.. BundledRun.Read(journal, plan).Named.Select(file => file.Value).Distinct(StringComparer.Ordinal)];

    /// <summary>Every form of a report that a bundle holds.</summary>
    internal static BundleFiles Renderings(RunReport report) => BundleFiles.None
        .With(BundleNames.Report, ReportJson.Write(report))
        .With("report.html", Encoding.UTF8.GetBytes(ReportHtml.Write(report)))
        .With("report.md", Encoding.UTF8.GetBytes(ReportMarkdown.Write(report)))
        .With("junit.xml", Encoding.UTF8.GetBytes(ReportJUnit.Write(report)));

    private static ReadOnlyMemory<byte> PlanOf(RunMaterial material)
    {
        var digest = BundledRun.PlanDigestOf(material.Journal.Span);
        return material.Blob(digest) ?? throw new BundleException($"the plan is lost in the store: SHA-256 {digest} is missing");
    }
}
