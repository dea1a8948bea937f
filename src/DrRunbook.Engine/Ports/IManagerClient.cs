using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Engine.Ports;

/// <summary>One Enterprise Manager. Reads are repeated where that helps; the failover request never is.</summary>
public interface IManagerClient : IAsyncDisposable
{
    /// <summary>The runbook's name for it.</summary>
    ManagerName Name { get; }

    /// <summary>Reaches the manager, checks its certificate, logs on, and makes sure that the account's role suffices.</summary>
    /// <remarks>The caller journals the first <see cref="ManagerReached"/>; the client itself tells of losses and returns after that.</remarks>
    Task<ConnectOutcome> ConnectAsync(CancellationToken cancellationToken);

    /// <summary>Every restore point of the vApps of this name, de-duplicated, with the points of their VMs, newest first.</summary>
    Task<PointsOutcome> FindRestorePointsAsync(string vApp, CancellationToken cancellationToken);

    /// <summary>Sends one failover request, once.</summary>
    /// <param name="pointUid">The restore point's UID.</param>
    /// <param name="mayStillSend">Asked right before the request leaves; where it says no, the request is unsent. Called from any thread.</param>
    Task<FailoverReply> RequestFailoverAsync(string pointUid, Func<bool> mayStillSend, CancellationToken cancellationToken);

    /// <summary>Follows a failover from now on: what is learnt goes to the sink until <see cref="Unwatch"/>.</summary>
    void Watch(FailoverWatch watch);

    /// <summary>Stops following a step's failover.</summary>
    void Unwatch(StepId step);

    /// <summary>Looks for what a failover request whose answer was lost may have left behind.</summary>
    /// <param name="from">Sessions created from here on, UTC by our clock; the manager's is reckoned in.</param>
    /// <param name="to">Sessions created up to here.</param>
    Task<TracesOutcome> FindTracesAsync(RestorePoint point, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

/// <summary>Where effects leave the facts they learn. Safe to call from any thread.</summary>
public interface IFactSink
{
    /// <summary>Leaves a fact for the run loop.</summary>
    /// <param name="blobs">Bytes that the fact names as evidence.</param>
    void Post(RunEvent fact, params ReadOnlySpan<Blob> blobs);
}

/// <summary>What became of a connection attempt.</summary>
public abstract record ConnectOutcome
{
    /// <summary>What an operator reads, without a full stop.</summary>
    public abstract string Description { get; }
}

/// <summary>Logged on.</summary>
/// <param name="ProductVersion">What the manager says of itself, or null.</param>
/// <param name="ClockOffset">Its clock minus ours (from the answer's <c>Date</c>, so to a second); null where it tells no time.</param>
/// <param name="CertificateSha256">Upper-case hex; null without TLS.</param>
public sealed record Connected(string? ProductVersion, TimeSpan? ClockOffset, string? CertificateSha256) : ConnectOutcome
{
    /// <summary>Until when the certificate is valid, UTC; null without TLS.</summary>
    public DateTimeOffset? CertificateExpiresAt { get; init; }

    /// <inheritdoc />
    public override string Description => "logged on";
}

/// <summary>No answer, or none of an Enterprise Manager.</summary>
public sealed record ManagerUnreachable(string Detail) : ConnectOutcome
{
    /// <inheritdoc />
    public override string Description => $"it could not be reached: {Detail}";
}

/// <summary>The certificate is not trusted.</summary>
/// <param name="Sha256">The certificate's thumbprint, upper-case hex: what could be pinned.</param>
public sealed record CertificateRefused(string Sha256, string Detail) : ConnectOutcome
{
    /// <inheritdoc />
    public override string Description => Detail;
}

/// <summary>The manager refused the credentials, or the account's role does not suffice.</summary>
public sealed record LogonRefused(string Detail) : ConnectOutcome
{
    /// <inheritdoc />
    public override string Description => $"it refused the logon: {Detail}";
}

/// <summary>A credential is not there.</summary>
/// <param name="Source">As the runbook names it, such as <c>env:SITE_B_PASSWORD</c>.</param>
public sealed record CredentialMissing(string Source) : ConnectOutcome
{
    /// <inheritdoc />
    public override string Description => $"its credential {Source} is not there";
}

/// <summary>What a search for restore points found.</summary>
/// <param name="Problem">Why nothing can be said, or null.</param>
public sealed record PointsOutcome(ImmutableArray<RestorePoint> Points, string? Problem);

/// <summary>What became of a failover request.</summary>
public abstract record FailoverReply;

/// <summary>202: a task was made.</summary>
/// <param name="Task">Its id, or null where the answer had no readable body.</param>
/// <param name="Logon">Which logon session it belongs to, counted from 1.</param>
public sealed record FailoverAccepted(string? Task, int Logon) : FailoverReply;

/// <summary>A refusal in the manager's own <c>Error</c> form: it has not been carried out.</summary>
public sealed record FailoverRefused(int Status, string Message) : FailoverReply;

/// <summary>The request provably never left, or its logon had run out (a new one was made): it may be sent again, with a new intent.</summary>
public sealed record FailoverUnsent(string Detail) : FailoverReply;

/// <summary>Everything else: it may have been carried out.</summary>
public sealed record FailoverUnanswered(string Detail) : FailoverReply;

/// <summary>What a lost failover request may have left behind.</summary>
/// <param name="Tasks">The failover tasks of the present logon session; whose they are, only their related session tells.</param>
/// <param name="Sessions">The restore sessions of the point's backup server that were created in the time asked for and name the vApp or one of its VMs.</param>
/// <param name="Problem">Why nothing can be said, or null.</param>
public sealed record TracesOutcome(ImmutableArray<TracedTask> Tasks, ImmutableArray<TracedSession> Sessions, string? Problem);

/// <summary>A task that starts a failover.</summary>
/// <param name="Logon">The logon session it belongs to.</param>
/// <param name="State">Running, OperationFinished or Finished.</param>
/// <param name="SessionUid">The related restore session, or null.</param>
public sealed record TracedTask(string Task, int Logon, string State, string? SessionUid);

/// <summary>A restore session that may be that of a lost request.</summary>
/// <param name="Name">The VM or vApp it names.</param>
/// <param name="ClaimedBy">The step whose watched failover it belongs to; null: nobody's as far as this client has seen.</param>
public sealed record TracedSession(
    string SessionUid, string Name, string State, string Result, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, StepId? ClaimedBy)
{
    /// <summary>Whether it says which backup server it is of; where it does not, it may be another server's.</summary>
    public bool TellsServer { get; init; } = true;
}

/// <summary>A failover to be followed.</summary>
/// <param name="Task">The task's id, or null where it is not known.</param>
/// <param name="Logon">The logon session the task belongs to; 0 for one of an earlier taking-up. A task of an earlier one is out of sight.</param>
/// <param name="SessionUid">The related restore session, where it is already known; else null.</param>
/// <param name="Point">The point used; its vApp, VMs and backup server tell which restore sessions belong to it.</param>
/// <param name="RequestedAt">When the intent was journaled, UTC by our clock.</param>
/// <param name="Sink">Gets <see cref="TaskChanged"/>, <see cref="TaskVanished"/>, <see cref="SessionChanged"/> and <see cref="SessionsSettled"/>.</param>
public sealed record FailoverWatch(
    StepId Step, string? Task, int Logon, string? SessionUid, RestorePoint Point, DateTimeOffset RequestedAt, IFactSink Sink)
{
    /// <summary>The restore sessions of earlier attempts at the step: however alike, they are none of this failover's. A client knows only those that it followed itself.</summary>
    public ImmutableHashSet<string> EarlierSessions { get; init; } = [];
}
