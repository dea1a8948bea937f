using DrRunbook.Simulator.Http;

namespace DrRunbook.Simulator;

/// <summary>What a manager has really carried out, and what it was asked for. It is no part of the imitated API: tests prove "at most once" with it.</summary>
public sealed record Ledger
{
    /// <summary>The manager; empty for a combined ledger.</summary>
    public string Manager { get; init; } = "";

    /// <summary>When the simulation started, in true time; for a combined ledger the earliest.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>The effects by number.</summary>
    public ImmutableArray<Effect> Effects { get; init; } = [];

    /// <summary>Every POST that asks for a failover, in the order of arrival, whatever became of it.</summary>
    public ImmutableArray<FailoverPost> FailoverPosts { get; init; } = [];

    /// <summary>How many requests arrived, by kind; kinds without requests are absent.</summary>
    public ImmutableSortedDictionary<RequestKind, int> Requests { get; init; } = ImmutableSortedDictionary<RequestKind, int>.Empty;

    /// <summary>Logon sessions that are alive: neither ended by their owner nor by time.</summary>
    public int OpenLogons { get; init; }

    /// <summary>The failovers of a vApp that were really begun.</summary>
    public IEnumerable<Effect> FailoversOf(string vApp) =>
        Effects.Where(effect => effect.Real && effect.IsFailoverOf(vApp));

    /// <summary>How many requests of a kind arrived.</summary>
    public int Count(RequestKind kind) => Requests.GetValueOrDefault(kind);

    /// <summary>One ledger of several managers, effects in the order of time.</summary>
    public static Ledger Combine(IEnumerable<Ledger> ledgers)
    {
        var all = ledgers.ToImmutableArray();
        return all.Length == 1 ? all[0] : new Ledger
        {
            Started = all.IsEmpty ? default : all.Min(ledger => ledger.Started),
            Effects = [.. all.SelectMany(ledger => ledger.Effects).OrderBy(effect => effect.At)],
            FailoverPosts = [.. all.SelectMany(ledger => ledger.FailoverPosts).OrderBy(post => post.At)],
            OpenLogons = all.Sum(ledger => ledger.OpenLogons),
            Requests = all.SelectMany(ledger => ledger.Requests).GroupBy(pair => pair.Key)
                .ToImmutableSortedDictionary(kind => kind.Key, kind => kind.Sum(pair => pair.Value)),
        };
    }

    /// <summary>The ledger as JSON, as <c>GET /ledger</c> sends it and <see cref="FromJson"/> reads it.</summary>
    public byte[] ToJson() => SideChannel.Ledger(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is no ledger.</exception>
    public static Ledger FromJson(ReadOnlySpan<byte> json) => SideChannel.ReadLedger(json);

    /// <summary>When the first failover of a vApp that did not fail is over; null where there is none or it never ends.</summary>
    internal DateTimeOffset? FirstFailoverEnd(string vApp) =>
        FailoversOf(vApp).Where(effect => effect.End is not SessionEnd.Failed).Select(effect => effect.WorkEnd).Min();
}

/// <summary>Something that a manager did because it was asked.</summary>
public sealed record Effect
{
    /// <summary>From 1, in the order of arrival.</summary>
    public required int Number { get; init; }

    /// <summary>What was done.</summary>
    public required EffectKind Kind { get; init; }

    /// <summary>The name of the vApp, VM, failover plan or backup server.</summary>
    public required string Target { get; init; }

    /// <summary>The UID of the point, plan, CDP replica or backup server that was named in the request.</summary>
    public required string TargetUid { get; init; }

    /// <summary>The UID of the replica; null where the kind has none.</summary>
    public string? ReplicaUid { get; init; }

    /// <summary>The backup server.</summary>
    public string BackupServer { get; init; } = "";

    /// <summary>When the request took effect, in true time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The id of the logon session.</summary>
    public required string LogonSession { get; init; }

    /// <summary>Who was logged on.</summary>
    public required string User { get; init; }

    /// <summary>The task that was created.</summary>
    public required string TaskId { get; init; }

    /// <summary>Which attempt on this target it was, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Whether work was begun; false where the task only reports a failure to start.</summary>
    public bool Real { get; init; } = true;

    /// <summary>When the work left the manager's queue; null: never.</summary>
    public DateTimeOffset? WorkStart { get; init; }

    /// <summary>When the last restore session stops; null: never.</summary>
    public DateTimeOffset? WorkEnd { get; init; }

    /// <summary>How the restore sessions end, the worst of them; null where there is none.</summary>
    public SessionEnd? End { get; init; }

    /// <summary>When the work was aborted; null: it was not.</summary>
    public DateTimeOffset? AbortedAt { get; init; }

    internal bool IsFailoverOf(string vApp) =>
        Kind is EffectKind.VAppFailover or EffectKind.CdpFailover && string.Equals(Target, vApp, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What was done.</summary>
public enum EffectKind
{
    /// <summary>A vApp was failed over to a point.</summary>
    VAppFailover,

    /// <summary>A VM was failed over to a point.</summary>
    VmFailover,

    /// <summary>A vApp with a CDP replica was failed over.</summary>
    CdpFailover,

    /// <summary>A failover plan was started.</summary>
    PlanStart,

    /// <summary>A failover plan was undone.</summary>
    PlanUndo,

    /// <summary>The description of a failover plan was changed.</summary>
    PlanEdit,

    /// <summary>A data collection was started.</summary>
    Collection,
}

/// <summary>A POST that asks for a failover.</summary>
/// <param name="At">When it arrived, in true time.</param>
/// <param name="Kind">Which kind of failover.</param>
/// <param name="VApp">The vApp; null where the point or replica is unknown, or the request is for a VM or a plan.</param>
/// <param name="Target">The id in the request.</param>
/// <param name="LogonSession">The logon session named by the request's token; null where there is none such.</param>
/// <param name="Status">The status that was decided; null where a fault came first.</param>
/// <param name="Effect">The number of the effect; null where it had none.</param>
/// <param name="Answered">Whether an answer was sent; false where a fault broke the connection.</param>
public sealed record FailoverPost(
    DateTimeOffset At, RequestKind Kind, string? VApp, string Target, string? LogonSession, int? Status, int? Effect, bool Answered);
