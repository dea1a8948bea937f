namespace DrRunbook.Acceptance.Tests.Faults;

/// <summary>Tasks and restore sessions that lie, hang, vanish or come late.</summary>
internal static class TaskFaults
{
    public static IEnumerable<FaultRow> Rows =>
    [
        Failed("task-failed", "task-failed") with { Erp = "{ task: failed, taskMessage: No disk space. }", Effects = "", Says = ["the task failed: No disk space."] },
        Failed("task-failed-silently", "task-failed") with { Erp = "{ task: failedWithoutMessage }", Effects = "", Says = ["the manager gave no reason"] },
        Failed("task-not-found-stays", "task-failed") with { Erp = "{ task: failed, taskMessage: Restore session not found. }", Effects = "" },
        new("task-not-found-clears") { Erp = "{ task: notFoundThatClears, sessionDuration: 20s }" },
        new("task-finished-without-result") { Erp = "{ task: withoutResult, sessionDuration: 20s }" },
        Failed("task-never-ends", "timed-out") with
        {
            Steps = "[{ id: erp, failover: erp, timeout: 3m }, { id: web, failover: web }]", Erp = "{ task: neverEnds, sessionDuration: 20s }",
            Says = ["the manager still works on it"], Reports = ["STILL RUNNING AT THE MANAGER"],
        },
        new("task-vanishes-after-its-end") { Erp = "{ taskFinishedAfter: 3s, taskVanishesAfter: 0s, sessionDuration: 30s }", Says = ["the task is out of sight, its restore sessions decide"] },
        new("task-vanishes-after-a-read") { Erp = "{ taskVanishesAfterReads: 1, taskSuccessAfter: never, taskFinishedAfter: 1m, sessionDuration: 20s }", Says = ["the task is out of sight"] },
        new("task-operation-finished") { Erp = "{ operationFinishedAfter: 3s, taskFinishedAfter: 20s, sessionDuration: 40s }" },
        new("task-names-no-session") { Erp = "{ relatedLink: false, sessionDuration: 20s }" },
        new("task-says-success-early") { Erp = "{ taskSuccessAfter: 0s, taskFinishedAfter: 30s, sessionDuration: 10s }" },
        new("task-failed-failover-runs")
        {
            Erp = "{ task: failed, runsDespiteFailedTask: true, sessionDuration: 20s }", Exit = 3, Outcome = "in-doubt", Ends = "erp in-doubt, web not-started",
            Posts = "erp", Effects = "erp", Says = ["IN DOUBT: the task says that it failed, but 1 restore session ended well"],
        },

        Failed("session-failed", "session-failed") with
        {
            Erp = "{ session: failed, failureMessage: Failed to power on the replica VM. }", Says = ["restore session of erp: Failed: Failed to power on the replica VM."],
        },
        Failed("session-failed-silently", "session-failed") with { Erp = "{ session: failed }", Says = ["restore session of erp: Failed"] },
        new("session-warning") { Erp = "{ session: warning, sessionDuration: 20s }", Outcome = "succeeded-with-findings", Ends = "erp warning, web succeeded", Says = ["restore session of erp: Warning"], Reports = ["step-warning"] },
        new("session-stopped-without-result")
        {
            Erp = "{ session: none }", Exit = 3, Outcome = "in-doubt", Ends = "erp in-doubt, web not-started", Posts = "erp", Effects = "erp",
            Says = ["the restore session stopped with the result None"],
        },
        Failed("session-hangs", "timed-out") with
        {
            Steps = "[{ id: erp, failover: erp, timeout: 3m }, { id: web, failover: web }]", Erp = "{ session: hangs }",
            Says = ["the manager still works on it"], Reports = ["STILL RUNNING AT THE MANAGER", "restore session of erp: Working"],
        },
        new("session-without-progress") { Erp = "{ progress: absent, sessionDuration: 20s }" },
        new("session-progress-stays-zero") { Erp = "{ progress: staysZero, sessionDuration: 20s }" },
        new("session-never-says-its-end") { Erp = "{ sessionDuration: 20s }", Manager = "wire: { endTimeWhileRunning: true, timeDigits: 0 }" },
        new("session-shows-late") { Erp = "{ sessionHiddenFor: 5m, sessionDuration: 20s }", Speed = 200 },
        new("session-of-each-vm") { Erp = "{ sessionsPer: vm, vmStagger: 5s, sessionDuration: 20s }", Says = ["restore session of erp3: Success"] },
        new("session-of-one-vm-failed")
        {
            Erp = "{ sessionsPer: vm, sessionDuration: 20s, vms: [{ vm: erp2, session: failed }] }", Exit = 1, Outcome = "failed", Ends = "erp partial, web blocked",
            Posts = "erp", Effects = "erp", Says = ["restore session of erp2: Failed"], Reports = ["1 of 3 restore sessions failed: erp2"],
        },
        new("session-of-one-vm-missing")
        {
            Erp = "{ sessionsPer: vm, sessionDuration: 20s, vms: [{ vm: erp2, reported: false }] }", Exit = 1, Outcome = "failed", Ends = "erp partial, web blocked",
            Posts = "erp", Effects = "erp", Reports = ["not reported by the manager: erp2"],
        },
        Twice("second-failover-task-fails", "taskFails") with { Effects = "erp", Says = ["the task failed: Replica VM is already in the failover state."], Reports = ["task-failed"] },
        Twice("second-failover-session-fails", "sessionFails") with { Says = ["restore session of erp: Failed: Replica VM is already in the failover state."], Reports = ["session-failed"] },
        new("failed-task-is-not-retried-while-its-failover-runs")
        {
            Steps = "[{ id: erp, failover: erp, retry: { attempts: 3, delay: 5s } }, { id: web, failover: web }]",
            Erp = "{ task: failed, runsDespiteFailedTask: true, session: none, sessionDuration: 20s }",
            Exit = 3, Outcome = "in-doubt", Ends = "erp in-doubt, web not-started", Posts = "erp", Effects = "erp",
        },
        new("retry-after-a-failed-session")
        {
            Steps = "[{ id: erp, failover: erp, retry: { attempts: 3, delay: 5s } }, { id: web, failover: web }]",
            Erp = "{ session: failed, sessionDuration: 20s }, { sessionDuration: 20s }", Posts = "erp erp web", Effects = "erp erp web", Says = ["attempt 2 of 3"],
        },
        new("manager-queues")
        {
            Steps = "[{ id: all, parallel: { steps: [{ id: erp, failover: erp }, { id: web, failover: web }] } }]", Manager = "maxConcurrentFailovers: 1",
            Ends = "all succeeded, erp succeeded, web succeeded", Posts = "* erp web", Effects = "* erp web",
        },
    ];

    private static FaultRow Twice(string name, string secondFailover) => new(name)
    {
        Steps = "[{ id: erp, failover: erp }, { id: again, failover: erp }]",
        VApp = $"secondFailover: {secondFailover}",
        Exit = 1,
        Outcome = "failed",
        Ends = "erp succeeded, again failed",
        Posts = "erp erp",
        Effects = "erp erp",
    };

    private static FaultRow Failed(string name, string reason) => new(name)
    {
        Exit = 1,
        Outcome = "failed",
        Ends = "erp failed, web blocked",
        Posts = "erp",
        Effects = "erp",
        Reports = [reason],
    };
}
