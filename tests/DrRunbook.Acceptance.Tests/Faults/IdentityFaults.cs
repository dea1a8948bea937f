namespace DrRunbook.Acceptance.Tests.Faults;

/// <summary>Clocks that differ, data that is collected late, and names that do not tell one thing from another.</summary>
internal static class IdentityFaults
{
    private const string ReplyLost = "{ fault: reset, moment: after, requests: [failover], vApp: erp }";
    private const string Twins = "[{ id: all, parallel: { steps: [{ id: erp, failover: erp }, { id: crm, failover: crm }] } }]";
    private const string SharedNames = "[{ name: erp, vms: [db1, web1], failovers: [&f { sessionsPer: vm, sessionAfter: 20s, taskSuccessAfter: 22s, taskFinishedAfter: 25s, sessionDuration: 20s }] }, { name: crm, vms: [db1, web1], failovers: [*f] }]";
    private const string TwoServers = "[{ name: erp, backupServer: vbr1, vms: [erp1], failovers: [&f { sessionDuration: 20s }] }, { name: erp, backupServer: vbr2, vms: [erp1], failovers: [*f] }]";
    private const string Servers = "backupServers: [{ name: vbr1 }, { name: vbr2 }]";

    public static IEnumerable<FaultRow> Rows =>
    [
        new("clock-behind") { Manager = "clockOffset: -10m", Faults = ReplyLost, Says = ["its clock is", "no longer in doubt"] },
        new("clock-ahead") { Manager = "clockOffset: 10m", Faults = ReplyLost, Says = ["its clock is", "no longer in doubt"] },
        new("clock-behind-task-names-no-session") { Manager = "clockOffset: -1h", Erp = "{ relatedLink: false, sessionDuration: 20s }" },
        new("collected-late-lost-reply") { Erp = "{ sessionHiddenFor: 12m, sessionDuration: 20s }", Faults = ReplyLost, Speed = 200, Says = ["no longer in doubt"] },
        new("collected-too-late")
        {
            Erp = "{ sessionHiddenFor: 30m }", Faults = ReplyLost, Speed = 600, Exit = 3, Outcome = "in-doubt", Ends = "erp in-doubt, web not-started", Posts = "erp", Effects = "erp",
            Says = ["still IN DOUBT, reading back is over: no restore session that can be its was found"],
        },
        new("point-collected-late") { VApp = "points: [{ age: 4h }, { age: -1s }]", Says = ["failover requested"] },
        new("lost-reply-many-sessions")
        {
            Erp = "{ sessionsPer: vm, sessionDuration: 20s }", Faults = ReplyLost, Exit = 3, Outcome = "in-doubt", Ends = "erp in-doubt, web not-started", Posts = "erp", Effects = "erp",
            Says = ["still IN DOUBT, reading back is over: 3 restore sessions can be its"],
        },
        new("lost-reply-session-failed")
        {
            Erp = "{ session: failed, sessionDuration: 20s }", Faults = ReplyLost, Exit = 1, Outcome = "failed", Ends = "erp failed, web blocked", Posts = "erp", Effects = "erp",
            Says = ["no longer in doubt", "restore session of erp: Failed"], Reports = ["session-failed"],
        },
        new("same-name-on-two-servers")
        {
            VApp = TwoServers, Manager = Servers, Steps = "[{ id: erp, failover: erp }]", Exit = 1, Outcome = null, Ends = "", Posts = "", Effects = "", Says = ["erp"],
        },
        new("same-name-on-two-servers-replies-lost")
        {
            VApp = TwoServers, Manager = Servers, Faults = "{ fault: reset, moment: after, requests: [failover], count: 2 }", Posts = "erp erp", Effects = "erp erp",
            Steps = "[{ id: all, parallel: { steps: [{ id: one, failover: { vApp: erp, backupServer: vbr1 } }, { id: two, failover: { vApp: erp, backupServer: vbr2 } }] } }]",
            Ends = "all succeeded, one succeeded, two succeeded", Says = ["one", "two", "no longer in doubt"],
        },
        new("same-vm-names-both-well") { VApp = SharedNames, Speed = 30, Steps = Twins, Posts = "* crm erp", Effects = "* crm erp", Ends = "all succeeded, erp succeeded, crm succeeded" },
        new("same-vm-names-one-failed")
        {
            VApp = SharedNames.Replace("[*f]", "[{ sessionsPer: vm, sessionAfter: 20s, taskSuccessAfter: 22s, taskFinishedAfter: 25s, sessionDuration: 20s, vms: [{ vm: web1, session: failed }] }]", StringComparison.Ordinal),
            Speed = 30, Steps = Twins, Exit = 1, Outcome = "failed", Ends = "all partial, erp partial, crm partial", Posts = "* crm erp", Effects = "* crm erp", Says = ["restore session of web1: Failed"],
        },
        new("same-vm-names-one-carried-out")
        {
            VApp = "[{ name: erp, vms: [db1], failovers: [&f { sessionsPer: vm, sessionDuration: 20s }] }, { name: crm, vms: [db1], failovers: [*f] }]", Speed = 600, Steps = Twins,
            Faults = "{ fault: reset, requests: [failover], vApp: erp }, { fault: reset, moment: after, requests: [failover], vApp: crm }",
            Exit = 3, Outcome = "in-doubt", Ends = "all running, erp in-doubt, crm in-doubt", Posts = "* crm erp", Effects = "crm",
            Says = ["which can be that of step 'crm' as well", "which can be that of step 'erp' as well"],
        },
    ];
}
