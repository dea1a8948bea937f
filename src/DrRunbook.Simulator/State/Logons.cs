namespace DrRunbook.Simulator.State;

/// <summary>The logon sessions and their tasks: all that a restart of the service loses.</summary>
internal sealed class Logons(ScenarioManager scenario, ulong seed)
{
    private readonly Dictionary<string, LogonSession> _byToken = [];
    private readonly Dictionary<string, List<EmTask>> _tasks = [];
    private int _taskCount;

    /// <summary>How many there were; ids go on from here.</summary>
    public int Count { get; set; }

    /// <summary>Those that are alive, the oldest first.</summary>
    public IEnumerable<LogonSession> Alive(DateTimeOffset now) =>
        _byToken.Values.Where(session => !HasExpired(session, now)).OrderBy(session => session.Created);

    public LogonSession Create(ScenarioAccount account, DateTimeOffset now)
    {
        var session = new LogonSession(Seeded.Guid(seed, "logon session", ++Count), account, now);
        _byToken.Add(session.Token, session);
        return session;
    }

    /// <summary>The session of a token, whether expired or not; null: there is none.</summary>
    public LogonSession? Find(string? token) => token is null ? null : _byToken.GetValueOrDefault(token);

    public bool HasExpired(LogonSession session, DateTimeOffset now) => session.Expired || now - session.LastUsed >= scenario.SessionIdle;

    public void Remove(LogonSession session)
    {
        _byToken.Remove(session.Token);
        _tasks.Remove(session.IdText);
    }

    public void Clear()
    {
        _byToken.Clear();
        _tasks.Clear();
    }

    public EmTask AddTask(LogonSession session, Work work, string operation, string message = "Ok", bool related = true)
    {
        var number = scenario.TaskNumbering is TaskNumbering.Global ? ++_taskCount : ++session.TaskCount;
        var task = new EmTask(work)
        {
            Id = $"task-{number}",
            Operation = operation,
            Message = message,
            MayShowSession = related,
        };
        if (!_tasks.TryGetValue(session.IdText, out var tasks))
        {
            _tasks.Add(session.IdText, tasks = []);
        }

        tasks.Add(task);
        return task;
    }

    /// <summary>The tasks of a session that are still there, without counting as a read.</summary>
    public IEnumerable<EmTask> Tasks(LogonSession session, DateTimeOffset now) =>
        _tasks.GetValueOrDefault(session.IdText, []).Where(task => !task.IsGone(now));

    /// <summary>The task of that id, where it is this session's and still there.</summary>
    public EmTask? Task(LogonSession session, string id, DateTimeOffset now) =>
        Tasks(session, now).FirstOrDefault(task => string.Equals(task.Id, id, StringComparison.OrdinalIgnoreCase));

    public void RemoveTask(LogonSession session, EmTask task) => _tasks[session.IdText].Remove(task);
}
