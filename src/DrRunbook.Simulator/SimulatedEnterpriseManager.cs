using System.Globalization;
using DrRunbook.Simulator.Http;
using DrRunbook.Simulator.State;

namespace DrRunbook.Simulator;

/// <summary>A simulated Enterprise Manager. It is passive: its state is a function of the scenario, of what it was asked, and of the time.</summary>
/// <remarks>It starts no timer and no thread, and may be used from several threads.</remarks>
public sealed class SimulatedEnterpriseManager
{
    private static readonly RequestKind[] Failovers = [RequestKind.Failover, RequestKind.VmFailover, RequestKind.CdpFailover, RequestKind.StartPlan];

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly ManagerState _state;
    private readonly Api _api;
    private readonly Renderer _renderer;
    private readonly FaultBook _faults;
    private readonly List<FailoverPost> _posts = [];
    private readonly SortedDictionary<RequestKind, int> _requests = [];
    private readonly List<Arrival> _delayed = [];
    private int _restartsDone;
    private DateTimeOffset _downUntil = DateTimeOffset.MinValue;
    private Ledger? _ledger;

    /// <summary>Starts a manager, or goes on with one.</summary>
    /// <param name="scenario">What it holds and how it misbehaves.</param>
    /// <param name="clock">True time.</param>
    /// <param name="seed">The source of everything that looks random.</param>
    /// <param name="history">The ledger of the same scenario and seed to go on from, as after a restart of the service: effects and their
    /// restore sessions are there again, logon sessions and tasks are not. Null: nothing has happened yet.</param>
    /// <exception cref="ArgumentException">The ledger names what the scenario does not hold.</exception>
    public SimulatedEnterpriseManager(ScenarioManager scenario, TimeProvider clock, ulong seed, Ledger? history = null)
    {
        _clock = clock;
        var started = history?.Started ?? clock.GetUtcNow();
        _state = new ManagerState(scenario, Seeded.Bits(seed, scenario.Name), started);
        _api = new Api(_state);
        _renderer = new Renderer(scenario.Wire, _state.Seed);
        _faults = new FaultBook(scenario, _state.Seed, started);
        if (history is not null)
        {
            GoOnFrom(history);
        }
    }

    /// <summary>The runbook's name of this manager.</summary>
    public string Name => _state.Scenario.Name;

    /// <summary>The scenario it plays.</summary>
    public ScenarioManager Scenario => _state.Scenario;

    /// <summary>A snapshot of what was really carried out and of what was asked for.</summary>
    public Ledger Ledger
    {
        get
        {
            lock (_gate)
            {
                var now = _clock.GetUtcNow();
                CatchUp(now);
                _ledger ??= new Ledger
                {
                    Manager = Name,
                    Started = _state.Started,
                    Effects = _state.Works.Effects,
                    FailoverPosts = [.. _posts],
                    Requests = _requests.ToImmutableSortedDictionary(),
                };
                return _ledger with { OpenLogons = _state.Logons.Alive(now).Count() };
            }
        }
    }

