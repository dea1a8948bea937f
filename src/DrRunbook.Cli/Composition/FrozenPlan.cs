using System.Text.Json;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Json;
using DrRunbook.Core.Planning;
using DrRunbook.Engine.Outside;
using DrRunbook.Engine.Ports;
using DrRunbook.Yaml;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Cli.Composition;

/// <summary>A plan that was frozen for a later run: taken as it was reviewed, or not at all.</summary>
internal static class FrozenPlan
{
    /// <summary>Far above the plan of the largest runbook that can be read.</summary>
    private const int LargestFile = 64 * 1024 * 1024;

    /// <summary>The file's bytes where they are meant as a plan, whatever the file is called; null for a runbook, or where it cannot be read.</summary>
    public static byte[]? ContentOf(Invocation invocation, string file)
    {
        try
        {
            using var stream = RegularFile.OpenRead(invocation.Context.PathOf(file));
            if (stream is null || stream.Length > LargestFile)
            {
                return null;
            }

            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var text = content.AsSpan().TrimStart(" \t\r\n"u8);
            return text.StartsWith("{"u8) && text.IndexOf("\"plannedAt\""u8) > 0 ? content : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // Whoever reads it as a runbook says why.
            return null;
        }
    }

    /// <summary>Reads the plan and says what keeps it from being executed.</summary>
    /// <param name="root">Where the runbook's repository is checked out; null to look for it.</param>
    /// <param name="countsRuns">Whether it may not be executed a second time.</param>
    /// <returns>Null where it may not be executed, with the exit code that says why.</returns>
    public static async Task<(PreparedRunbook? Prepared, int ExitCode)> LoadAsync(Invocation invocation, string file, byte[] content, string? root, bool countsRuns)
    {
        var at = SourceSpan.WholeFile(file);
        if (Read(content, out var problem) is not { } plan)
        {
            return Refuse(FrozenPlanDiagnostics.NotFrozen(at, problem), ExitCodes.Usage);
        }

        if (plan.ExpiresAt is { } expiresAt && invocation.Context.HostClock.GetUtcNow() >= expiresAt)
        {
            return Refuse(FrozenPlanDiagnostics.Expired(at, Instant.Format(expiresAt)), ExitCodes.NotGood);
        }

        var folder = FolderOf(invocation, file, root, plan);
        if (new PlannedFiles(folder, [.. plan.Sources, .. plan.Files]).FirstChanged() is { } changed)
        {
            return Refuse(FrozenPlanDiagnostics.FileAltered(at, changed, folder), ExitCodes.NotGood);
        }

        var digest = PlanJson.Digest(content);
        string? earlier = null;
        if (countsRuns && RunAccess.StoreExists(invocation.StoreLocation))
        {
            var opened = await RunAccess.WithStoreAsync(invocation, async store =>
            {
                earlier = await RunOfAsync(store, plan.Runbook, digest, invocation.Context.Signals.Halt);
                return ExitCodes.Good;
            });
            if (opened != ExitCodes.Good)
            {
                return (null, opened);
            }
        }

        if (earlier is not null)
        {
            return Refuse(FrozenPlanDiagnostics.ExecutedAlready(at, digest, earlier), ExitCodes.NotGood);
        }

        var sources = plan.Sources.Select(source => Blob.Of(File.ReadAllBytes(Path.GetFullPath(source.Path, folder))));
        return (new PreparedRunbook(plan, folder, [.. sources], at) { FrozenDigest = digest }, ExitCodes.Good);

        (PreparedRunbook?, int) Refuse(Diagnostic why, int exitCode)
        {
            PreparedRunbook.Say(invocation, [why]);
            return (null, exitCode);
        }
    }

    private static Plan? Read(byte[] content, out string problem)
    {
        if (ReadAny(content, out problem) is { } plan)
        {
            problem = plan.Points is null || plan.ExpiresAt is null ? "it states no expiry"
                : plan.ResolvedFrom is not null ? "it is that of a run"
                : "";
            return problem.Length == 0 ? plan : null;
        }

        return null;
    }

    /// <summary>Reads a plan that drrun wrote: frozen, expired, or of a run.</summary>
    /// <param name="problem">Why it is none, where the result is null.</param>
    public static Plan? ReadAny(byte[] content, out string problem)
    {
        try
        {
            var plan = PlanJson.Read(content);
            problem = plan.Version != 1 ? $"it is of version {plan.Version}, and this drrun knows version 1"
                : !PlanJson.Write(plan).AsSpan().SequenceEqual(content) ? "its bytes are not those that drrun wrote"
                : "";
            return problem.Length == 0 ? plan : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or ArgumentException or FormatException or InvalidOperationException or OverflowException)
        {
            problem = "its JSON is damaged, or was written by something else";
            return null;
        }
    }

    /// <summary>The nearest repository above the plan or the working directory, or the folder of either, that has the runbook in it.</summary>
    public static string FolderOf(Invocation invocation, string file, string? root, Plan plan)
    {
        if (root is not null)
        {
            return invocation.Context.PathOf(root);
        }

        var beside = Path.GetDirectoryName(invocation.Context.PathOf(file))!;
        var here = invocation.Context.CurrentDirectory;
        string[] candidates = [.. new[] { RunbookRoot.Above(beside), RunbookRoot.Above(here), beside, here }.OfType<string>()];
        return candidates.FirstOrDefault(candidate => plan.Sources.All(source => File.Exists(Path.GetFullPath(source.Path, candidate)))) ?? candidates[0];
    }

    /// <summary>The real run that was started from this plan, or null.</summary>
    private static async Task<string?> RunOfAsync(IRunStore store, string runbook, string digest, CancellationToken cancellationToken)
    {
        foreach (var summary in (await store.ListAsync(cancellationToken)).Where(run => !run.Simulated && run.Runbook == runbook))
        {
            var lines = await store.ReadAsync(summary.Run, afterSequence: 0, cancellationToken);
            if (lines is [var first, ..]
                && new JournalReader(summary.Run).Read(first.Span).Event is RunStarted start
                && (start.PlanDigest == digest || await ResolvedFromAsync(store, start.PlanDigest, cancellationToken) == digest))
            {
                return summary.Run;
            }
        }

        return null;
    }

    private static async Task<string?> ResolvedFromAsync(IRunStore store, string digest, CancellationToken cancellationToken) =>
        await store.ReadBlobAsync(digest, cancellationToken) is { } plan ? PlanJson.Read(plan.Span).ResolvedFrom : null;
}
