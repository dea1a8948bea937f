using DrRunbook.Acceptance.Tests.Driving;

namespace DrRunbook.Acceptance.Tests.Crashing;

/// <summary>A runbook with everything that a kill may strike: order, retry, every kind of gate that costs no time, people, commands.</summary>
internal static class CrashRunbook
{
    /// <summary>Where the programs of the runbook leave their marks.</summary>
    public const string Marks = "marks";

    /// <summary>What the manager holds: the first failover of <c>db</c> fails, and that is proven by its session.</summary>
    public static string Scenario(Workplace place) => place.Write("killed.scenario.yaml", """
        version: 1
        managers:
          - name: site-b
            accounts: [{ user: drrun, password: correct-horse }]
            vApps:
              - name: db
                failovers:
                  - { session: failed, failureMessage: Host esx-b-03 ran out of memory, sessionAfter: 0s, sessionStarting: 500ms, sessionDuration: 2s, taskSuccessAfter: 500ms, taskFinishedAfter: 1s }
                  - { sessionAfter: 0s, sessionStarting: 500ms, sessionDuration: 3s, taskSuccessAfter: 500ms, taskFinishedAfter: 1s }
              - { name: mq, failovers: &well [{ sessionAfter: 0s, sessionStarting: 500ms, sessionDuration: 3s, taskSuccessAfter: 500ms, taskFinishedAfter: 1s }] }
              - { name: app, failovers: *well }
        """);

    /// <summary>The runbook, for a manager at this address.</summary>
    /// <param name="port">A port on loopback that lets connections in.</param>
    public static string Write(Workplace place, Uri manager, int port) => place.Write("killed.yaml", $$"""
        {{ShortRunbook.Head("killed", manager.GetLeftPart(UriPartial.Authority))}}
        steps:
          - { id: fence, command: { run: [sh, -c, 'echo fence >> {{Marks}}'] } }
          - id: core
            parallel:
              maxConcurrency: 2
              steps:
                - { id: database, failover: db, retry: { attempts: 2, delay: 2s } }
                - { id: queue, failover: mq }
                - id: application
                  needs: [database, queue]
                  failover: app
                  require: [{ tcp: '127.0.0.1:{{port}}' }]
                  verify: [{ tcp: '127.0.0.1:{{port}}' }, { command: { run: [grep, fence, {{Marks}}], contains: fence } }]
          - { id: go-live, gate: { manual: { instruction: Point the public record at site B, within: 8h } } }
          - { id: announce, repeatable: true, command: { run: [sh, -c, 'echo announce >> {{Marks}}'] } }
          - { id: soak, gate: { wait: 1s } }
        finally:
          - { id: close, repeatable: true, command: { run: [sh, -c, 'echo close >> {{Marks}}'] } }
        """);
}
