using DrRunbook.Simulator.State;

namespace DrRunbook.Simulator.Wire;

/// <summary>Tasks, restore sessions, replication sessions and system sessions.</summary>
internal sealed class SessionForms(Addresses addresses, WireStyle style)
{
    private static readonly DateTimeOffset Never = new(1753, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<RestoreSessionRow, ((string State, string Result, int? Progress) Look, Element Element)> _restores = [];

    public Element Task(EmTask task, DateTimeOffset now)
    {
        var href = addresses.Root + "tasks/" + task.Id;
        var element = new Element("Task").With("Type", "Task").With("Href", href)
            .Link("Delete", href, addresses.LeavesOut("Type of the Delete link of a task") ? null : "Task");
        if (task.ShowsRelated(now))
        {
            var session = task.Related!;
            element.Link("Related", addresses.Entity("restoreSessions", session.Id), "RestoreSession");
        }

        return element
            .Text("TaskId", task.Id)
            .Text("State", task.State(now))
            .Text("Operation", task.Operation)
            .Child("Result", task.Result(now) is { } result ? new Element("Result").WithFlag("Success", result.Success).Text("Message", result.Message) : null);
    }

    /// <summary>A session that looks as it did last is the same element.</summary>
    public Element Entity(RestoreSessionRow session, DateTimeOffset now)
    {
        var look = (session.State(now), session.Result(now), session.ProgressAt(now));
        if (!_restores.TryGetValue(session, out var last) || last.Look != look)
        {
            _restores[session] = last = (look, BuildEntity(session, now));
        }

        return last.Element;
    }

    private Element BuildEntity(RestoreSessionRow session, DateTimeOffset now) =>
        addresses.EntityOf("RestoreSession", "restoreSessions", session).With("VmDisplayName", session.VmDisplayName)
            .Link("Up", addresses.Of("backupServers", session.BackupServer.Id), "BackupServerReference", session.BackupServer.Name)
            .Link("Alternate", addresses.Of("restoreSessions", session.Id), "RestoreSessionReference", session.Name)
            .Text("JobType", session.JobType)
            .Text("CreationTimeUTC", addresses.TrueTime(session.Created))
            .Text("EndTimeUTC", EndTime(session, now))
            .Text("State", session.State(now))
            .Text("Result", session.Result(now))
            .Number("Progress", session.ProgressAt(now))
            .Text("FailureMessage", session.IsStopped(now) && session.End is SessionEnd.Failed or SessionEnd.Warning ? session.FailureMessage : null);

    public Element Reference(RestoreSessionRow session, string name = "Ref") =>
        addresses.ReferenceOf("restoreSessions", session, name)
            .Link("Up", addresses.Of("backupServers", session.BackupServer.Id), "BackupServerReference", session.BackupServer.Name)
            .Link("Alternate", addresses.Entity("restoreSessions", session.Id), "RestoreSession", session.Name);

    // The published samples misspell this link.
    public Element Entity(ReplicaSessionRow session) =>
        addresses.EntityOf("ReplicaJobSession", "replicaSessions", session)
            .Link("Up", addresses.Of("backupServers", session.Replica.BackupServer.Id), "BackupServerReference", session.Replica.BackupServer.Name)
            .Link("Up", addresses.Of("jobs", session.Replica.JobId), "JobReference", session.Replica.Name)
            .Link("Alternate", addresses.Of("replicaSessions", session.Id), "ReplicaJobSessionReference", session.Name)
            .Link("Down", addresses.Of("replicaSessions", session.Id) + "/repicaTaskSessions", "ReplicaTaskSessionReferenceList")
            .Text("JobUid", $"urn:veeam:Job:{session.Replica.JobId}")
            .Text("JobName", session.Replica.Name)
            .Text("JobType", "Replica")
            .Text("CreationTimeUTC", addresses.Time(session.Created))
            .Text("EndTimeUTC", addresses.Time(session.Ended))
            .Text("State", "Stopped")
            .Text("Result", "Success")
            .Number("Progress", 100)
            .Flag("IsRetry", false);

    public Element Reference(ReplicaSessionRow session, string name = "Ref") =>
        addresses.ReferenceOf("replicaSessions", session, name)
            .Link("Up", addresses.Of("backupServers", session.Replica.BackupServer.Id), "BackupServerReference", session.Replica.BackupServer.Name)
            .Link("Up", addresses.Of("jobs", session.Replica.JobId), "JobReference", session.Replica.Name)
            .Link("Alternate", addresses.Entity("replicaSessions", session.Id), "ReplicaJobSession", session.Name)
            .Link("Down", addresses.Of("replicaSessions", session.Id) + "/repicaTaskSessions", "ReplicaTaskSessionReferenceList");

    public Element Entity(ReplicaTaskSessionRow session)
    {
        var collection = addresses.LeavesOut("l of replicaTaskSessions") ? "repicaTaskSessions" : "replicaTaskSessions";
        var server = session.VmPoint.Point.VApp.BackupServer;
        return addresses.EntityOf("ReplicaTaskSession", collection, session).With("VmDisplayName", session.VmPoint.Vm)
            .Link("Up", addresses.Of("backupServers", server.Id), "BackupServerReference", server.Name)
            .Link("Up", addresses.Of("replicaSessions", session.SessionId), "ReplicaJobSessionReference", session.SessionName)
            .Link("Alternate", addresses.Of(collection, session.Id), "ReplicaTaskSessionReference", session.Name)
            .Link("Related", addresses.Entity("vmReplicaPoints", session.VmPoint.Id), "VmReplicaPoint", session.VmPoint.Name)
            .Text("JobSessionUid", $"urn:veeam:ReplicaJobSession:{session.SessionId}")
            .Text("CreationTimeUTC", addresses.Time(session.Created))
            .Text("EndTimeUTC", addresses.Time(session.Ended))
            .Text("State", "Completed")
            .Text("Result", "Success")
            .Text("Reason", "")
            .Number("TotalSize", 64_424_509_440);
    }

    public Element Reference(ReplicaTaskSessionRow session, string name = "Ref")
    {
        var server = session.VmPoint.Point.VApp.BackupServer;
        return addresses.ReferenceOf("replicaTaskSessions", session, name)
            .Link("Up", addresses.Of("backupServers", server.Id), "BackupServerReference", server.Name)
            .Link("Up", addresses.Of("replicaSessions", session.SessionId), "ReplicaJobSessionReference", session.SessionName)
            .Link("Alternate", addresses.Entity("replicaTaskSessions", session.Id), "ReplicaTaskSession", session.Name);
    }

    public Element Entity(CollectionRow collection, DateTimeOffset now)
    {
        var ended = collection.Ends <= now;
        var state = ended ? "CompletedSuccessfully" : "InProgress";
        var element = addresses.EntityOf("SystemSession", "systemSessions", collection)
            .Link("Alternate", addresses.Of("systemSessions", collection.Id), "BackupJobSessionReference", collection.Name)
            .Link("Down", addresses.Of("systemSessions", collection.Id) + "/events", "SystemSessionEvents", "Events")
            .Text("SessionType", "CollectJob")
            .Text("CreationTimeUTC", addresses.TrueTime(collection.Created))
            .Text("EndTimeUTC", ended ? addresses.TrueTime(collection.Ends) : null)
            .Text("State", state);
        return ended
            ? element.Child(new Element("Result").Text("Result", state).Text("Message", "").Flag("IsCanceled", false))
            : element;
    }

    public Element Reference(CollectionRow collection, string name = "Ref") =>
        addresses.ReferenceOf("systemSessions", collection, name)
            .Link("Alternate", addresses.Entity("systemSessions", collection.Id), "SystemSession", collection.Name);

    private string? EndTime(RestoreSessionRow session, DateTimeOffset now)
    {
        if (session.IsStopped(now))
        {
            return addresses.TrueTime(session.Stops!.Value);
        }

        return style.EndTimeWhileRunning ? addresses.Time(Never) : null;
    }
}
