using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;
using Microsoft.Extensions.Time.Testing;

namespace DrRunbook.EnterpriseManager.Tests.Doubles;

/// <summary>A client and the manager it talks to, both in memory and in virtual time: everything happens on the test's thread.</summary>
internal sealed class VirtualManager
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);

    public VirtualManager(WireFormat format = WireFormat.Xml)
    {
        Clock = new FakeTimeProvider(Start);
        Manager = new MemoryManager(Clock);
        Client = EnterpriseManagerClient.Create(new ManagerClientOptions
        {
            Name = new ManagerName("site-b"),
            PollInterval = TimeSpan.FromSeconds(5),
            Url = new Uri("https://em.example:9398"),
            Credentials = () => Credentials,
            Clock = Clock,
            Facts = Facts,
            Transport = Manager,
            Format = format,
            Trace = Trace.Add,
            Fault = bug => Faults.Add(bug),
        });
    }

    public FakeTimeProvider Clock { get; }

    public MemoryManager Manager { get; }

    public FactList Facts { get; } = new();

    public List<string> Trace { get; } = [];

    public List<Exception> Faults { get; } = [];

    public EnterpriseManagerClient Client { get; }

    public CredentialAnswer Credentials { get; set; } = new LogonCredentials("LAB\\operator", "secret-password");

    public DateTimeOffset Now => Clock.GetUtcNow();

    public void Connect() => Assert.IsType<Connected>(Done(Client.ConnectAsync(CancellationToken.None)));

    /// <summary>Watches a failover whose facts go to <see cref="Facts"/>.</summary>
    public void Watch(string? task = "task-1", int logon = 1, string? session = null, RestorePoint? point = null, string step = "db", params string[] earlier) =>
        Client.Watch(new FailoverWatch(
            new StepId(step), task, logon, session, point ?? Entities.RestorePoint("erp-db", Start, "db1"), Now, Facts)
        { EarlierSessions = [.. earlier] });

    public void Advance(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Lets time pass in small steps, as a clock does.</summary>
    public void AdvanceSlowly(TimeSpan time)
    {
        for (var end = Now + time; Now < end;)
        {
            Advance(1);
        }
    }

    /// <summary>Disposes of the client, which must not wait for anything.</summary>
    public void End() => Assert.True(Client.DisposeAsync().AsTask().IsCompletedSuccessfully);

    /// <summary>The result of what must have ended by now: nothing in virtual time waits for another thread.</summary>
    public static T Done<T>(Task<T> task)
    {
        Assert.True(task.IsCompleted, "it waits for something that virtual time does not bring");
        return task.GetAwaiter().GetResult();
    }
}
