using System.Text.Json.Serialization;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Json;

namespace DrRunbook.Evidence.Bundles;

/// <summary>A statement of in-toto, version 1 (in-toto/attestation, spec/v1/statement.md): what is said of which files.</summary>
/// <param name="StatementType">Always <see cref="Statement.Type"/>.</param>
internal sealed record Statement<T>([property: JsonPropertyName("_type")] string StatementType, ImmutableArray<Subject> Subject, string PredicateType, T Predicate);

/// <summary>A file that a statement is about.</summary>
internal sealed record Subject(string Name, SubjectDigest Digest);

/// <summary>A file's digest.</summary>
/// <param name="Sha256">Lower-case hex.</param>
internal sealed record SubjectDigest(string Sha256);

/// <summary>Makes the statements of a bundle.</summary>
internal static class Statement
{
    /// <summary>The statement's type.</summary>
    public const string Type = "https://in-toto.io/Statement/v1";

    /// <summary>The canonical bytes of what is signed about the run.</summary>
    public static byte[] Attestation(BundledRun run, ImmutableArray<Subject> subjects, SupersededBundle? supersedes) =>
        CanonicalJson.Write(new Statement<BundlePredicate>(Type, subjects, BundlePredicate.Type, BundlePredicate.Of(run, supersedes)));

    /// <summary>The canonical bytes of the same as a test's result.</summary>
    public static byte[] TestResult(BundledRun run, ImmutableArray<Subject> subjects) =>
        CanonicalJson.Write(new Statement<TestResultPredicate>(Type, subjects, TestResultPredicate.Type, TestResultPredicate.Of(run)));

    /// <summary>Every file that the manifest names, and the manifest, in ordinal order.</summary>
    public static ImmutableArray<Subject> Subjects(ImmutableSortedDictionary<string, string> digests, ReadOnlySpan<byte> manifest) =>
    [
        .. digests.Add(BundleNames.Manifest, JournalLine.HashOf(manifest)).Select(file => new Subject(file.Key, new SubjectDigest(file.Value))),
    ];
}
