using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Acceptance.Tests.Virtual;
using DrRunbook.Core.Execution;
using DrRunbook.Engine.Operators;

namespace DrRunbook.Acceptance.Tests.Golden;

/// <summary>How the golden journals come about. Between them they use every type of event.</summary>
/// <remarks>
/// To add one: write it here, then run the tests of <see cref="GoldenJournalTests"/> once with <c>GOLDEN_RECORD=1</c> and <c>SNAP_ACCEPT=1</c>
/// and commit what they wrote. A journal that is there already is never written again, whatever becomes of its recording: it is what an
/// earlier version wrote, and every later one must read it.
/// </remarks>
internal static class GoldenRecordings
{
    /// <summary>Each by the name of its folder.</summary>
    public static IReadOnlyDictionary<string, Func<Workplace, VirtualRun>> All { get; } = new Dictionary<string, Func<Workplace, VirtualRun>>
    {
        ["retried-and-undone"] = RetriedAndUndone,
        ["halted-and-skipped"] = HaltedAndSkipped,
        ["in-doubt-and-settled"] = InDoubtAndSettled,
        ["refused-lost-and-late"] = RefusedLostAndLate,
        ["closed"] = Closed,
        ["reopened-and-put-on-record"] = ReopenedAndPutOnRecord,
        ["told-and-not-delivered"] = ToldAndNotDelivered,
    };

    /// <summary>A failover that fails, and is tried again; people, gates of every kind, programs; the undo is confirmed after the end.</summary>
    private static VirtualRun RetriedAndUndone(Workplace place) => VirtualRun.Of(
        Runbook(place, "retried", """
            approvers: { ops-lead: [alice@example.com, bob@example.com] }
            steps:
              - { id: declare, gate: { approval: { from: [ops-lead], count: 2, within: 30m, starterMayApprove: true, prompt: Declare the disaster? } } }
              - { id: fence, fences: all, command: { run: [isolate] } }
              - id: db
                failover: db
                retry: { attempts: 2, delay: 30s }
                require: [{ tcp: 'san.example:3260' }]
                verify: [{ tcp: { address: 'db.example:1433', within: 5m } }, { http: { url: 'https://db.example/health', within: 0s, otherwise: warn } }]
              - { id: go-live, gate: { manual: { instruction: Point the record at Site B, from: [ops-lead], evidence: required, within: 1h } } }
              - { id: soak, gate: { wait: 90s } }
            finally:
              - { id: tell, http: { method: POST, url: 'https://pager.example/', body: { run: '${run.id}' } } }
            """),
        Scenario(place, """
                vApps: [{ name: db, vms: [db1, db2], failovers: [{ session: failed, failureMessage: Host esx-b-03 ran out of memory }, { session: warning, sessionDuration: 95s }] }]
            world:
              gates: [{ id: 'db:verify:1', passAfter: 40s }, { id: 'db:verify:2', neverPasses: true, failWith: 'status 503' }]
              people:
                - { id: declare, decision: approve, after: 2m, by: [alice@example.com, bob@example.com] }
                - { id: go-live, decision: confirm, after: 9m, by: [bob@example.com], note: CHG1 }
            """)).Command("undo-confirm", "db", "undone in the console at 09:10Z");

    /// <summary>A halt takes back what waits; a person passes a step over; another is told that his command makes no sense.</summary>
    private static VirtualRun HaltedAndSkipped(Workplace place) => VirtualRun.Of(
        Runbook(place, "halted", """
            steps:
              - { id: db, failover: db }
              - { id: declare, gate: { manual: { instruction: Say when, within: 8h } } }
              - { id: app, failover: app }
              - { id: web, failover: web }
            """),
        Scenario(place, "    vApps: [{ name: db }, { name: app }, { name: web }]\n"))
        .CutBehind(entry => entry is ActionSucceeded)
        .Resume(haltBehind: entry => entry is PersonAsked)
        .Command("approve", "no-such-gate", "a slip")
        .Command("skip", "app", "not needed today")
        .Append(new FindingNoted("noted-by-another-version", new("db"), OutsideText.From("a deviation that no other event carries")))
        .Resume();

    /// <summary>One lost reply is read back, another one a person has to settle; so is a program that was interrupted.</summary>
    private static VirtualRun InDoubtAndSettled(Workplace place)
    {
        var whole = VirtualRun.Of(
            Runbook(place, "in-doubt", """
                steps:
                  - { id: db, failover: db }
                  - { id: app, failover: app }
                  - { id: record, command: { run: [point-record] } }
                  - { id: web, failover: web }
                """),
            Scenario(place, "    vApps: [{ name: db }, { name: app }, { name: web }]\n"));
        return whole
            .CutBehind(entry => entry is FailoverRequested { VApp: "db" })
            .Resume()
            .CutBehind(entry => entry is FailoverRequested { VApp: "app" }, carriedOut: false)
            .Resume()
            .Command("settle-as-succeeded", "app", "the console shows it powered on")
            .Resume()
            .CutBehind(entry => entry is ActionStarted { Step.Value: "record" })
            .Resume()
            .Command("settle-as-failed", "record", "the record is as it was")
            .Resume();
    }

