using System.Text.Json;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;

namespace DrRunbook.Evidence.Bundles;

/// <summary>A run as its journal and plan tell it, checked line by line.</summary>
/// <param name="LineHashes">The hash of each line, in order; the last is the head.</param>
internal sealed record BundledRun(RunStarted Start, Plan Plan, ImmutableArray<JournalEntry> Entries, ImmutableArray<string> LineHashes, RunReport Report)
{
    /// <summary>The hash of the journal's last line.</summary>
    public string Head => LineHashes[^1];

    /// <summary>The files that the journal names by their digests, in ordinal order of their paths.</summary>
    public IEnumerable<KeyValuePair<string, string>> Named
    {
        get
        {
            var named = new SortedDictionary<string, string>(StringComparer.Ordinal) { [BundleNames.Plan] = Start.PlanDigest };
            foreach (var source in Start.Sources)
            {
                named[BundleNames.RunbookFolder + source.Path] = source.Sha256;
            }

            var evidence = Report.Evidence.Select(blob => blob.Sha256);
            foreach (var sha256 in Start.Simulation is { } simulation ? evidence.Append(simulation.Scenario) : evidence)
            {
                named[BundleNames.EvidenceFolder + sha256] = sha256;
            }

            foreach (var (sequence, proof) in Signed)
            {
                named[BundleNames.StatementOf(sequence)] = proof.Statement;
                named[BundleNames.SignatureOf(sequence)] = proof.Signature;
            }

            if (Signed.Any() && Plan.Files.FirstOrDefault(file => file.Path == Plan.AllowedSigners) is { } signers)
            {
                named[BundleNames.AllowedSigners] = signers.Sha256;
            }

            return named;
        }
    }

    /// <summary>The signatures of people that the journal names, by the numbers of their entries.</summary>
    public IEnumerable<KeyValuePair<long, SignatureProof>> Signed =>
        from entry in Entries
        let proof = ProofOf(entry.Event)
        where proof is not null
        select KeyValuePair.Create(entry.Sequence, proof);

    /// <summary>The signature of whoever started the run or answered a gate; null where nobody signed.</summary>
    public static SignatureProof? ProofOf(RunEvent runEvent) => runEvent switch
    {
        RunStarted start => start.Proof,
        GateAnswered answer => answer.Proof,
        _ => null,
    };

    /// <summary>Whether the run is the one of an earlier bundle, with the journal of which this one begins.</summary>
    public bool Continues(SupersededBundle earlier) =>
        earlier.JournalLength >= 1 && earlier.JournalLength <= LineHashes.Length && LineHashes[(int)earlier.JournalLength - 1] == earlier.JournalHead;

    /// <summary>The plan that a journal names.</summary>
    /// <exception cref="JournalDamagedException">Its first line cannot be read.</exception>
    public static string PlanDigestOf(ReadOnlySpan<byte> journal)
    {
        var end = journal.IndexOf((byte)'\n');
        var first = end < 0 ? journal : journal[..end];
        var run = RunOf(first);
        return new JournalReader(run).Read(first).Event is RunStarted start ? start.PlanDigest : throw new JournalDamagedException(JournalDiagnostics.NoBeginning(run));
    }

    /// <summary>Reads a run and derives its report.</summary>
    /// <param name="journal">The lines, each with its LF.</param>
    /// <param name="plan">The plan's canonical JSON.</param>
    /// <exception cref="JournalDamagedException">Journal or plan are not what they were, tell no possible run, or are of a format that this version does not know.</exception>
    public static BundledRun Read(ReadOnlySpan<byte> journal, ReadOnlySpan<byte> plan)
    {
        var (entries, hashes, start) = ReadJournal(journal);
        if (PlanJson.Digest(plan) != start.PlanDigest)
        {
            throw new JournalDamagedException(JournalDiagnostics.PlanMissing(start.PlanDigest));
        }

        var read = PlanJson.Read(plan);
        return new BundledRun(start, read, entries, hashes, RunReport.From(read, entries, new RunDigests(start.PlanDigest, hashes[^1])));
    }

    private static (ImmutableArray<JournalEntry> Entries, ImmutableArray<string> Hashes, RunStarted Start) ReadJournal(ReadOnlySpan<byte> journal)
    {
        var entries = ImmutableArray.CreateBuilder<JournalEntry>();
        var hashes = ImmutableArray.CreateBuilder<string>();
        JournalReader? reader = null;
        while (!journal.IsEmpty)
        {
            var end = journal.IndexOf((byte)'\n');
            if (end is < 0 or >= JournalLine.MaxBytes)
            {
                throw new JournalDamagedException(JournalDiagnostics.Unreadable(entries.Count + 1, end < 0 ? "it does not end in a line feed" : "it is longer than a line may be"));
            }

            var line = journal[..end];
            reader ??= new JournalReader(RunOf(line));
            entries.Add(reader.Read(line));
            hashes.Add(reader.Head);
            journal = journal[(end + 1)..];
        }

        if (entries.Count == 0 || entries[0].Event is not RunStarted start || start.Run != reader!.Run)
        {
            throw new JournalDamagedException(JournalDiagnostics.NoBeginning(reader?.Run ?? "(none)"));
        }

        RunState.CheckFormat(start);
        return (entries.ToImmutable(), hashes.ToImmutable(), start);
    }

    private static string RunOf(ReadOnlySpan<byte> firstLine)
    {
        try
        {
            var reader = new Utf8JsonReader(firstLine);
            return JsonElement.ParseValue(ref reader).GetProperty("run").GetString()!;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new JournalDamagedException(JournalDiagnostics.Unreadable(1, exception.Message), exception);
        }
    }
}