    /// <summary>Restarts the service now: logon sessions and tasks are gone, restore sessions stay.</summary>
    /// <param name="lasts">How long connections are refused.</param>
    public void Restart(TimeSpan lasts = default)
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            CatchUp(now);
            RestartAt(now, lasts);
        }
    }

    /// <summary>Whether what is asked twice is answered alike unless <see cref="NextChange"/> or a request that orders something lies between: no fault, restart or progress is played, and no reading is counted.</summary>
    public bool ChangesByTimeAlone => Scenario.Faults.IsEmpty && Scenario.Restarts.IsEmpty && Scenario.VApps.All(vApp =>
        !vApp.Failovers.IsEmpty && vApp.Failovers.Concat(vApp.Points.SelectMany(point => point.Failovers)).All(behaviour =>
            behaviour is { Progress: ProgressStyle.Absent, TaskVanishesAfterReads: null, Task: not TaskEnd.NotFoundThatClears }));

    /// <summary>When something visible next changes by itself after a time; null: never.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset after)
    {
        lock (_gate)
        {
            return Timeline.Of(_state).Where(time => time > after).Cast<DateTimeOffset?>().Min();
        }
    }

    /// <summary>Whether connections are refused now.</summary>
    internal bool IsDown
    {
        get
        {
            lock (_gate)
            {
                var now = _clock.GetUtcNow();
                CatchUp(now);
                return now < _downUntil || _faults.Holds(FaultKind.Down, now);
            }
        }
    }

    /// <summary>Whether TLS handshakes fail now.</summary>
    internal bool FailsTls
    {
        get
        {
            lock (_gate)
            {
                return _faults.Holds(FaultKind.TlsFailure, _clock.GetUtcNow());
            }
        }
    }

    /// <summary>Takes a request in. After its delay it takes effect, whether or not the client is still there.</summary>
    internal Arrival Arrive(SimulatorRequest request)
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            CatchUp(now);
            var route = Route.Of(request) ?? new Route(request.Method, RequestKind.Other, ["?"], ImmutableDictionary<string, string>.Empty);
            var (vApp, point) = Named(route);
            _requests[route.Kind] = _requests.GetValueOrDefault(route.Kind) + 1;
            _ledger = null;
            var strike = _faults.Next(route.Kind, vApp, point, now);
            var delay = strike?.Is(FaultKind.Delay, FaultMoment.Before) == true ? strike.Delay : TimeSpan.Zero;
            var arrival = new Arrival(request, route, strike, vApp, now + delay, delay);
            if (delay > TimeSpan.Zero)
            {
                _delayed.Add(arrival);
            }

            return arrival;
        }
    }

    /// <summary>Carries a request out, unless that is done already, and answers.</summary>
    internal SimulatorAnswer Carry(Arrival arrival)
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            CatchUp(now);
            _delayed.Remove(arrival);
            return arrival.Answer ??= Carry(arrival, now);
        }
    }

    /// <summary>Lets a request lie that has arrived: it has no effect and no answer.</summary>
    internal SimulatorAnswer Forget(Arrival arrival)
    {
        var silence = new Strike(new FaultRule { Fault = FaultKind.NoAnswer, Moment = FaultMoment.Before }, TimeSpan.Zero);
        return Carry(new Arrival(arrival.Request, arrival.Route, silence, arrival.VApp, arrival.Due, TimeSpan.Zero));
    }

    internal TimeProvider Clock => _clock;

    private SimulatorAnswer Carry(Arrival arrival, DateTimeOffset now)
    {
        _ledger = null;
        var session = _state.Logons.Find(arrival.Request.Token)?.IdText;
        var (answer, status) = Decide(arrival, now);
        if (Failovers.Contains(arrival.Route.Kind))
        {
            _posts.Add(new FailoverPost(
                now, arrival.Route.Kind, arrival.VApp, arrival.Route.Segments.ElementAtOrDefault(arrival.Route.Resource == "cdpreplica" ? 2 : 1) ?? "",
                session, status, answer.Effect, answer.Break is Break.None));
        }

        var date = (now + _state.Scenario.ClockOffset).ToString("R", CultureInfo.InvariantCulture);
        return answer with { Headers = [.. answer.Headers, ("Server", "Microsoft-HTTPAPI/2.0"), ("Date", date)] };
    }

    private (SimulatorAnswer Answer, int? Status) Decide(Arrival arrival, DateTimeOffset now)
    {
        var strike = arrival.Strike;
        if (strike is { Rule.Moment: FaultMoment.Before } && Prevent(strike, arrival, now) is { } prevented)
        {
            return (prevented, null);
        }

        var reply = _api.Answer(arrival.Request, arrival.Route, now);
        var answer = _renderer.Render(reply, arrival.Request.WantsJson);
        return (strike is null ? answer : Spoil(answer, strike, arrival, now), reply.Status);
    }

    private SimulatorAnswer? Prevent(Strike strike, Arrival arrival, DateTimeOffset now)
    {
        switch (strike.Rule.Fault)
        {
            case FaultKind.Reset:
                return new SimulatorAnswer { Status = 0, Break = Break.BeforeHead };
            case FaultKind.NoAnswer:
                return new SimulatorAnswer { Status = 0, Break = Break.Silence };
            case FaultKind.Status:
                return _renderer.Render(StatusReply(strike.Rule, arrival.Request), arrival.Request.WantsJson);
            case FaultKind.SessionExpired:
                Expire(arrival);
                return null;
            case FaultKind.ServiceRestart:
                RestartAt(now, strike.Delay);
                return new SimulatorAnswer { Status = 0, Break = Break.BeforeHead };
            default:
                return null;
        }
    }

    private SimulatorAnswer Spoil(SimulatorAnswer answer, Strike strike, Arrival arrival, DateTimeOffset now)
    {
        var after = strike.Rule.Moment is FaultMoment.After;
        switch (strike.Rule.Fault)
        {
            case FaultKind.Reset when after:
                return answer with { Break = Break.BeforeHead };
            case FaultKind.NoAnswer when after:
                return answer with { Break = Break.Silence };
            case FaultKind.Status when after:
                return _renderer.Render(StatusReply(strike.Rule, arrival.Request), arrival.Request.WantsJson) with { Effect = answer.Effect };
            case FaultKind.Delay when after:
                return answer with { Delay = strike.Delay };
            case FaultKind.SessionExpired when after:
                Expire(arrival);
                return answer;
            case FaultKind.ServiceRestart when after:
                RestartAt(now, strike.Delay);
                return answer with { Break = Break.BeforeHead };
            case FaultKind.HalfHead:
                return answer with { Break = Break.InHead };
            case FaultKind.TruncatedBody:
                return answer with { Break = Break.InBody };
            case FaultKind.MalformedBody:
                return Renderer.Malformed(answer);
            case FaultKind.WrongContentType:
                return Renderer.WronglyNamed(answer);
            case FaultKind.EmptyBody:
                return answer with { Body = [], ContentType = null };
            case FaultKind.HtmlBody:
                return Renderer.Html(answer);
            default:
                return answer;
        }
    }

    // A redirect leads to another host, as that of a proxy does.
    private static Reply StatusReply(FaultRule rule, SimulatorRequest request) => rule.Status < 400
        ? new Reply(rule.Status) { Headers = [("Location", $"https://elsewhere.invalid{request.Path}{(request.Query.Length == 0 ? "" : $"?{request.Query}")}")] }
        : Error(rule);

    private static Reply Error(FaultRule rule) => Reply.Error(rule.Status, rule.Message ?? rule.Status switch
    {
        401 => "Authentication token has expired",
        403 => "Access denied",
        404 => "Resource not found",
        500 => "Object reference not set to an instance of an object.",
        503 => "Service is temporarily unavailable",
        _ => "The request failed",
    });

    private void Expire(Arrival arrival)
    {
        if (_state.Logons.Find(arrival.Request.Token) is { } session)
        {
            session.Expired = true;
        }
    }

    private (string? VApp, Guid? Point) Named(Route route)
    {
        if (route.Resource == "cdpreplica")
        {
            var id = route.Id(2);
            return (_state.Inventory.CdpVApps.FirstOrDefault(row => row.Id == id)?.Name, id);
        }

        if (route.Resource is not ("vappreplicapoints" or "vmreplicapoints") || route.Id(1) is not { } point)
        {
            return (null, null);
        }

        var row = _state.Inventory.PointsById.GetValueOrDefault(point) ?? _state.Inventory.VmPointsById.GetValueOrDefault(point)?.Point;
        return (row?.VApp.Scenario.Name, point);
    }

    // What has happened by itself since the last request: restarts of the scenario, and delayed requests.
    private void CatchUp(DateTimeOffset now)
    {
        foreach (var restart in _state.Scenario.Restarts.OrderBy(restart => restart.After).Skip(_restartsDone))
        {
            if (_state.Started + restart.After > now)
            {
                break;
            }

            _restartsDone++;
            RestartAt(_state.Started + restart.After, restart.Lasts);
        }

        foreach (var arrival in _delayed.Where(arrival => arrival.Due <= now).OrderBy(arrival => arrival.Due).ToList())
        {
            _delayed.Remove(arrival);
            arrival.Answer = Carry(arrival, arrival.Due);
        }
    }

    private void RestartAt(DateTimeOffset at, TimeSpan lasts)
    {
        _state.Logons.Clear();
        _downUntil = at + lasts > _downUntil ? at + lasts : _downUntil;
    }

    private void GoOnFrom(Ledger history)
    {
        foreach (var effect in history.Effects)
        {
            Replay.Effect(_state, effect);
        }

        _posts.AddRange(history.FailoverPosts);
        foreach (var (kind, count) in history.Requests)
        {
            _requests[kind] = count;
        }

        _state.Logons.Count = history.Count(RequestKind.Logon);
    }
}