    /// <summary>A manager that refuses, goes away, forgets its sessions and its tasks, and comes to an end too late.</summary>
    private static VirtualRun RefusedLostAndLate(Workplace place) => VirtualRun.Of(
        Runbook(place, "misbehaving", """
            steps:
              - id: all
                onFailure: contain
                parallel:
                  steps:
                    - { id: refused, failover: refused, onFailure: contain }
                    - { id: behind, needs: [refused], failover: behind }
                    - { id: unsent, failover: unsent }
                    - { id: vanishing, failover: vanishing }
                    - { id: late, failover: late, timeout: 2m, onFailure: continue }
                    - { id: long, failover: long }
            """),
        Scenario(place, """
                vApps:
                  - { name: refused }
                  - { name: behind }
                  - { name: unsent }
                  - { name: vanishing, failovers: [{ taskVanishesAfterReads: 1, sessionDuration: 40s }] }
                  - { name: late, failovers: [{ sessionDuration: 4m }] }
                  - { name: long, failovers: [{ sessionDuration: 9m }] }
                faults:
                  - { requests: [failover], vApp: refused, fault: status, status: 400, message: The replica is locked }
                  - { requests: [failover], vApp: unsent, fault: status, status: 401, message: Authentication token has expired }
                restarts: [{ after: 3m, lasts: 30s }]
            """));

    /// <summary>A run that is ended for good before its time.</summary>
    private static VirtualRun Closed(Workplace place) => VirtualRun.Of(
        Runbook(place, "closed", """
            steps:
              - { id: db, failover: db }
              - { id: app, failover: app }
            """),
        Scenario(place, "    vApps: [{ name: db }, { name: app }]\n"))
        .CutBehind(entry => entry is TaskAccepted)
        .Resume(closing: new RunClosed(OutsideText.From("olga"), OutsideText.From("the exercise is over")));

    /// <summary>A failed run is reopened by a retry, which looks for what the first request left; afterwards people put on record what they saw.</summary>
    private static VirtualRun ReopenedAndPutOnRecord(Workplace place) => VirtualRun.Of(
        Runbook(place, "reopened", """
            exercise: { type: functional, criteria: [The database answers], assumptions: [Site B has the capacity] }
            steps:
              - { id: db, failover: db }
              - { id: app, failover: app }
            finally:
              - { id: tell, command: { run: [tell] } }
            """),
        Scenario(place, "    vApps: [{ name: db, failovers: [{ session: failed }, { sessionDuration: 60s }] }, { name: app }]\n"))
        .Command("retry", "db", "the host has its memory back")
        .Resume()
        .Command("finding-add", "db", new FindingText(FindingSeverity.Minor, "The host had no memory left", "storage-team", new DateOnly(2030, 1, 31)).Write())
        .Command("finding-close", "1", "memory added")
        .Command("note", "app", "started by hand last year")
        .Command("criterion-met", "1", "queried at 09:20Z")
        .Command("assumption-held", "1", "40 % free");

    /// <summary>A question that is told again and again, an objective in danger, a failure and the end; one of the two addresses never answers.</summary>
    private static VirtualRun ToldAndNotDelivered(Workplace place) => VirtualRun.Of(
        Runbook(place, "told", """
            objectives: { rto: 30m }
            notify:
              - { url: 'https://hooks.example/T0/secret', on: [waiting, failure, objective-in-danger, end], every: 10m }
              - { url: 'https://pager.example/', headers: { X-KeyFrom: env:PAGER_KEY }, on: [failure, end] }
            steps:
              - { id: declare, gate: { manual: { instruction: Say when, within: 8h } } }
              - { id: db, failover: db }
              - { id: app, failover: app }
            finally:
              - { id: tell, command: { run: [tell] } }
            """),
        Scenario(place, """
                vApps: [{ name: db, failovers: [{ session: failed, failureMessage: Host esx-b-03 ran out of memory }] }, { name: app }]
            world:
              requests: [{ id: 'notify:2', status: 503 }]
              people: [{ id: declare, decision: confirm, after: 25m }]
            """));

    private static string Runbook(Workplace place, string name, string rest) => place.Write($"{name}.yaml", $"{ShortRunbook.Head(name)}\n{rest}");

    private static string Scenario(Workplace place, string rest) => place.Write("golden.scenario.yaml", $"version: 1\nmanagers:\n  - name: site-b\n{rest}");
}
