using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Tests.Doubles;
using DrRunbook.Simulator;
using Microsoft.Extensions.Time.Testing;

namespace DrRunbook.EnterpriseManager.Tests.Simulated;

/// <summary>The client against the simulator, in memory and in virtual time.</summary>
internal sealed class Rehearsal
{
    private static readonly StepId Step = new("db");

    public Rehearsal(ScenarioManager scenario, WireFormat format = WireFormat.Xml)
    {
        Manager = new SimulatedEnterpriseManager(scenario, Clock, seed: 1);
        Client = EnterpriseManagerClient.Create(new ManagerClientOptions
        {
            Name = new ManagerName("site-b"),
            PollInterval = TimeSpan.FromSeconds(5),
            Url = new Uri("https://em.example:9398"),
            Credentials = () => new LogonCredentials("operator", "simulated"),
            Clock = Clock,
            Facts = Facts,
            Transport = new SimulatorHandler(new Dictionary<string, SimulatedEnterpriseManager> { ["em.example:9398"] = Manager }),
            Format = format,
        });
    }

    public FakeTimeProvider Clock { get; } = new(VirtualManager.Start);

    public FactList Facts { get; } = new();

    public SimulatedEnterpriseManager Manager { get; }

    public EnterpriseManagerClient Client { get; }

    public static ScenarioManager OneVApp { get; } = new()
    {
        Name = "site-b",
        VApps = [new() { Name = "erp-db", Vms = ["db1", "db2"], Points = [new() { Age = TimeSpan.FromMinutes(14) }, new() { Age = TimeSpan.FromHours(9) }] }],
    };

    public static ScenarioManager With(FailoverBehaviour behaviour) => OneVApp with { VApps = [OneVApp.VApps[0] with { Failovers = [behaviour] }] };

    public static ScenarioManager With(params FaultRule[] faults) => OneVApp with { Faults = [.. faults] };

    public void Connect() => Assert.IsType<Connected>(InTime(Client.ConnectAsync(CancellationToken.None)));

    public RestorePoint FindPoint()
    {
        var found = InTime(Client.FindRestorePointsAsync("erp-db", CancellationToken.None));
        Assert.Null(found.Problem);
        return found.Points[0];
    }

    public FailoverReply Request(RestorePoint point) => InTime(Client.RequestFailoverAsync(point.Uid, () => true, CancellationToken.None));

    /// <summary>Connects, sends one request and follows it for so long.</summary>
    public void FailOver(TimeSpan follow)
    {
        Connect();
        var point = FindPoint();
        var requested = Clock.GetUtcNow();
        var accepted = Assert.IsType<FailoverAccepted>(Request(point));
        Client.Watch(new FailoverWatch(Step, accepted.Task, accepted.Logon, null, point, requested, Facts));
        Pass(follow);
    }

    public void Pass(TimeSpan time)
    {
        for (var end = Clock.GetUtcNow() + time; Clock.GetUtcNow() < end;)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>The sessions as last seen, and whether they are settled.</summary>
    public ImmutableArray<string> Verdict()
    {
        var sessions = Facts.Of<SessionChanged>().GroupBy(session => session.SessionUid).Select(same => same.Last());
        var lines = sessions.Select(session => $"{session.Vm}: {session.State} {session.Result}").Order(StringComparer.Ordinal);
        return [.. lines, Facts.Of<SessionsSettled>().IsEmpty ? "open" : "settled"];
    }

    /// <summary>Lets time pass until the work is done.</summary>
    private T InTime<T>(Task<T> work)
    {
        for (var second = 0; second < 1000 && !work.IsCompleted; second++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        return VirtualManager.Done(work);
    }
}
