namespace DrRunbook.Acceptance.Tests.Faults;

/// <summary>A manager that is away, restarts, or forgets who is logged on, at every phase of a run.</summary>
internal static class OutageFaults
{
    private const string TenMinutes = "fault: serviceRestart, delay: 10m";

    public static IEnumerable<FaultRow> Rows =>
    [
        new("down-before-the-request")
        {
            Steps = "[{ id: pause, gate: { wait: 15m } }, { id: erp, failover: erp }, { id: web, failover: web }]", Manager = "restarts: [{ after: 10m, lasts: 15m }]", Speed = 400,
            Ends = "pause succeeded, erp succeeded, web succeeded", Posts = "erp erp web",
            Says = ["does not answer", "request did not leave", "new logon"], Reports = ["lost for", "logon-renewed"],
        },
        new("down-longer-than-the-timeout")
        {
            Steps = "[{ id: pause, gate: { wait: 15m } }, { id: erp, failover: erp, timeout: 5m }, { id: web, failover: web }]", Manager = "restarts: [{ after: 10m, lasts: 5h }]", Speed = 400,
            Exit = 1, Outcome = "failed", Ends = "pause succeeded, erp failed, web blocked", Posts = "", Effects = "",
            Says = ["does not answer", "request did not leave"], Reports = ["manager-unreachable", "lost, not reached again"], Status = ["site-b does not answer since"],
        },
        new("down-before-the-first-look")
        {
            Faults = $"{{ {TenMinutes}, requests: [tasks] }}", Speed = 200,
            Says = ["does not answer", "new logon", "the task is out of sight"], Reports = ["lost for", "logon-renewed"],
        },
        new("down-while-the-session-runs")
        {
            Erp = "{ taskFinishedAfter: 1m, sessionDuration: 5m }", Faults = $"{{ {TenMinutes}, requests: [tasks], from: 5 }}", Speed = 200,
            Says = ["does not answer", "new logon", "the task is out of sight"], Reports = ["lost for", "logon-renewed"],
        },
        new("down-while-reading-back")
        {
            Faults = $"{{ fault: reset, moment: after, requests: [failover], vApp: erp }}, {{ {TenMinutes}, requests: [tasks] }}", Speed = 200,
            Says = ["no longer in doubt", "does not answer", "new logon"], Reports = ["lost for", "logon-renewed"],
        },
        new("down-longer-than-reading-back")
        {
            Faults = "{ fault: reset, moment: after, requests: [failover], vApp: erp }, { fault: serviceRestart, delay: 60m, requests: [tasks] }", Speed = 400,
            Exit = 3, Outcome = "in-doubt", Ends = "erp in-doubt, web not-started", Posts = "erp", Effects = "erp",
            Says = ["still IN DOUBT, reading back is over: nothing could be read back"], Reports = ["lost, not reached again"], Status = ["site-b does not answer since"],
        },
        new("tls-fails-for-minutes")
        {
            Steps = "[{ id: erp, failover: erp }, { id: pause, gate: { wait: 4m } }, { id: web, failover: web }]", Faults = "{ fault: tlsFailure, after: 3m, for: 8m }", Speed = 100,
            Ends = "erp succeeded, pause succeeded, web succeeded", Says = ["request did not leave", "does not answer"], Reports = ["lost for"],
        },
        new("restarts-again-and-again")
        {
            Erp = "{ sessionDuration: 3m }", Faults = "{ fault: serviceRestart, delay: 20s, requests: [queryRestoreSessions], count: 4 }",
            Says = ["new logon", "the task is out of sight"], Reports = ["logon-renewed"],
        },
        new("restart-with-the-request")
        {
            Faults = "{ fault: serviceRestart, delay: 30s, moment: after, requests: [failover], vApp: erp }",
            Says = ["IN DOUBT", "no longer in doubt", "new logon"], Reports = ["logon-renewed"],
        },

        new("token-expires-while-polling")
        {
            Erp = "{ taskFinishedAfter: 30s, sessionDuration: 60s }", Faults = "{ fault: sessionExpired, requests: [tasks], from: 2 }",
            Says = ["new logon", "the task is out of sight"], Reports = ["logon-renewed"],
        },
        new("token-expires-again-and-again") { Erp = "{ sessionDuration: 60s }", Faults = "{ fault: sessionExpired, requests: [tasks, queryRestoreSessions], count: 6 }", Says = ["new logon"] },
        new("token-refused-though-alive") { Erp = "{ sessionDuration: 60s }", Faults = "{ fault: status, status: 401, requests: [queryRestoreSessions], from: 2 }", Says = ["new logon"] },
        new("gate-longer-than-the-idle-time")
        {
            Steps = "[{ id: erp, failover: erp }, { id: pause, gate: { wait: 16m } }, { id: web, failover: web }]", Speed = 200, Ends = "erp succeeded, pause succeeded, web succeeded",
        },
        new("logon-503-burst") { Faults = "{ fault: status, status: 503, requests: [logon], count: 3 }" },
        new("logon-reply-lost") { Faults = "{ fault: reset, moment: after, requests: [logon] }", OpenLogons = 1 },

        Unstarted("start-away") with { Faults = "{ fault: down }", Says = ["manager 'site-b': it could not be reached"] },
        Unstarted("start-tls-fails") with { Faults = "{ fault: tlsFailure }", Says = ["manager 'site-b': it could not be reached"] },
        Unstarted("start-logon-refused") with { Faults = "{ fault: status, status: 401, requests: [logon], count: all }", Says = ["it refused the logon"] },
        Unstarted("start-role-too-small") with { Faults = "{ fault: status, status: 403, requests: [queryVAppPoints], count: all }", Says = ["it needs the role"] },
        Unstarted("start-not-an-enterprise-manager") with { Faults = "{ fault: htmlBody, requests: [root], count: all }", Says = ["it could not be reached"] },
        Unstarted("start-points-not-listed") with { Exit = 1, Faults = "{ fault: status, status: 400, requests: [queryVAppPoints], from: 2, count: all }", Says = ["erp"] },
    ];

    private static FaultRow Unstarted(string name) => new(name) { Exit = 4, Outcome = null, Ends = "", Posts = "", Effects = "" };
}
