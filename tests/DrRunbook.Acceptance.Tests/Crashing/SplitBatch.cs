using System.Text.Json;
using DrRunbook.Core.Execution;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Acceptance.Tests.Crashing;

/// <summary>A batch as the transactions of a store that knew none of more than one line: what belongs to a line goes with it.</summary>
internal static class SplitBatch
{
    /// <summary>One batch for each line, in order. A claim goes with the intent that makes it, answers to commands with the last line.</summary>
    public static ImmutableArray<AppendBatch> LineByLine(AppendBatch batch) => batch.Lines.Length <= 1
        ? [batch]
        : [.. batch.Lines.Select((line, index) => new AppendBatch(
            [line],
            index == 0 ? batch.Blobs : [],
            [.. batch.Claims.Where(replica => replica == ClaimOf(line.Bytes))],
            index == 0 ? batch.Releases : [],
            index == batch.Lines.Length - 1 ? batch.Answers : [],
            index == batch.Lines.Length - 1 ? batch.Outcome : RunOutcome.Running))];

    /// <summary>The type of event that a line tells of.</summary>
    public static string TypeOf(ReadOnlyMemory<byte> line)
    {
        using var entry = JsonDocument.Parse(line);
        return entry.RootElement.GetProperty("type").GetString()!;
    }

    private static string? ClaimOf(ReadOnlyMemory<byte> line)
    {
        using var entry = JsonDocument.Parse(line);
        return entry.RootElement.GetProperty("data").TryGetProperty("replicaUid", out var replica) ? replica.GetString() : null;
    }
}
